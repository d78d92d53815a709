// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.loss.GradientEquilibrium;
import org.ciss4j.learn.Losses;
import org.ciss4j.learn.TermWeights;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The nine weights of LSKD, learnt by {@link GradientEquilibrium} with the optimiser of the network
 * and brought to a mean of 1 after each epoch. The first value of a loss is, as in the official
 * code, that of the last batch of the first epoch; during that epoch it is the batch's own. The
 * weights go on in the next step, their momentum does not.
 */
final class EquilibriumWeights implements TermWeights {
  private static final String WEIGHTS = "equilibrium.weights";

  /**
   * One of the nine.
   *
   * @param term its name
   * @param factor of the term before it is weighed
   * @param watched the parameter whose gradient is measured
   */
  record Weighed(String term, double factor, String watched) {}

  /**
   * How they are learnt.
   *
   * @param equilibrium what is minimised
   * @param measure of the gradients
   * @param rateFactor learning rate, as a multiple of the step's
   * @param momentum Nesterov's
   * @param weightDecay of the weights
   * @param batches of an epoch
   */
  record Rules(
      GradientEquilibrium equilibrium,
      GradientMeasure measure,
      double rateFactor,
      double momentum,
      double weightDecay,
      int batches) {}

  private final SortedMap<Integer, Weighed> terms;
  private final Rules rules;
  private final INDArray weights = Nd4j.ones(DataType.DOUBLE, GradientEquilibrium.TERMS);
  private final INDArray velocity = Nd4j.zeros(DataType.DOUBLE, GradientEquilibrium.TERMS);
  private final INDArray first = Nd4j.zeros(DataType.DOUBLE, GradientEquilibrium.TERMS);
  private final INDArray done = Nd4j.zeros(DataType.DOUBLE, 1);

  /**
   * Of a step.
   *
   * @param terms those that there are, by their numbers in {@link GradientEquilibrium}
   * @param inherited what the step before has passed on
   */
  EquilibriumWeights(
      SortedMap<Integer, Weighed> terms, Rules rules, Map<String, INDArray> inherited) {
    this.terms = new TreeMap<>(terms);
    this.rules = rules;
    INDArray before = inherited.get(WEIGHTS);
    if (before != null) {
      weights.assign(before);
    }
  }

  @Override
  public Map<String, Double> now() {
    Map<String, Double> now = new HashMap<>();
    terms.forEach((i, term) -> now.put(term.term(), weights.getDouble(i) * term.factor()));
    return now;
  }

  @Override
  public void follow(Losses losses, TermGradients gradients) {
    double[] now = new double[GradientEquilibrium.TERMS];
    terms.forEach(
        (i, term) ->
            now[i] = term.factor() * Objects.requireNonNull(losses.terms().get(term.term())));
    if (done.getDouble(0) < rules.batches()) {
      set(first, now);
    }
    double[] w = weights.toDoubleVector();
    double[] gradient =
        rules
            .equilibrium()
            .of(w, now, first.toDoubleVector(), measured(gradients), terms.keySet())
            .gradient();
    descend(w, gradient, losses.rate() * rules.rateFactor());
    done.addi(1);
    if (done.getDouble(0) % rules.batches() == 0) {
      w = GradientEquilibrium.normalized(w);
    }
    set(weights, w);
  }

  private double[] measured(TermGradients gradients) {
    Map<String, List<String>> watched = new LinkedHashMap<>();
    terms.values().forEach(term -> watched.put(term.term(), List.of(term.watched())));
    Map<String, Graphs.Values> values = gradients.of(watched);
    double[] measured = new double[GradientEquilibrium.TERMS];
    terms.forEach(
        (i, term) -> {
          try (Graphs.Values ofTerm = Objects.requireNonNull(values.get(term.term()))) {
            INDArray gradient = ofTerm.arrays().get(term.watched());
            measured[i] =
                gradient == null
                    ? 0
                    : term.factor() * rules.measure().of(gradient.ravel().toDoubleVector());
          }
        });
    return measured;
  }

  /** As the network's parameters: Nesterov's momentum in the form of PyTorch. */
  private void descend(double[] w, double[] gradient, double rate) {
    double[] v = velocity.toDoubleVector();
    for (int i : terms.keySet()) {
      double decayed = gradient[i] + rules.weightDecay() * w[i];
      v[i] = rules.momentum() * v[i] + decayed;
      w[i] -= rate * (decayed + rules.momentum() * v[i]);
    }
    set(velocity, v);
  }

  private static void set(INDArray array, double[] values) {
    for (int i = 0; i < values.length; i++) {
      array.putScalar(i, values[i]);
    }
  }

  @Override
  public Map<String, INDArray> state() {
    return Map.of(
        WEIGHTS,
        weights,
        "equilibrium.velocity",
        velocity,
        "equilibrium.first",
        first,
        "equilibrium.batches",
        done);
  }

  @Override
  public Set<String> lasting() {
    return Set.of(WEIGHTS);
  }
}
