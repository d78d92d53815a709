// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.ciss4j.report.plot.Palette;
import org.ciss4j.scenario.LabelSpace;

/** The classes of a picture by name and colour, the largest first, drawn beside it. */
public final class Legend {
  private static final int SMALLEST_LINE = 18;
  private static final int LINES_OF_A_PICTURE = 40;

  /** Of a line, what its letters take. */
  private static final double LETTERS = 0.7;

  private final List<String> names;
  private final List<Color> colours;
  private final int line;
  private final Font font;

  private Legend(List<Integer> ids, LabelSpace labelSpace, int height) {
    this.names =
        ids.isEmpty() ? List.of("no class found") : ids.stream().map(labelSpace::nameOf).toList();
    this.colours = ids.stream().map(id -> new Color(Palette.colour(id))).toList();
    this.line = Math.max(SMALLEST_LINE, height / LINES_OF_A_PICTURE);
    this.font = new Font(Font.SANS_SERIF, Font.PLAIN, (int) Math.round(LETTERS * line));
  }

  /**
   * A picture and its legend on white, as high as the higher of the two.
   *
   * @param labels unsigned bytes {@code [height, width]}: data set ids
   */
  public static BufferedImage beside(BufferedImage picture, byte[] labels, LabelSpace labelSpace) {
    List<Integer> found =
        new LabelCounts()
            .add(labels).largestFirst(labelSpace).stream()
                .filter(id -> id != LabelSpace.BACKGROUND)
                .toList();
    return new Legend(found, labelSpace, picture.getHeight()).drawnBeside(picture);
  }

  private BufferedImage drawnBeside(BufferedImage picture) {
    int height = Math.max(picture.getHeight(), (names.size() + 1) * line);
    BufferedImage sheet =
        new BufferedImage(picture.getWidth() + width(), height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), height);
    graphics.drawImage(picture, 0, 0, null);
    graphics.setFont(font);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    for (int i = 0; i < names.size(); i++) {
      draw(graphics, i, picture.getWidth() + line / 2, i * line + line / 2);
    }
    graphics.dispose();
    return sheet;
  }

  private void draw(Graphics2D graphics, int i, int left, int top) {
    int text = left;
    if (i < colours.size()) {
      int side = (int) Math.round(LETTERS * line);
      graphics.setColor(colours.get(i));
      graphics.fillRect(left, top + (line - side) / 2, side, side);
      graphics.setColor(Color.GRAY);
      graphics.drawRect(left, top + (line - side) / 2, side, side);
      text += line;
    }
    FontMetrics metrics = graphics.getFontMetrics();
    int baseline = top + (line - metrics.getHeight()) / 2 + metrics.getAscent();
    graphics.setColor(Color.BLACK);
    graphics.drawString(names.get(i), text, baseline);
  }

  /** Of the colours, the names and what is around them. */
  private int width() {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    FontMetrics metrics = graphics.getFontMetrics(font);
    int widest = names.stream().mapToInt(metrics::stringWidth).max().orElseThrow();
    graphics.dispose();
    return widest + 2 * line;
  }
}
