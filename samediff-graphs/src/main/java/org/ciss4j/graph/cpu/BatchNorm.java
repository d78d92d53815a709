// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.Arrays;
import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Normalization;
import org.ciss4j.graph.memory.Floats;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.option.Activation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation with the statistics of the batch, optionally followed by an activation (Ioffe
 * and Szegedy 2015).
 *
 * <p>Inputs: x {@code [N, H, W, C]}, scale {@code [C]}, shift {@code [C]}. Outputs: y {@code [N, H,
 * W, C]}, mean {@code [C]}, biased variance {@code [C]} (divided by N H W; it normalises), unbiased
 * variance {@code [C]} (divided by N H W - 1; for running statistics, as PyTorch keeps them). The
 * gradient of y flows through the statistics that normalise it; the statistics as outputs pass none
 * on.
 */
public final class BatchNorm extends JavaOp {
  /** For SameDiff. */
  public BatchNorm() {}

  BatchNorm(
      double epsilon, Activation activation, SDVariable x, SDVariable scale, SDVariable shift) {
    super(x, scale, shift);
    addTArgument(epsilon);
    addIArgument(activation.code());
  }

  @Override
  public int getNumOutputs() {
    return 4;
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    return List.of(inputTypes.get(0), DataType.FLOAT, DataType.FLOAT, DataType.FLOAT);
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    boolean vectors =
        Arrays.stream(inputs).skip(1).allMatch(input -> isVector(input, inputs[0].size(-1)));
    expect(inputs[0].rank() == 4 && vectors, "x [N, H, W, C], scale and shift [C]", inputs);
    long[] channels = inputs[1].shape();
    return new long[][] {inputs[0].shape(), channels, channels, channels};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    INDArray x = inputs[0];
    long count = Normalization.rows(x.shape());
    if (count < 2) {
      throw new IllegalArgumentException(
          "batch normalisation needs more than one value per channel, got the map "
              + x.size(0)
              + "x"
              + x.size(1)
              + "x"
              + x.size(2)
              + "; use a larger batch or crop");
    }
    Normalization.Statistics statistics = Normalization.statistics(x);
    float[] mean = Normalization.floats(statistics.mean());
    float[] variance = Normalization.floats(statistics.variance());
    Floats.of(outputs[1]).write(0, mean);
    Floats.of(outputs[2]).write(0, variance);
    Floats.of(outputs[3]).write(0, unbiased(statistics.variance(), count));
    float[] scale = HostMemory.toFloats(inputs[1]);
    float[] shift = HostMemory.toFloats(inputs[2]);
    new Normalization(
            x.shape(),
            scale,
            shift,
            mean,
            variance,
            floatArgument(0),
            Activation.of(intArgument(0)))
        .apply(x, outputs[0]);
  }

  private static float[] unbiased(double[] variance, long count) {
    float[] result = new float[variance.length];
    for (int c = 0; c < result.length; c++) {
      result[c] = (float) (variance[c] * count / (count - 1));
    }
    return result;
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable[] y = outputVariables();
    return BatchNormGradient.of(
        floatArgument(0),
        false,
        Activation.of(intArgument(0)),
        arg(0),
        arg(1),
        arg(2),
        y[1],
        y[2],
        outputGradients.get(0));
  }
}
