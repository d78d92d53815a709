// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.nio.FloatBuffer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradient of {@link ResizeLike}. Inputs: x, gradient of the output. Output: gradient of x. */
public final class ResizeLikeGradient extends JavaOp {
  static final String NAME = "ciss_resize_like_gradient";

  /** For SameDiff. */
  public ResizeLikeGradient() {}

  ResizeLikeGradient(SDVariable x, SDVariable gradient) {
    super(x, gradient);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    return new long[][] {inputs[0].shape()};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    INDArray gradient = inputs[1];
    int height = (int) inputs[0].size(2);
    int width = (int) inputs[0].size(3);
    Bilinear rows = Bilinear.of(height, (int) gradient.size(2));
    Bilinear columns = Bilinear.of(width, (int) gradient.size(3));
    FloatBuffer from = HostMemory.floatBuffer(gradient);
    FloatBuffer to = HostMemory.floatBuffer(outputs[0]);
    HostMemory.parallel(
        (int) (gradient.size(0) * gradient.size(1)),
        plane -> {
          int start = plane * rows.outputs() * columns.outputs();
          double[] map = collect(from, start, height, width, rows, columns);
          for (int i = 0; i < map.length; i++) {
            to.put(plane * map.length + i, (float) map[i]);
          }
        });
  }

  /** First whole rows at once, then along the rows, of which few are left. */
  private static double[] collect(
      FloatBuffer from, int start, int height, int width, Bilinear rows, Bilinear columns) {
    double[][] wide = new double[height][columns.outputs()];
    float[] row = new float[columns.outputs()];
    for (int y = 0; y < rows.outputs(); y++) {
      from.get(start + y * row.length, row);
      add(row, rows.lowWeight()[y], wide[rows.low()[y]]);
      add(row, rows.highWeight()[y], wide[rows.high()[y]]);
    }
    double[] map = new double[height * width];
    for (int y = 0; y < height; y++) {
      columns.scatter(wide[y], map, y * width);
    }
    return map;
  }

  private static void add(float[] row, float weight, double[] to) {
    for (int x = 0; x < row.length; x++) {
      to[x] += (double) weight * row[x];
    }
  }
}
