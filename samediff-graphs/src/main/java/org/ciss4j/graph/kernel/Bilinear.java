// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

/**
 * Where the outputs of a bilinear resize along one axis come from, with pixel centres aligned as in
 * PyTorch's {@code align_corners=False}: {@code source = max((o + 0.5) in / out - 0.5, 0)}.
 *
 * @param low index of the first source of each output
 * @param high index of the second, equal to the first at the border
 * @param lowWeight weight of the first source
 * @param highWeight weight of the second
 */
public record Bilinear(int[] low, int[] high, float[] lowWeight, float[] highWeight) {

  /** From so many pixels along one side of a map to so many. */
  public static Bilinear of(int inputs, int outputs) {
    int[] low = new int[outputs];
    int[] high = new int[outputs];
    float[] lowWeight = new float[outputs];
    float[] highWeight = new float[outputs];
    float scale = (float) inputs / outputs;
    for (int o = 0; o < outputs; o++) {
      float source = Math.max((o + 0.5f) * scale - 0.5f, 0f);
      low[o] = Math.min((int) source, inputs - 1);
      high[o] = Math.min(low[o] + 1, inputs - 1);
      highWeight[o] = Math.min(source - low[o], 1f);
      lowWeight[o] = 1f - highWeight[o];
    }
    return new Bilinear(low, high, lowWeight, highWeight);
  }

  /** Number of pixels along the side that is resized. */
  public int outputs() {
    return low.length;
  }

  /** Resizes the row that begins at {@code start} of a map. */
  public float[] gather(float[] map, int start) {
    float[] row = new float[low.length];
    for (int o = 0; o < low.length; o++) {
      row[o] = lowWeight[o] * map[start + low[o]] + highWeight[o] * map[start + high[o]];
    }
    return row;
  }

  /** The same of a row in double precision. */
  public void gather(double[] narrow, double[] row) {
    for (int o = 0; o < low.length; o++) {
      row[o] = lowWeight[o] * narrow[low[o]] + highWeight[o] * narrow[high[o]];
    }
  }

  /** The transpose of {@link #gather}: adds to the row that begins at {@code start} of a map. */
  public void scatter(double[] row, double[] map, int start) {
    for (int o = 0; o < low.length; o++) {
      map[start + low[o]] += lowWeight[o] * row[o];
      map[start + high[o]] += highWeight[o] * row[o];
    }
  }
}
