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
          to.put(plane * height * width, collect(from, start, height, width, rows, columns));
        });
  }

  private static float[] collect(
      FloatBuffer from, int start, int height, int width, Bilinear rows, Bilinear columns) {
    float[] map = new float[height * width];
    float[] row = new float[columns.outputs()];
    float[] blended = new float[width];
    for (int y = 0; y < rows.outputs(); y++) {
      from.get(start + y * row.length, row);
      java.util.Arrays.fill(blended, 0f);
      columns.scatter(row, blended);
      int low = rows.low()[y] * width;
      int high = rows.high()[y] * width;
      float lowWeight = rows.lowWeight()[y];
      float highWeight = rows.highWeight()[y];
      for (int x = 0; x < width; x++) {
        map[low + x] += lowWeight * blended[x];
        map[high + x] += highWeight * blended[x];
      }
    }
    return map;
  }
}
