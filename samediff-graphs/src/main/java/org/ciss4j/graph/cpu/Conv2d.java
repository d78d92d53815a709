// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.ArrayList;
import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Convolution;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * 2-D convolution: input {@code [N, H, W, C]}, weights {@code [O, C / groups, kH, kW]}, optional
 * bias {@code [O]}, output {@code [N, H', W', O]}.
 */
public final class Conv2d extends JavaOp {
  /** For SameDiff. */
  public Conv2d() {}

  Conv2d(ConvOptions options, SDVariable... inputs) {
    super(inputs);
    addIArgument(options.arguments());
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    INDArray x = inputs[0];
    INDArray weights = inputs[1];
    int groups = options().groups();
    expect(
        fits(x, weights, options()) && (inputs.length == 2 || isVector(inputs[2], weights.size(0))),
        groups == 1
            ? "x [N, H, W, C], weights [O, C, kH, kW] and, if any, bias [O]"
            : "x [N, H, W, C], weights [O, C / groups, kH, kW] and, if any, bias [O], with O a"
                + " multiple of groups = "
                + groups,
        inputs);
    return new long[][] {convolution(inputs).outputShape()};
  }

  /** Whether a map {@code [N, H, W, C]} and weights {@code [O, C / groups, kH, kW]} go together. */
  static boolean fits(INDArray x, INDArray weights, ConvOptions options) {
    return x.rank() == 4
        && weights.rank() == 4
        && x.size(3) == weights.size(1) * options.groups()
        && weights.size(0) % options.groups() == 0;
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    convolution(inputs).run(inputs, outputs[0]);
  }

  @Override
  protected long temporaryBytes(INDArray[] inputs) {
    return convolution(inputs).temporaryBytes();
  }

  private Convolution convolution(INDArray[] inputs) {
    return Convolution.of(inputs[0], inputs[1], options(), inputs.length == 3);
  }

  private ConvOptions options() {
    return ConvOptions.of(iArgs());
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable gradient = outputGradients.get(0);
    List<SDVariable> result = new ArrayList<>();
    result.add(new Conv2dInputGradient(options(), arg(0), arg(1), gradient).outputVariable());
    result.add(new Conv2dWeightGradient(options(), arg(0), arg(1), gradient).outputVariable());
    if (args().length == 3) {
      result.add(gradient.sum(0, 1, 2));
    }
    return result;
  }
}
