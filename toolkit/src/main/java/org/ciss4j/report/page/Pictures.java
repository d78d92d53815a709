// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.page;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.ciss4j.common.CissException;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Photo;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.report.plot.Ground;
import org.ciss4j.report.plot.LinePlot;
import org.ciss4j.report.plot.Palette;
import org.ciss4j.report.plot.PlotPng;

/** What there is to see, as images for a notebook or any other program to show or to save. */
public final class Pictures {
  /** Colours of 0, 1/4, 1/2, 3/4 and 1; brighter is more, in grey too. */
  private static final int[][] HEAT = {
    {0, 0, 12}, {87, 16, 110}, {188, 55, 84}, {249, 142, 9}, {252, 255, 164}
  };

  private static final IndexColorModel HEAT_COLOURS = heatColours();

  /** Small pictures of a grid are enlarged a whole number of times, up to this. */
  private static final int CELL = 192;

  private static final int TITLE = 20;
  private static final int GAP = 6;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private Pictures() {}

  /** The photograph alone. */
  public static BufferedImage photo(LabeledImage image) {
    return photo(image.width(), image.height(), image.rgb());
  }

  /** The photograph. */
  public static BufferedImage photo(Photo photo) {
    return photo(photo.width(), photo.height(), photo.rgb());
  }

  private static BufferedImage photo(int width, int height, byte[] rgb) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int colour =
          Byte.toUnsignedInt(rgb[3 * i]) << 16
              | Byte.toUnsignedInt(rgb[3 * i + 1]) << 8
              | Byte.toUnsignedInt(rgb[3 * i + 2]);
      picture.setRGB(i % width, i / width, colour);
    }
    return picture;
  }

  /** The labels in the colours of {@link Palette}. */
  public static BufferedImage labels(LabeledImage image) {
    return Palette.image(image.width(), image.height(), image.label());
  }

  /**
   * Labels in the colours of {@link Palette}.
   *
   * @param labels unsigned bytes {@code [height, width]}: data set ids
   */
  public static BufferedImage labels(int width, int height, byte[] labels) {
    return Palette.image(width, height, labels);
  }

  /**
   * A heat map, from black for {@code from} to yellow for {@code to}; what lies beyond is taken for
   * these. With {@code from} above {@code to}, less is brighter.
   *
   * @param values {@code [height, width]}
   */
  public static BufferedImage heat(int width, int height, float[] values, double from, double to) {
    if (values.length != width * height) {
      throw CissException.usage(
          "expected %d values for %d x %d, got %d", width * height, width, height, values.length);
    }
    byte[] indices = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      double share = (values[i] - from) / (to - from);
      indices[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, share)));
    }
    BufferedImage picture =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, HEAT_COLOURS);
    picture.getRaster().setDataElements(0, 0, width, height, indices);
    return picture;
  }

  /** Pictures side by side under their titles, in the order of the map. */
  public static BufferedImage row(Map<String, BufferedImage> pictures) {
    return grid(List.copyOf(pictures.keySet()), List.of(List.copyOf(pictures.values())));
  }

  /**
   * Pictures in rows under the titles of their columns. Small ones are enlarged so that their
   * pixels can be seen.
   *
   * @param rows as many pictures each as there are titles
   */
  public static BufferedImage grid(List<String> titles, List<List<BufferedImage>> rows) {
    BufferedImage sheet =
        new BufferedImage(
            titles.size() * (CELL + GAP) + GAP,
            TITLE + rows.size() * (CELL + GAP),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    graphics.setColor(Color.BLACK);
    graphics.setFont(FONT);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    for (int column = 0; column < titles.size(); column++) {
      int x = GAP + column * (CELL + GAP);
      graphics.drawString(titles.get(column), x, TITLE - GAP);
      for (int row = 0; row < rows.size(); row++) {
        draw(rows.get(row).get(column), graphics, x, TITLE + row * (CELL + GAP));
      }
    }
    graphics.dispose();
    return sheet;
  }

  private static void draw(BufferedImage picture, Graphics2D graphics, int x, int y) {
    int longest = Math.max(picture.getWidth(), picture.getHeight());
    double exact = (double) CELL / longest;
    double scale = exact < 1 ? exact : Math.floor(exact);
    int width = (int) Math.round(scale * picture.getWidth());
    int height = (int) Math.round(scale * picture.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        scale < 1
            ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(picture, x, y, width, height, null);
  }

  /**
   * Lines over a common axis that counts from 1.
   *
   * @param lines values from left to right, by name
   */
  public static BufferedImage lines(String xTitle, String yTitle, Map<String, List<Double>> lines) {
    List<LinePlot.Line> drawn = new ArrayList<>();
    lines.forEach(
        (name, values) -> {
          List<LinePlot.Point> points = new ArrayList<>();
          values.forEach(value -> points.add(new LinePlot.Point(points.size() + 1, value)));
          drawn.add(new LinePlot.Line(name, drawn.size(), points, false));
        });
    LinePlot plot = new LinePlot(xTitle, yTitle, false, true, drawn, List.of());
    return onWhite(PlotPng.draw(plot, Ground.LIGHT));
  }

  /**
   * A confusion matrix as a heat map, each row in percent of the pixels of its class.
   *
   * @param names by channel, background first
   */
  public static BufferedImage confusion(ConfusionMatrix matrix, List<String> names) {
    List<String> shown = names.subList(0, matrix.size());
    return onWhite(HeatMapPng.draw(new Block.Confusion("", shown, matrix), Ground.LIGHT));
  }

  /** Charts are drawn twice as large as they are shown, on a transparent ground. */
  private static BufferedImage onWhite(byte[] png) {
    try {
      BufferedImage chart = ImageIO.read(new ByteArrayInputStream(png));
      BufferedImage picture =
          new BufferedImage(
              chart.getWidth() / 2, chart.getHeight() / 2, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = picture.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(chart, 0, 0, picture.getWidth(), picture.getHeight(), Color.WHITE, null);
      graphics.dispose();
      return picture;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IndexColorModel heatColours() {
    int[] colours = new int[256];
    for (int i = 0; i < colours.length; i++) {
      double at = i / 255.0 * (HEAT.length - 1);
      int[] from = HEAT[Math.min(HEAT.length - 2, (int) at)];
      int[] to = HEAT[Math.min(HEAT.length - 1, (int) at + 1)];
      double share = at - Math.min(HEAT.length - 2, (int) at);
      for (int part = 0; part < 3; part++) {
        colours[i] =
            colours[i] << 8 | (int) Math.round(from[part] + share * (to[part] - from[part]));
      }
    }
    return new IndexColorModel(
        Byte.SIZE, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
  }
}
