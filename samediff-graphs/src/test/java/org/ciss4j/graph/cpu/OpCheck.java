// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.op.Ops;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compares an op in the middle of a graph, {@code loss = sum(r * op(1.3 x))}, with a reference in
 * plain double precision: its values, and its gradients against central differences of the
 * reference.
 */
public final class OpCheck {
  /** Relative to the largest number of an array, plus {@link #ABSOLUTE}. */
  static final double RELATIVE = 1e-5;

  static final double ABSOLUTE = 1e-6;
  private static final float BEFORE = 1.3f;
  private static final double STEP = 1e-5;

  /** Gradients of larger inputs are compared at this many random places only. */
  private static final int MAX_PLACES = 120;

  /** Builds the op under test. */
  @FunctionalInterface
  interface Op {
    SDVariable apply(Ops ops, SDVariable[] inputs);
  }

  /** The same op as a function of plain numbers. */
  @FunctionalInterface
  interface Reference {
    double[] apply(double[][] inputs);
  }

  private OpCheck() {}

  /** Checks value and all gradients, of the fast and of the portable op. */
  static void check(Op op, Reference reference, Tensor... inputs) {
    check(Backend.CPU.ops(), op, reference, inputs);
    check(Backend.PORTABLE.ops(), op, reference, inputs);
  }

  private static void check(Ops ops, Op op, Reference reference, Tensor... inputs) {
    SameDiff graph = Graphs.create();
    SDVariable[] scaled = new SDVariable[inputs.length];
    double[][] plain = new double[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      scaled[i] = graph.var("x" + i, inputs[i].array()).mul(BEFORE);
      plain[i] = inputs[i].map(v -> (float) v * BEFORE).values();
    }
    String which = ops.getClass().getSimpleName() + ": ";
    SDVariable y = op.apply(ops, scaled);
    double[] expected = reference.apply(plain);
    INDArray value = Graphs.run(graph, Map.of(), List.of(y.name())).get(y.name());
    assertClose(which + "value", Tensor.of(value).values(), expected);
    Tensor weights = Tensor.random(expected.length, value.shape());
    SDVariable loss = y.mul(graph.constant("r", weights.array())).sum();
    Graphs.differentiate(graph, loss);
    for (int i = 0; i < inputs.length; i++) {
      double[] gradient = gradient(graph, loss, "x" + i, inputs[i]);
      checkGradient(which, i, gradient, reference, plain, weights.values());
    }
  }

  /** The gradient by a variable; zeros where the loss does not depend on it. */
  private static double[] gradient(SameDiff graph, SDVariable loss, String name, Tensor input) {
    INDArray gradient =
        Graphs.runWithGradients(graph, Map.of(), List.of(loss.name()), List.of(name))
            .gradients()
            .get(name);
    if (gradient == null) {
      return new double[input.values().length];
    }
    assertThat(gradient.shape()).isEqualTo(input.shape());
    return Tensor.of(gradient).values();
  }

  private static void checkGradient(
      String which,
      int input,
      double[] gradient,
      Reference reference,
      double[][] plain,
      double[] weights) {
    double[] x = plain[input];
    boolean all = x.length <= MAX_PLACES;
    int places = all ? x.length : MAX_PLACES;
    SplittableRandom random = new SplittableRandom(x.length);
    double[] actual = new double[places];
    double[] expected = new double[places];
    for (int i = 0; i < places; i++) {
      int place = all ? i : random.nextInt(x.length);
      double before = x[place];
      x[place] = before + STEP;
      double above = dot(reference.apply(plain), weights);
      x[place] = before - STEP;
      double below = dot(reference.apply(plain), weights);
      x[place] = before;
      actual[i] = gradient[place];
      expected[i] = BEFORE * (above - below) / (2 * STEP);
    }
    assertClose(which + "gradient of input " + input, actual, expected);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** All numbers within {@link #RELATIVE} of the largest, plus {@link #ABSOLUTE}. */
  public static void assertClose(String what, double[] actual, double[] expected) {
    assertThat(actual).as(what + ": length").hasSameSizeAs(expected);
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    double tolerance = RELATIVE * largest + ABSOLUTE;
    for (int i = 0; i < actual.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
        throw new AssertionError(
            String.format(
                Locale.ROOT,
                "%s: expected %.9g, got %.9g at %d of %d; tolerance %.3g",
                what,
                expected[i],
                actual[i],
                i,
                actual.length,
                tolerance));
      }
    }
  }
}
