// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.ResizedMaps;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Bilinear resize of {@code [N, C, h, w]} to the height and width of a reference {@code [*, *, H,
 * W]}: {@code [N, C, H, W]}, pixel centres aligned as in PyTorch's {@code align_corners=False}.
 */
public final class ResizeLike extends JavaOp {
  /** For SameDiff. */
  public ResizeLike() {}

  ResizeLike(SDVariable x, SDVariable reference) {
    super(x, reference);
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
    ResizedMaps.resize(inputs[0], 0, inputs[0].size(0) * inputs[0].size(1), outputs[0]);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable gradient = new ResizeLikeGradient(arg(0), outputGradients.get(0)).outputVariable();
    return List.of(gradient, getSameDiff().zerosLike(arg(1)));
  }
}
