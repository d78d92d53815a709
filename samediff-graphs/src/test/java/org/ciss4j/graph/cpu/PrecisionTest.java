// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where the CPU multiplies bfloat16, a convolution of floats is the one of their roundings, as
 * products of two such numbers are floats; where it does not, it is the one of floats.
 */
class PrecisionTest {
  /** Of sums of up to some thousand products about 1, in another order. */
  private static final float TOLERANCE = 1e-3f;

  /** A convolution's operands: its input, its weights, and the gradient of its output. */
  private record Operands(float[] x, float[] weights, float[] ofOutput) {
    Operands rounded() {
      return new Operands(
          PrecisionTest.rounded(x),
          PrecisionTest.rounded(weights),
          PrecisionTest.rounded(ofOutput));
    }
  }

  private static float[] random(Random random, int... shape) {
    int length = 1;
    for (int size : shape) {
      length *= size;
    }
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] rounded(float[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int bits = Float.floatToRawIntBits(values[i]);
      int toEven = 0x7fff + (bits >>> 16 & 1);
      result[i] = Float.intBitsToFloat(bits + toEven & 0xffff0000);
    }
    return result;
  }

  @ParameterizedTest(
      name = "{0} images of {1}x{1}, {2} -> {3} channels, kernel {4}, stride {5}, dilation {6}")
  @CsvSource({
    "1, 1, 1, 1, 1, 1, 1",
    "2, 9, 3, 64, 7, 2, 1",
    "2, 8, 32, 16, 3, 1, 1",
    "1, 11, 17, 5, 3, 2, 1",
    "2, 8, 33, 20, 1, 1, 1",
    "1, 8, 8, 16, 1, 2, 1",
    "2, 8, 16, 32, 1, 2, 1",
    "1, 8, 20, 24, 1, 2, 1",
    "2, 6, 31, 16, 1, 2, 1",
    "1, 8, 32, 64, 1, 2, 1",
    "2, 9, 16, 24, 3, 1, 2",
    "1, 9, 16, 8, 3, 1, 12",
    "2, 9, 1024, 24, 3, 1, 4",
    "1, 7, 1536, 5, 3, 1, 6"
  })
  void factorsAreRoundedAndSumsAreNot(
      int n, int size, int c, int o, int kernel, int stride, int dilation) {
    ConvOptions options = new ConvOptions(stride, dilation * (kernel / 2), dilation);
    int out = (int) options.outputSize(size, kernel);
    Random random = new Random(7);
    Operands operands =
        new Operands(
            random(random, n, size, size, c),
            random(random, o, c, kernel, kernel),
            random(random, n, out, out, o));
    long[][] shapes = {{n, size, size, c}, {o, c, kernel, kernel}, {n, out, out, o}};
    ConvOptions low = options.withPrecision(Precision.BFLOAT16);
    Operands expected = Platform.multipliesBf16() ? operands.rounded() : operands;
    for (boolean folded : new boolean[] {false, true}) {
      Map<String, float[]> wanted = results(options, expected, shapes, folded);
      results(low, operands, shapes, folded)
          .forEach(
              (name, values) ->
                  assertThat(values).as(name).containsExactly(wanted.get(name), within(TOLERANCE)));
    }
  }

  /**
   * The output, and the gradients of input and weights.
   *
   * @param normalised whether a normalisation that changes nothing is folded into the convolution
   */
  private static Map<String, float[]> results(
      ConvOptions options, Operands operands, long[][] shapes, boolean normalised) {
    SameDiff graph = Graphs.create();
    SDVariable x = graph.var("x", array(operands.x(), shapes[0]));
    SDVariable weights = graph.var("weights", array(operands.weights(), shapes[1]));
    SDVariable y = Backend.CPU.ops().conv2d(x, weights, options);
    if (normalised) {
      SDVariable[] constants = new SDVariable[4];
      float[] values = {1, 0, 0, 0.75f};
      for (int i = 0; i < values.length; i++) {
        constants[i] =
            graph.constant("norm" + i, Nd4j.valueArrayOf(new long[] {shapes[1][0]}, values[i]));
      }
      y =
          Backend.CPU
              .ops()
              .frozenBatchNorm(
                  y, constants[0], constants[1], constants[2], constants[3], 0.25, Activation.NONE);
    }
    SDVariable loss =
        y.mul(graph.constant("upstream", array(operands.ofOutput(), shapes[2]))).sum();
    Graphs.differentiate(graph, loss);
    Map<String, float[]> results = new LinkedHashMap<>();
    results.put(
        "output",
        Graphs.run(graph, Map.of(), List.of(y.name())).get(y.name()).reshape(-1).toFloatVector());
    Graphs.runWithGradients(graph, Map.of(), List.of(loss.name()), List.of("x", "weights"))
        .gradients()
        .forEach((name, array) -> results.put(name, array.reshape(-1).toFloatVector()));
    return results;
  }

  private static INDArray array(float[] values, long... shape) {
    return Nd4j.createFromArray(values).reshape(shape);
  }

  /** They are bound by memory. */
  @Test
  void convolutionsInGroupsStayFloats() {
    ConvOptions options = ConvOptions.same(3, 1).withGroups(4);
    Random random = new Random(3);
    long[][] shapes = {{2, 6, 6, 8}, {8, 2, 3, 3}, {2, 6, 6, 8}};
    Operands operands =
        new Operands(
            random(random, 2, 6, 6, 8), random(random, 8, 2, 3, 3), random(random, 2, 6, 6, 8));
    Map<String, float[]> wanted = results(options, operands, shapes, false);
    results(options.withPrecision(Precision.BFLOAT16), operands, shapes, false)
        .forEach((name, values) -> assertThat(values).as(name).containsExactly(wanted.get(name)));
  }
}
