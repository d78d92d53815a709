// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import org.ciss4j.graph.memory.Floats;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Maps {@code [N, K, h, w]} as if resized bilinearly, all channels of a row of pixels at a time,
 * and the transpose of that. A band is all rows of pixels whose first source is one row of the maps
 * as they came.
 */
public final class ResizedRows {
  private final Floats values;
  private final int channels;
  private final int height;
  private final int narrowWidth;
  private final Bilinear rows;
  private final Bilinear columns;

  /** Of each band, its first row of pixels; behind the last band, the number of rows. */
  private final int[] firstRows;

  private ResizedRows(INDArray maps, Bilinear rows, Bilinear columns) {
    this.values = Floats.of(maps);
    this.channels = (int) maps.size(1);
    this.height = (int) maps.size(2);
    this.narrowWidth = (int) maps.size(3);
    this.rows = rows;
    this.columns = columns;
    this.firstRows = new int[height + 1];
    int row = 0;
    for (int band = 0; band <= height; band++) {
      while (row < rows.outputs() && rows.low()[row] < band) {
        row++;
      }
      firstRows[band] = row;
    }
  }

  /** Maps of the size of a reference {@code [*, *, H, W]}. */
  public static ResizedRows of(INDArray maps, INDArray reference) {
    return new ResizedRows(
        maps,
        Bilinear.of((int) maps.size(2), (int) reference.size(2)),
        Bilinear.of((int) maps.size(3), (int) reference.size(3)));
  }

  /** Number of channels of the maps. */
  public int channels() {
    return channels;
  }

  /** Rows of the maps as they came, that is, number of bands. */
  public int height() {
    return height;
  }

  /** Pixels of a map as it came. */
  private long area() {
    return (long) height * narrowWidth;
  }

  /** Pixels of a row. */
  public int width() {
    return columns.outputs();
  }

  /** The first resized row of a band, which begins at a row of the maps as they came. */
  public int firstRow(int band) {
    return firstRows[band];
  }

  /** Weight of the first of the rows that a resized row lies between. */
  public double lowWeight(int row) {
    return rows.lowWeight()[row];
  }

  /** Weight of the second of the rows that a resized row lies between. */
  public double highWeight(int row) {
    return rows.highWeight()[row];
  }

  /** Sets {@code to[k][x]} for a row of pixels of an image. */
  public void row(int image, int row, double[][] to) {
    int low = rows.low()[row];
    int high = rows.high()[row];
    double lowWeight = lowWeight(row);
    double highWeight = highWeight(row);
    float[] source = new float[2 * narrowWidth];
    double[] blended = new double[narrowWidth];
    for (int k = 0; k < channels; k++) {
      long plane = ((long) image * channels + k) * area();
      values.read(plane + (long) low * narrowWidth, source, 0, narrowWidth);
      values.read(plane + (long) high * narrowWidth, source, narrowWidth, narrowWidth);
      for (int x = 0; x < narrowWidth; x++) {
        blended[x] = lowWeight * source[x] + highWeight * source[narrowWidth + x];
      }
      columns.gather(blended, to[k]);
    }
  }

  /**
   * What a band's gradients say of the rows of the maps that it lies between.
   *
   * @param low {@code [K][W]}, of the band's first source
   * @param high of its second
   * @return {@code [2][K][w]}
   */
  public double[] narrow(double[][] low, double[][] high) {
    double[] result = new double[2 * channels * narrowWidth];
    for (int k = 0; k < channels; k++) {
      columns.scatter(low[k], result, k * narrowWidth);
      columns.scatter(high[k], result, (channels + k) * narrowWidth);
    }
    return result;
  }

  /**
   * Sets the gradient of the maps of an image.
   *
   * @param narrow what {@link #narrow} gave of each band
   * @param gradient {@code [N, K, h, w]}
   */
  public void writeGradient(int image, double[][] narrow, Floats gradient) {
    int half = channels * narrowWidth;
    for (int row = 0; row < height; row++) {
      double[] sum = new double[half];
      if (row > 0) {
        add(narrow[row - 1], half, sum);
      }
      add(narrow[row], 0, sum);
      if (row == height - 1) {
        add(narrow[row], half, sum);
      }
      float[] ofRow = Normalization.floats(sum);
      for (int k = 0; k < channels; k++) {
        long start = ((long) image * channels + k) * area() + (long) row * narrowWidth;
        gradient.write(start, ofRow, k * narrowWidth, narrowWidth);
      }
    }
  }

  private static void add(double[] from, int start, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[start + i];
    }
  }
}
