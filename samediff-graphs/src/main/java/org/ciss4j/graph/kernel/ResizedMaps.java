// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import org.ciss4j.graph.memory.Floats;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Maps {@code [N, C, h, w]} as {@code ResizeLike} makes them larger, read row by row: to the bit
 * the same numbers, and no map of the large size is ever made.
 */
public final class ResizedMaps {
  private final Floats values;
  private final int channels;
  private final int height;
  private final int width;
  private final Bilinear rows;
  private final Bilinear columns;
  private final boolean sameSize;

  private ResizedMaps(INDArray maps, Bilinear rows, Bilinear columns) {
    this.values = Floats.of(maps);
    this.channels = (int) maps.size(1);
    this.height = (int) maps.size(2);
    this.width = (int) maps.size(3);
    this.rows = rows;
    this.columns = columns;
    this.sameSize = rows.outputs() == height && columns.outputs() == width;
  }

  /**
   * Maps at another size, or at their own.
   *
   * @param maps float {@code [N, C, h, w]}, contiguous; must outlive what is made of them here
   */
  public static ResizedMaps of(INDArray maps, long height, long width) {
    return new ResizedMaps(
        maps,
        Bilinear.of((int) maps.size(2), Math.toIntExact(height)),
        Bilinear.of((int) maps.size(3), Math.toIntExact(width)));
  }

  /**
   * Maps at another size, outside of any graph.
   *
   * @param maps float {@code [N, C, h, w]}, contiguous
   * @return a new array {@code [N, C, height, width]}
   */
  public static INDArray resized(INDArray maps, long height, long width) {
    INDArray result =
        Nd4j.createUninitializedDetached(
            DataType.FLOAT, 'c', maps.size(0), maps.size(1), height, width);
    resize(maps, 0, maps.size(0) * maps.size(1), result);
    return result;
  }

  /**
   * Resizes some of the maps.
   *
   * @param x {@code [N, C, h, w]}
   * @param first number of the first map among those of all images
   * @param count how many
   * @param to {@code [..., H, W]}, at least so many
   */
  public static void resize(INDArray x, int first, long count, INDArray to) {
    ResizedMaps maps = of(x, to.size(-2), to.size(-1));
    Floats pixels = Floats.of(to);
    Work.share(
        count,
        Work.ofElements(count * maps.height() * maps.width()),
        map -> {
          Plane plane = maps.plane(first + map);
          for (int row = 0; row < maps.height(); row++) {
            pixels.write(((long) map * maps.height() + row) * maps.width(), plane.row(row));
          }
        });
  }

  /** Rows of a resized map. */
  public int height() {
    return rows.outputs();
  }

  /** Pixels of such a row. */
  public int width() {
    return columns.outputs();
  }

  /** One map, for one thread; cheapest where rows come in ascending order. */
  public Plane plane(int image, int channel) {
    return plane(image * channels + channel);
  }

  /** The map of this number among those of all images. */
  public Plane plane(int number) {
    return new Plane((long) number * height * width);
  }

  /** The rows of one map. */
  public final class Plane {
    private final long start;
    private final float[] narrow = new float[width];
    private final float[] row = new float[columns.outputs()];

    /** Rows of the map as it came, as wide as they will be, and their numbers. */
    private final float[][] wide = new float[2][];

    private final int[] numbers = {-1, -1};

    private Plane(long start) {
      this.start = start;
    }

    /** A row of pixels; it is the same array for every call. */
    public float[] row(int number) {
      if (sameSize) {
        values.read(start + (long) number * width, row);
        return row;
      }
      float[] low = wide(rows.low()[number]);
      float[] high = wide(rows.high()[number]);
      blend(low, rows.lowWeight()[number], high, rows.highWeight()[number], row);
      return row;
    }

    /**
     * Two rows that are blended lie behind each other or are one, so that both keep their place.
     */
    private float[] wide(int number) {
      int place = number % 2;
      if (numbers[place] != number) {
        values.read(start + (long) number * width, narrow);
        wide[place] = columns.gather(narrow, 0);
        numbers[place] = number;
      }
      return wide[place];
    }
  }

  private static void blend(
      float[] low, float lowWeight, float[] high, float highWeight, float[] to) {
    for (int x = 0; x < to.length; x++) {
      to[x] = lowWeight * low[x] + highWeight * high[x];
    }
  }
}
