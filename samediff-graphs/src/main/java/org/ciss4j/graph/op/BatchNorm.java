// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation with the statistics of the batch, optionally followed by ReLU (Ioffe and
 * Szegedy 2015).
 *
 * <p>Inputs: x {@code [N, H, W, C]}, scale {@code [C]}, shift {@code [C]}. Outputs: y {@code [N, H,
 * W, C]}, mean {@code [C]}, biased variance {@code [C]} (divided by N H W; it normalises), unbiased
 * variance {@code [C]} (divided by N H W - 1; for running statistics, as PyTorch keeps them), and
 * the ReLU's mask (bytes, opaque). The gradient of y flows through the statistics that normalise
 * it; the statistics as outputs pass none on.
 */
public final class BatchNorm extends JavaOp {
  static final String NAME = "ciss_batch_norm";

  /** For SameDiff. */
  public BatchNorm() {}

  BatchNorm(double epsilon, boolean relu, SDVariable x, SDVariable scale, SDVariable shift) {
    super(x, scale, shift);
    addTArgument(epsilon);
    addBArgument(relu);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public int getNumOutputs() {
    return 5;
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    DataType type = inputTypes.get(0);
    return List.of(type, type, type, type, DataType.INT8);
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    boolean vectors =
        Arrays.stream(inputs).skip(1).allMatch(input -> isVector(input, inputs[0].size(-1)));
    expect(inputs[0].rank() == 4 && vectors, "x [N, H, W, C], scale and shift [C]", inputs);
    long[] channels = inputs[1].shape();
    long[] mask = {normalization(inputs[0]).maskBytes()};
    return new long[][] {inputs[0].shape(), channels, channels, channels, mask};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    Normalization normalization = normalization(inputs[0]);
    if (normalization.count() < 2) {
      throw new IllegalArgumentException(
          "batch normalisation needs more than one value per channel, got the map "
              + normalization.n()
              + "x"
              + normalization.h()
              + "x"
              + normalization.w()
              + "; use a larger batch or crop");
    }
    List<Pointer> data = new ArrayList<>();
    for (INDArray input : inputs) {
      data.add(HostMemory.floats(input));
    }
    data.add(HostMemory.floats(outputs[1]));
    data.add(HostMemory.floats(outputs[2]));
    data.add(HostMemory.floats(outputs[0]));
    if (normalization.relu()) {
      data.add(HostMemory.bytes(outputs[4]));
    }
    normalization.forward().execute(data.toArray(Pointer[]::new));
    unbias(outputs[2], normalization.count(), outputs[3]);
  }

  private static void unbias(INDArray biased, long count, INDArray unbiased) {
    FloatPointer from = HostMemory.floats(biased);
    FloatPointer to = HostMemory.floats(unbiased);
    for (long i = 0; i < biased.length(); i++) {
      to.put(i, (float) (from.get(i) * ((double) count / (count - 1))));
    }
  }

  private Normalization normalization(INDArray x) {
    return Normalization.of(x.shape(), floatArgument(0), false, flag(0));
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable[] y = outputVariables();
    return BatchNormGradient.of(
        floatArgument(0), false, flag(0), arg(0), arg(1), y[1], y[2], y[4], outputGradients.get(0));
  }
}
