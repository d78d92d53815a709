// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.scenario.LabelSpace;

/**
 * Paints one image of the sample data. It uses plain arithmetic, no graphics library, so that every
 * machine paints the same pixels.
 */
final class SamplePainter {
  private static final int[] SHAPE_COUNTS = {1, 1, 2, 2, 2, 3, 3, 4};
  private static final int CLUTTER = 4;
  private static final int SUPERSAMPLES = 3;
  private static final int TRIES = 20;

  private final int size;
  private final int classes;
  private final Random random;
  private final double[] rgb;
  private final byte[] label;

  /** A shape in its place: centre and radius in pixels, turned by an angle. */
  private record Placed(
      Shape shape, double x, double y, double radius, double sine, double cosine) {
    boolean contains(double px, double py, double scale) {
      double dx = (px - x) / (radius * scale);
      double dy = (py - y) / (radius * scale);
      return shape.contains(dx * cosine + dy * sine, dy * cosine - dx * sine);
    }

    double distance(Placed other) {
      double dx = x - other.x;
      double dy = y - other.y;
      return Math.sqrt(dx * dx + dy * dy) / (radius + other.radius);
    }
  }

  SamplePainter(int size, int classes, Random random) {
    this.size = size;
    this.classes = classes;
    this.random = random;
    this.rgb = new double[3 * size * size];
    this.label = new byte[size * size];
  }

  LabeledImage paint(String id) {
    paintGround();
    for (int i = random.nextInt(CLUTTER + 1); i > 0; i--) {
      paintClutter();
    }
    List<Placed> placed = new ArrayList<>();
    for (int i = SHAPE_COUNTS[random.nextInt(SHAPE_COUNTS.length)]; i > 0; i--) {
      placed.add(place(placed));
    }
    placed.forEach(this::paintShape);
    return new LabeledImage(id, size, size, noisyBytes(), label);
  }

  /** Ground of one dull colour, lighter and darker in patches of two sizes. */
  private void paintGround() {
    double[] colour = colour(random.nextDouble(), between(0.05, 0.3), between(0.3, 0.75));
    Texture coarse = new Texture(random, size / between(2, 4), 0.3);
    Texture fine = new Texture(random, size / between(8, 20), 0.2);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double light = 1 + coarse.at(x, y) + fine.at(x, y);
        for (int c = 0; c < 3; c++) {
          rgb[3 * (y * size + x) + c] = colour[c] * light;
        }
      }
    }
  }

  /** A thin bar in the colour of some class: colour alone says nothing. */
  private void paintClutter() {
    double[] colour = shade(anyShape());
    double angle = random.nextDouble() * Math.PI;
    double sine = StrictMath.sin(angle);
    double cosine = StrictMath.cos(angle);
    double centreX = random.nextDouble() * size;
    double centreY = random.nextDouble() * size;
    double length = size * between(0.06, 0.2);
    double thickness = size * between(0.01, 0.022);
    for (int y = first(centreY - length); y < last(centreY + length); y++) {
      for (int x = first(centreX - length); x < last(centreX + length); x++) {
        double along = (x - centreX) * cosine + (y - centreY) * sine;
        double across = (y - centreY) * cosine - (x - centreX) * sine;
        if (Math.abs(along) <= length && Math.abs(across) <= thickness) {
          blend(y * size + x, colour, 1, 1);
        }
      }
    }
  }

  private Shape anyShape() {
    return Shape.of(1 + random.nextInt(classes));
  }

  private double[] shade(Shape shape) {
    return colour(shape.hue() + 0.04 * random.nextGaussian(), between(0.5, 0.95), between(0.55, 1));
  }

  /** Wholly inside the image; away from the others if a few tries find room, else across them. */
  private Placed place(List<Placed> others) {
    Placed candidate = anywhere();
    for (int i = 0; i < TRIES && isCrowded(candidate, others); i++) {
      candidate = anywhere();
    }
    return candidate;
  }

  private static boolean isCrowded(Placed candidate, List<Placed> others) {
    return others.stream().anyMatch(other -> candidate.distance(other) < 0.85);
  }

  private Placed anywhere() {
    double radius = size * between(0.13, 0.27);
    double angle = random.nextDouble() * 2 * Math.PI;
    return new Placed(
        anyShape(),
        between(radius, size - radius),
        between(radius, size - radius),
        radius,
        StrictMath.sin(angle),
        StrictMath.cos(angle));
  }

  private void paintShape(Placed placed) {
    double[] colour = shade(placed.shape);
    double gradient = between(-0.25, 0.25);
    double contour = random.nextInt(5) < 3 ? 1 / placed.radius : 0;
    double reach = placed.radius + 2;
    for (int y = first(placed.y - reach); y < last(placed.y + reach); y++) {
      double light = 1 + gradient * (y - placed.y) / placed.radius;
      for (int x = first(placed.x - reach); x < last(placed.x + reach); x++) {
        blend(y * size + x, colour, light, coverage(placed, x, y));
        mark(placed, contour, x, y);
      }
    }
  }

  private static int first(double pixel) {
    return Math.max(0, (int) Math.floor(pixel));
  }

  private int last(double pixel) {
    return Math.min(size, (int) Math.ceil(pixel));
  }

  /** The part of a pixel that a shape covers, so that its edge looks smooth. */
  private static double coverage(Placed placed, int x, int y) {
    int inside = 0;
    for (int i = 0; i < SUPERSAMPLES * SUPERSAMPLES; i++) {
      int column = i % SUPERSAMPLES;
      int row = i / SUPERSAMPLES;
      double px = x + (column + 0.5) / SUPERSAMPLES;
      double py = y + (row + 0.5) / SUPERSAMPLES;
      inside += placed.contains(px, py, 1) ? 1 : 0;
    }
    return (double) inside / (SUPERSAMPLES * SUPERSAMPLES);
  }

  /** The class inside, void along the contour. */
  private void mark(Placed placed, double contour, int x, int y) {
    boolean outer = placed.contains(x + 0.5, y + 0.5, 1 + contour);
    boolean inner = placed.contains(x + 0.5, y + 0.5, 1 - contour);
    if (outer && inner) {
      label[y * size + x] = (byte) placed.shape.label();
    } else if (outer || inner) {
      label[y * size + x] = (byte) LabelSpace.VOID;
    }
  }

  private void blend(int pixel, double[] colour, double light, double coverage) {
    for (int c = 0; c < 3; c++) {
      double ground = rgb[3 * pixel + c];
      rgb[3 * pixel + c] = ground + coverage * (colour[c] * light - ground);
    }
  }

  private byte[] noisyBytes() {
    double noise = between(0.01, 0.05);
    byte[] bytes = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      double value = rgb[i] + noise * (2 * random.nextFloat() - 1);
      bytes[i] = (byte) Math.round(255 * Math.min(1, Math.max(0, value)));
    }
    return bytes;
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Red, green and blue of a hue (any number; its fraction counts), a saturation and a value. */
  private static double[] colour(double hue, double saturation, double value) {
    double[] result = new double[3];
    for (int c = 0; c < 3; c++) {
      double sector = (hue - Math.floor(hue)) * 6 + 5 - 2 * c;
      double k = sector - 6 * Math.floor(sector / 6);
      result[c] = value * (1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k))));
    }
    return result;
  }
}
