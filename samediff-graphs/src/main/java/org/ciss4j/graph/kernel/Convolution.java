// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.memory.ArrayPool;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.Precision;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The geometry of one convolution and oneDNN's primitives for it.
 *
 * @param n batch size
 * @param height rows of the input
 * @param width columns of the input
 * @param inputs channels of the input
 * @param outputs channels of the output
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param options stride, padding, dilation and groups
 * @param bias whether a bias is added
 * @param maps type of input and output and of their gradients, floats or bfloat16; weights, bias
 *     and their gradients are floats
 */
public record Convolution(
    long n,
    long height,
    long width,
    long inputs,
    long outputs,
    long kernelHeight,
    long kernelWidth,
    ConvOptions options,
    boolean bias,
    DataType maps) {

  /** From this dilation on, a matrix product for each tap of the kernel beats oneDNN's own way. */
  private static final int WIDE = 6;

  /** Floats in the widest registers there are, those of AVX-512. */
  private static final int WIDEST_VECTOR = 16;

  private enum Kind {
    FORWARD,
    INPUT_GRADIENT,
    WEIGHT_GRADIENT,
    TAPS_TO_WEIGHTS
  }

  private record Key(Kind kind, Convolution convolution) {}

  /** Of an input {@code [N, H, W, C]} with weights {@code [O, C / groups, kH, kW]}. */
  public static Convolution of(
      INDArray input, INDArray weights, ConvOptions options, boolean bias) {
    return new Convolution(
        input.size(0),
        input.size(1),
        input.size(2),
        input.size(3),
        weights.size(0),
        weights.size(2),
        weights.size(3),
        options,
        bias,
        input.dataType());
  }

  /** {@code [N, H', W', O]}. */
  public long[] outputShape() {
    return new long[] {
      n, options.outputSize(height, kernelHeight), options.outputSize(width, kernelWidth), outputs
    };
  }

  private DnnCall call(Kind kind, Supplier<DnnCall> compile) {
    return OneDnn.call(new Key(kind, this), work(), compile);
  }

  /** Of the convolution and of either gradient: maps that are read and written, and products. */
  long work() {
    long[] output = outputShape();
    long pixels = n * output[1] * output[2];
    return Work.ofElements(n * height * width * inputs + pixels * outputs)
        + Work.ofProducts(
            pixels * outputs * inputs / options.groups() * kernelHeight * kernelWidth);
  }

  /** Computes the output from input, weights and, if there is one, bias. */
  public void run(INDArray[] inputs, INDArray output) {
    if (SplitConvolution.fits(this)) {
      new SplitConvolution(this, false).run(inputs[0], HostMemory.floats(inputs[1]), output);
      return;
    }
    List<Pointer> data = new ArrayList<>();
    for (INDArray input : inputs) {
      data.add(HostMemory.map(input));
    }
    data.add(HostMemory.map(output));
    forward().execute(data.toArray(Pointer[]::new));
  }

  /** Arguments: input, weights, bias if there is one, output. */
  public DnnCall forward() {
    return call(Kind.FORWARD, this::compileForward);
  }

  /** Computes the gradient of the input {@code [N, H, W, C]} from that of the output. */
  public void inputGradient(INDArray weights, INDArray ofOutput, INDArray ofInput) {
    DnnCall call = call(Kind.INPUT_GRADIENT, this::compileInputGradient);
    if (isSlowDepthwise(call)) {
      call.release();
      new DepthwiseGradient(this).ofInput(weights, ofOutput, ofInput);
    } else {
      call.execute(HostMemory.floats(weights), HostMemory.map(ofOutput), HostMemory.map(ofInput));
    }
  }

  private boolean isSlowDepthwise(DnnCall call) {
    return DepthwiseGradient.fits(this) && !call.implementation().contains("dw");
  }

  /**
   * Computes the gradient of the weights: {@code [O, C / groups, kH, kW]}.
   *
   * @param ofOutput gradient of the output
   */
  public void weightGradient(INDArray input, INDArray ofOutput, INDArray ofWeights) {
    DnnCall call = call(Kind.WEIGHT_GRADIENT, this::compileWeightGradient);
    boolean tapsWin = isWide() || (tapsFit() && call.implementation().contains("gemm"));
    if (isSlowDepthwise(call)) {
      call.release();
      new DepthwiseGradient(this).ofWeights(input, ofOutput, ofWeights);
    } else if (tapsWin || isNarrowAndStrided()) {
      call.release();
      weightGradientByTaps(input, ofOutput, ofWeights);
    } else {
      call.execute(HostMemory.map(input), HostMemory.map(ofOutput), HostMemory.floats(ofWeights));
    }
  }

  private void weightGradientByTaps(INDArray input, INDArray ofOutput, INDArray ofWeights) {
    if (maps == DataType.FLOAT) {
      TapWeightGradient.run(this, input, ofOutput, ofWeights);
      return;
    }
    INDArray inputFloats = Rounding.toFloats(input);
    INDArray outputFloats = Rounding.toFloats(ofOutput);
    TapWeightGradient.run(this, inputFloats, outputFloats, ofWeights);
    ArrayPool.ofThread().release(inputFloats);
    ArrayPool.ofThread().release(outputFloats);
  }

  private boolean tapsFit() {
    return options.stride() == 1 && options.groups() == 1;
  }

  /** Whether the gradient of the weights is taken tap by tap for the dilation's sake. */
  public boolean isWide() {
    return tapsFit() && options.dilation() >= WIDE;
  }

  /**
   * Whether oneDNN 3.11 computes wrong weight gradients, or did so now and then: its kernel for 1x1
   * convolutions with a stride copies whole vectors of channels, of which these inputs have fewer.
   */
  private boolean isNarrowAndStrided() {
    return options.stride() > 1
        && options.groups() == 1
        && options.padding() == 0
        && kernelHeight * kernelWidth == 1
        && inputs < WIDEST_VECTOR;
  }

  /** Arguments: weights as {@code [kH kW, O, C]}, and as PyTorch keeps them. */
  DnnCall tapsToWeights() {
    return OneDnn.call(
        new Key(Kind.TAPS_TO_WEIGHTS, this),
        Work.ofElements(outputs * inputs * kernelHeight * kernelWidth),
        this::compileTapsToWeights);
  }

  private DnnCall compileTapsToWeights() {
    long[] sizes = {outputs, inputs, kernelHeight, kernelWidth};
    long perTap = outputs * inputs;
    memory.desc taps =
        new memory.desc(
            sizes, memory.data_type.f32, new long[] {inputs, 1, kernelWidth * perTap, perTap});
    return DnnCall.reordering(taps, weights());
  }

  private DnnCall compileForward() {
    convolution_forward.primitive_desc plan = forwardPlan(OneDnn.ATTRIBUTES);
    DnnCall call =
        new DnnCall(new convolution_forward(plan), plan)
            .input(DNNL_ARG_SRC, inputMap(), factorOfInput())
            .input(DNNL_ARG_WEIGHTS, weights(), plan.weights_desc());
    if (bias) {
      call.input(DNNL_ARG_BIAS, OneDnn.vector(outputs));
    }
    return call.output(DNNL_ARG_DST, outputMap());
  }

  private DnnCall compileInputGradient() {
    try (convolution_forward.primitive_desc hint = forwardPlan(OneDnn.ATTRIBUTES)) {
      convolution_backward_data.primitive_desc plan =
          new convolution_backward_data.primitive_desc(
              OneDnn.ENGINE,
              algorithm.convolution_direct,
              inputMap(),
              factorOfWeights(),
              factorOfOutput(),
              strides(),
              dilations(),
              paddings(),
              paddings(),
              hint,
              OneDnn.ATTRIBUTES,
              false);
      return new DnnCall(new convolution_backward_data(plan), plan)
          .input(DNNL_ARG_WEIGHTS, weights(), plan.weights_desc())
          .input(DNNL_ARG_DIFF_DST, outputMap(), factorOfOutput())
          .output(DNNL_ARG_DIFF_SRC, inputMap());
    }
  }

  private DnnCall compileWeightGradient() {
    try (convolution_forward.primitive_desc hint = forwardPlan(OneDnn.ATTRIBUTES)) {
      convolution_backward_weights.primitive_desc plan =
          new convolution_backward_weights.primitive_desc(
              OneDnn.ENGINE,
              algorithm.convolution_direct,
              factorOfInput(),
              weights(memory.data_type.f32, memory.format_tag.any),
              factorOfOutput(),
              strides(),
              dilations(),
              paddings(),
              paddings(),
              hint,
              OneDnn.ATTRIBUTES,
              false);
      return new DnnCall(new convolution_backward_weights(plan), plan)
          .input(DNNL_ARG_SRC, inputMap(), factorOfInput())
          .input(DNNL_ARG_DIFF_DST, outputMap(), factorOfOutput())
          .output(DNNL_ARG_DIFF_WEIGHTS, weights(), plan.diff_weights_desc());
    }
  }

  convolution_forward.primitive_desc forwardPlan(primitive_attr attributes) {
    if (!bias) {
      return forwardPlan(attributes, factorOfWeights(), outputMap());
    }
    return new convolution_forward.primitive_desc(
        OneDnn.ENGINE,
        prop_kind.forward_training,
        algorithm.convolution_direct,
        factorOfInput(),
        factorOfWeights(),
        OneDnn.vector(outputs),
        outputMap(),
        strides(),
        dilations(),
        paddings(),
        paddings(),
        attributes,
        false);
  }

  /** Without bias, of weights that may be in groups. */
  convolution_forward.primitive_desc forwardPlan(
      primitive_attr attributes, memory.desc weights, memory.desc output) {
    return new convolution_forward.primitive_desc(
        OneDnn.ENGINE,
        prop_kind.forward_training,
        algorithm.convolution_direct,
        factorOfInput(),
        weights,
        output,
        strides(),
        dilations(),
        paddings(),
        paddings(),
        attributes,
        false);
  }

  memory.desc inputMap() {
    return OneDnn.map(OneDnn.type(maps), n, height, width, inputs);
  }

  memory.desc outputMap() {
    long[] shape = outputShape();
    return OneDnn.map(OneDnn.type(maps), shape[0], shape[1], shape[2], shape[3]);
  }

  /** {@link #inputMap} as it is multiplied. */
  memory.desc factorOfInput() {
    return OneDnn.map(factor(), n, height, width, inputs);
  }

  /** {@link #outputMap} as it is multiplied, where it is a gradient. */
  private memory.desc factorOfOutput() {
    long[] shape = outputShape();
    return OneDnn.map(factor(), shape[0], shape[1], shape[2], shape[3]);
  }

  /** The weights as PyTorch keeps them. */
  memory.desc weights() {
    return weights(
        memory.data_type.f32,
        options.groups() == 1 ? memory.format_tag.oihw : memory.format_tag.goihw);
  }

  /** Lets oneDNN choose the blocking of the weights; the call reorders them. */
  private memory.desc factorOfWeights() {
    return weights(factor(), memory.format_tag.any);
  }

  /** With an axis for the groups in front, if there are several: the same numbers in memory. */
  private memory.desc weights(memory.data_type type, memory.format_tag layout) {
    int groups = options.groups();
    long[] sizes =
        groups == 1
            ? new long[] {outputs, inputs, kernelHeight, kernelWidth}
            : new long[] {groups, outputs / groups, inputs / groups, kernelHeight, kernelWidth};
    return OneDnn.desc(type, layout, sizes);
  }

  private memory.data_type factor() {
    return OneDnn.type(factors());
  }

  /** What is multiplied, on this CPU. */
  Precision factors() {
    boolean rounded =
        maps == DataType.BFLOAT16
            || (options.groups() == 1 && options.precision() == Precision.BFLOAT16);
    return rounded && Platform.multipliesBf16() ? Precision.BFLOAT16 : Precision.FLOAT32;
  }

  /** Bytes that {@link #run} takes for itself, if it is much. */
  public long temporaryBytes() {
    long parts =
        SplitConvolution.fits(this) ? new SplitConvolution(this, false).temporaryBytes() : 0;
    return roundedBytes() + parts;
  }

  /** Bytes of the rounded copies of both maps and the weights, of what is rounded for the call. */
  public long roundedBytes() {
    if (factors() == Precision.FLOAT32) {
      return 0;
    }
    long weights = outputs * inputs * kernelHeight * kernelWidth;
    if (maps == DataType.BFLOAT16) {
      return Short.BYTES * weights;
    }
    long ofInput = n * height * width * inputs;
    long ofOutput = Arrays.stream(outputShape()).reduce(1, (a, b) -> a * b);
    return Short.BYTES * (ofInput + weights + ofOutput);
  }

  private long[] strides() {
    return new long[] {options.stride(), options.stride()};
  }

  private long[] dilations() {
    return new long[] {options.dilation() - 1L, options.dilation() - 1L};
  }

  private long[] paddings() {
    return new long[] {options.padding(), options.padding()};
  }
}
