// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Convolution;
import org.ciss4j.graph.kernel.DnnCall;
import org.ciss4j.graph.kernel.FusedConvolution;
import org.ciss4j.graph.kernel.Normalization;
import org.ciss4j.graph.kernel.PackedWeights;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution, the frozen batch normalisation behind it, the end of a residual block and the
 * activation, in one pass: {@code y = act(factor conv(x) + offset + residual)} with {@code factor =
 * scale / sqrt(variance + epsilon)} and {@code offset = shift - factor mean}.
 *
 * <p>Inputs: x {@code [N, H, W, C]}, weights {@code [O, C / groups, kH, kW]}, scale, shift, mean,
 * variance {@code [O]}, and, if any, the residual {@code [N, H', W', O]}. Outputs: y {@code [N, H',
 * W', O]}, and factor and offset {@code [2, O]}. Scale, shift and statistics are constants.
 */
public final class ConvNorm extends JavaOp {
  private static final int WEIGHTS = 1;
  private static final int SCALE = 2;
  private static final int RESIDUAL = 6;

  /** Of constant weights, one for each layout that was wanted: hardly ever more than one. */
  private final List<PackedWeights> packed = new ArrayList<>();

  /** Whether constant weights are this op's own, so that one layout of them is enough. */
  private boolean owner;

  /** For SameDiff. */
  public ConvNorm() {}

  ConvNorm(ConvOptions options, Activation activation, double epsilon, SDVariable... inputs) {
    super(inputs);
    addIArgument(options.arguments());
    addIArgument(activation.code());
    addTArgument(epsilon);
  }

  @Override
  public int getNumOutputs() {
    return 2;
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    return List.of(inputTypes.get(0), DataType.FLOAT);
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    long channels = inputs[1].size(0);
    boolean vectors =
        Arrays.stream(inputs, SCALE, RESIDUAL).allMatch(input -> isVector(input, channels));
    expect(
        Conv2d.fits(inputs[0], inputs[1], ConvOptions.of(iArgs())) && vectors,
        "x [N, H, W, C], weights [O, C / groups, kH, kW], scale, shift, mean and variance [O]",
        inputs);
    long[] shape = convolution(inputs).outputShape();
    expect(
        inputs.length == RESIDUAL || Arrays.equals(inputs[RESIDUAL].shape(), shape),
        "a residual of the convolution's output shape " + Arrays.toString(shape),
        inputs);
    return new long[][] {shape, {2, channels}};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    Normalization.of(outputs[0].shape(), inputs, SCALE, epsilon(), activation())
        .writeTo(outputs[1]);
    boolean residual = inputs.length > RESIDUAL;
    FusedConvolution fused =
        new FusedConvolution(convolution(inputs), activation(), residual, arg(1).isConstant());
    fused.run(
        inputs[0],
        layout -> weights(fused, layout, inputs[WEIGHTS]),
        outputs[1],
        residual ? Optional.of(inputs[RESIDUAL]) : Optional.empty(),
        outputs[0]);
  }

  private Pointer weights(FusedConvolution fused, memory.desc layout, INDArray weights) {
    return fused.packed() ? packed(fused, layout, weights) : HostMemory.floats(weights);
  }

  /** Constant weights are packed when they are first used in a layout, and kept. */
  private synchronized Pointer packed(
      FusedConvolution fused, memory.desc layout, INDArray weights) {
    for (PackedWeights known : packed) {
      if (DnnCall.same(known.layout(), layout)) {
        return known.part();
      }
    }
    PackedWeights added =
        packed.isEmpty()
            ? PackedWeights.of(fused.weights(), layout, weights)
            : packed.get(0).repacked(layout);
    packed.add(added);
    if (owner && !weights.wasClosed()) {
      weights.close();
    }
    return added.part();
  }

  /** Bytes of native memory that packed weights take. */
  synchronized long packedBytes() {
    return packed.stream().mapToLong(weights -> weights.whole().capacity()).sum();
  }

  @Override
  public synchronized void forget() {
    packed.forEach(weights -> weights.whole().close());
    packed.clear();
  }

  @Override
  public synchronized void takeConstants() {
    owner =
        arg(WEIGHTS).isConstant()
            && readers(arg(WEIGHTS).name()).filter(this::isOfUse).count() == 1;
  }

  /** The convolution that this op stands in for is still in the graph, and nothing reads it. */
  private boolean isOfUse(String op) {
    return Objects.requireNonNull(getSameDiff().getOps().get(op)).getOutputsOfOp().stream()
        .anyMatch(output -> readers(output).findAny().isPresent());
  }

  private Stream<String> readers(String variable) {
    List<String> ops =
        Objects.requireNonNull(getSameDiff().getVariables().get(variable)).getInputsForOp();
    return ops == null ? Stream.empty() : ops.stream();
  }

  @Override
  protected long temporaryBytes(INDArray[] inputs) {
    return convolution(inputs).temporaryBytes();
  }

  private Convolution convolution(INDArray[] inputs) {
    return Convolution.of(inputs[0], inputs[1], ConvOptions.of(iArgs()), false);
  }

  Activation activation() {
    return Activation.of(intArgument(ConvOptions.ARGUMENTS));
  }

  private boolean hasResidual() {
    return args().length > RESIDUAL;
  }

  double epsilon() {
    return floatArgument(0);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable y = outputVariables()[0];
    SDVariable[] gradients =
        new ConvNormGradient(
                activation(), hasResidual(), y, outputVariables()[1], outputGradients.get(0))
            .outputVariables();
    List<SDVariable> result = new ArrayList<>();
    ConvOptions options = ConvOptions.of(iArgs());
    result.add(new Conv2dInputGradient(options, arg(0), arg(1), gradients[0]).outputVariable());
    result.add(new Conv2dWeightGradient(options, arg(0), arg(1), gradients[0]).outputVariable());
    for (int i = SCALE; i < RESIDUAL; i++) {
      result.add(getSameDiff().zerosLike(arg(i)));
    }
    if (hasResidual()) {
      result.add(gradients[1]);
    }
    return result;
  }
}
