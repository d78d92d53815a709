// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import java.util.Set;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The convolutions of a network that have a second branch while it is trained (RCIL), and how two
 * become one: a convolution is linear, and so is a normalisation with given statistics, hence the
 * mean of two branches is one convolution with one normalisation.
 */
public final class TwoBranches {
  private static final Mode MODE = new Mode(true, 0).with(Branching.BOTH);

  private final List<ConvUnit> units;

  TwoBranches(List<ConvUnit> units) {
    this.units = List.copyOf(units);
  }

  /** Those of a network; draws no numbers. */
  public static TwoBranches of(Network network, HeadLayout layout) {
    Parameters blank = Parameters.blank();
    try (SegmentationGraph graph =
        SegmentationGraph.build(network, layout, MODE, SignRule.PRODUCT, blank, Set.of())) {
      return new TwoBranches(graph.branched());
    } finally {
      blank.arrays().values().forEach(INDArray::close);
    }
  }

  /** Whether a parameter of this name is of a second branch. */
  public static boolean isOfSecond(String parameter) {
    return ConvUnit.isOfSecond(parameter);
  }

  /**
   * Makes one branch of two. With its running statistics the network computes what the mean of both
   * branches does with theirs. The new convolution's running mean is that of what it puts out; its
   * running variance is reckoned as if the inputs of a convolution were independent of each other,
   * which makes the correlation of two maps the cosine of their weights.
   *
   * @param trained both branches; the arrays of the first are changed, those of the second stay
   * @return the network with one branch: the arrays of the first, and all others
   */
  public Parameters merge(Parameters trained) {
    units.forEach(unit -> merge(trained, unit));
    return trained.without(TwoBranches::isOfSecond);
  }

  private static void merge(Parameters parameters, ConvUnit unit) {
    Branch first = Branch.of(parameters, unit);
    Branch second = Branch.of(parameters, unit.second());
    FoldedConvolution merged = first.folded.mean(second.folded);
    INDArray shift = first.shift.add(second.shift).divi(2);
    INDArray mean = shift.sub(merged.bias());
    INDArray variance = variance(first, second);
    parameters.get(unit.weights()).assign(merged.weight());
    String layer = unit.layer();
    parameters.get(layer + ".weight").assign(Transforms.sqrt(variance.add(Layers.EPSILON), false));
    parameters.get(layer + ".bias").assign(shift);
    parameters.get(layer + ".running_mean").assign(mean);
    parameters.get(layer + ".running_var").assign(variance);
  }

  /** Of half the sum of two maps: {@code (v1 + v2 + 2 r sqrt(v1 v2)) / 4}. */
  private static INDArray variance(Branch first, Branch second) {
    INDArray one = first.folded.weight();
    INDArray other = second.folded.weight();
    float[] variance = new float[(int) one.size(0)];
    for (int o = 0; o < variance.length; o++) {
      double product = sumOfProducts(one.slice(o), other.slice(o));
      double squares =
          sumOfProducts(one.slice(o), one.slice(o)) * sumOfProducts(other.slice(o), other.slice(o));
      double correlation = squares > 0 ? product / Math.sqrt(squares) : 0;
      double a = first.deviation(o);
      double b = second.deviation(o);
      variance[o] = (float) Math.max(0, (a * a + b * b + 2 * correlation * a * b) / 4);
    }
    return Nd4j.createFromArray(variance);
  }

  private static double sumOfProducts(INDArray a, INDArray b) {
    try (INDArray product = a.mul(b)) {
      return product.sumNumber().doubleValue();
    }
  }

  /** A branch with what its running statistics make of it. */
  private record Branch(
      FoldedConvolution folded, INDArray scale, INDArray shift, INDArray variance) {
    static Branch of(Parameters parameters, ConvUnit unit) {
      String layer = unit.layer();
      INDArray scale = parameters.get(layer + ".weight");
      INDArray shift = parameters.get(layer + ".bias");
      INDArray variance = parameters.get(layer + ".running_var");
      FoldedConvolution folded =
          new FoldedConvolution(parameters.get(unit.weights()), Nd4j.zerosLike(shift))
              .folded(
                  scale, shift, parameters.get(layer + ".running_mean"), variance, Layers.EPSILON);
      return new Branch(folded, scale, shift, variance);
    }

    /** Of what the normalisation puts out. */
    double deviation(int channel) {
      double square = variance.getDouble(channel);
      return Math.abs(scale.getDouble(channel)) * Math.sqrt(square / (square + Layers.EPSILON));
    }
  }
}
