// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Bilinear;
import org.ciss4j.graph.kernel.Normalization;
import org.ciss4j.graph.kernel.Work;
import org.ciss4j.graph.memory.Floats;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradient of {@link ResizeLike}. Inputs: x, gradient of the output. Output: gradient of x. */
public final class ResizeLikeGradient extends JavaOp {
  /** For SameDiff. */
  public ResizeLikeGradient() {}

  ResizeLikeGradient(SDVariable x, SDVariable gradient) {
    super(x, gradient);
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    INDArray gradient = inputs[1];
    int height = (int) inputs[0].size(2);
    int width = (int) inputs[0].size(3);
    Bilinear rows = Bilinear.of(height, (int) gradient.size(2));
    Bilinear columns = Bilinear.of(width, (int) gradient.size(3));
    Floats from = Floats.of(gradient);
    Floats to = Floats.of(outputs[0]);
    long pixels = (long) rows.outputs() * columns.outputs();
    Work.share(
        gradient.size(0) * gradient.size(1),
        Work.ofElements(gradient.length()),
        plane -> {
          double[] map = collect(from, plane * pixels, height, width, rows, columns);
          to.write((long) plane * map.length, Normalization.floats(map));
        });
  }

  /** First whole rows at once, then along the rows, of which few are left. */
  private static double[] collect(
      Floats from, long start, int height, int width, Bilinear rows, Bilinear columns) {
    double[][] wide = new double[height][columns.outputs()];
    float[] row = new float[columns.outputs()];
    for (int y = 0; y < rows.outputs(); y++) {
      from.read(start + (long) y * row.length, row);
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
