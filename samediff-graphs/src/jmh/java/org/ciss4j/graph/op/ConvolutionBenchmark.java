// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.convolution_backward;
import static org.bytedeco.pytorch.global.torch.rand;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.ciss4j.graph.kernel.Convolution;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.Precision;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Single convolutions beside those of PyTorch: forward, and each of both gradients alone. Maps lie
 * channels last, weights as PyTorch keeps them; {@code bf16} has maps of bfloat16 and sums of
 * floats, and weights of floats here and of bfloat16 there.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class ConvolutionBenchmark {

  /** Layers of the networks, with the maps that training has. */
  public enum Layer {
    /** Third stage of ResNet-101, crop 512, two images. */
    R101_STAGE3_3X3(2, 32, 256, 256, 3, 1),
    /** The same stage, where it widens. */
    R101_STAGE3_1X1(2, 32, 256, 1024, 1, 1),
    /** Last stage, dilated. */
    R101_STAGE4_3X3(2, 32, 512, 512, 3, 2),
    /** A branch of the ASPP. */
    R101_ASPP_12(2, 32, 2048, 256, 3, 12),
    /** First stage of ResNet-18, crop 128, eight images. */
    R18_STAGE1_3X3(8, 32, 64, 64, 3, 1),
    /** Third stage of the same. */
    R18_STAGE3_3X3(8, 8, 256, 256, 3, 1);

    private final long images;
    private final long size;
    private final long inputs;
    private final long outputs;
    private final int kernel;
    private final int dilation;

    Layer(long images, long size, long inputs, long outputs, int kernel, int dilation) {
      this.images = images;
      this.size = size;
      this.inputs = inputs;
      this.outputs = outputs;
      this.kernel = kernel;
      this.dilation = dilation;
    }
  }

  /** What is computed. */
  public enum Pass {
    FORWARD,
    INPUT_GRADIENT,
    WEIGHT_GRADIENT
  }

  /** Which convolution. */
  @Param public Layer layer;

  /** What of it. */
  @Param public Pass pass;

  /** What is multiplied. */
  @Param({"float32", "bf16"})
  public String precision;

  /** Whose. */
  @Param({"ciss4j", "torch"})
  public String engine;

  private Runnable work;

  /** Makes maps and weights of the engine; the other's libraries are not loaded. */
  @Setup
  public void build() {
    work = engine.equals("ciss4j") ? ours() : theirs();
  }

  /** The pass. */
  @Benchmark
  public void run() {
    work.run();
  }

  private Runnable ours() {
    boolean half = precision.equals("bf16");
    DataType type = half ? DataType.BFLOAT16 : DataType.FLOAT;
    INDArray x = ourMap(layer.inputs).castTo(type);
    INDArray dy = ourMap(layer.outputs).castTo(type);
    INDArray w =
        Nd4j.rand(DataType.FLOAT, layer.outputs, layer.inputs, layer.kernel, layer.kernel);
    ConvOptions options =
        ConvOptions.same(layer.kernel, layer.dilation)
            .withPrecision(half ? Precision.BFLOAT16 : Precision.FLOAT32);
    Convolution convolution = Convolution.of(x, w, options, false);
    return switch (pass) {
      case FORWARD -> () -> convolution.run(new INDArray[] {x, w}, dy);
      case INPUT_GRADIENT -> () -> convolution.inputGradient(w, dy, x);
      case WEIGHT_GRADIENT -> () -> convolution.weightGradient(x, dy, w);
    };
  }

  private INDArray ourMap(long channels) {
    return Nd4j.rand(DataType.FLOAT, layer.images, layer.size, layer.size, channels);
  }

  private Runnable theirs() {
    set_num_threads(Platform.threads());
    Tensor x = map(layer.inputs);
    Tensor dy = map(layer.outputs);
    Tensor w = typed(rand(layer.outputs, layer.inputs, layer.kernel, layer.kernel));
    long[] one = {1, 1};
    long[] dilation = {layer.dilation, layer.dilation};
    long padding = (long) layer.dilation * (layer.kernel / 2);
    long[] paddings = {padding, padding};
    if (pass == Pass.FORWARD) {
      return scoped(() -> conv2d(x, w, new TensorOptional(), one, paddings, dilation, 1));
    }
    boolean ofInput = pass == Pass.INPUT_GRADIENT;
    BoolPointer wanted = new BoolPointer(3).put(0, ofInput).put(1, !ofInput).put(2, false);
    return scoped(
        () ->
            convolution_backward(
                dy, x, w, new long[] {0}, one, paddings, dilation, false, new long[] {0, 0}, 1,
                wanted));
  }

  private Tensor map(long channels) {
    return typed(rand(layer.images, channels, layer.size, layer.size))
        .contiguous(MemoryFormat.ChannelsLast);
  }

  private Tensor typed(Tensor values) {
    return precision.equals("bf16") ? values.to(ScalarType.BFloat16) : values;
  }

  private static Runnable scoped(Runnable call) {
    return () -> {
      try (PointerScope scope = new PointerScope()) {
        call.run();
      }
    };
  }
}
