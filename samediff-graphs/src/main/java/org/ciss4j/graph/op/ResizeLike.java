// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.nio.FloatBuffer;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Bilinear resize of {@code [N, C, h, w]} to the height and width of a reference {@code [*, *, H,
 * W]}: {@code [N, C, H, W]}, pixel centres aligned as in PyTorch's {@code align_corners=False}.
 */
public final class ResizeLike extends JavaOp {
  static final String NAME = "ciss_resize_like";

  /** For SameDiff. */
  public ResizeLike() {}

  ResizeLike(SDVariable x, SDVariable reference) {
    super(x, reference);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    return List.of(inputTypes.get(0));
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    INDArray x = inputs[0];
    expect(
        x.rank() == 4 && inputs[1].rank() == 4,
        "x [N, C, h, w] and a reference [*, *, H, W]",
        inputs);
    return new long[][] {{x.size(0), x.size(1), inputs[1].size(2), inputs[1].size(3)}};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    INDArray x = inputs[0];
    int height = (int) x.size(2);
    int width = (int) x.size(3);
    Bilinear rows = Bilinear.of(height, (int) outputs[0].size(2));
    Bilinear columns = Bilinear.of(width, (int) outputs[0].size(3));
    FloatBuffer from = HostMemory.floatBuffer(x);
    FloatBuffer to = HostMemory.floatBuffer(outputs[0]);
    HostMemory.parallel(
        (int) (x.size(0) * x.size(1)),
        plane -> {
          float[] map = HostMemory.read(from, plane * height * width, height * width);
          resize(map, width, rows, columns, to, plane * rows.outputs() * columns.outputs());
        });
  }

  /** First along the rows, of which there are few yet, then whole rows at once. */
  private static void resize(
      float[] map, int width, Bilinear rows, Bilinear columns, FloatBuffer to, int start) {
    float[][] wide = new float[map.length / width][];
    for (int y = 0; y < wide.length; y++) {
      wide[y] = columns.gather(map, y * width);
    }
    float[] row = new float[columns.outputs()];
    for (int y = 0; y < rows.outputs(); y++) {
      blend(
          wide[rows.low()[y]],
          rows.lowWeight()[y],
          wide[rows.high()[y]],
          rows.highWeight()[y],
          row);
      to.put(start + y * row.length, row);
    }
  }

  private static void blend(
      float[] low, float lowWeight, float[] high, float highWeight, float[] to) {
    for (int x = 0; x < to.length; x++) {
      to[x] = lowWeight * low[x] + highWeight * high[x];
    }
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable gradient = new ResizeLikeGradient(arg(0), outputGradients.get(0)).outputVariable();
    return List.of(gradient, getSameDiff().zerosLike(arg(1)));
  }
}
