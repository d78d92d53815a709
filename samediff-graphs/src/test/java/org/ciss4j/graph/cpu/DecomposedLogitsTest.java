// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

class DecomposedLogitsTest {

  @ParameterizedTest(name = "[{0},{1},{2},{3}] -> {4}, {5}, signed={6}")
  @CsvSource({
    "1, 1, 1, 1, 1, PRODUCT, true",
    "1, 1, 1, 1, 1, WEIGHT, true",
    "2, 3, 2, 5, 4, PRODUCT, true",
    "2, 3, 2, 5, 4, PRODUCT, false",
    "2, 3, 2, 5, 4, WEIGHT, true",
    "2, 3, 2, 5, 4, WEIGHT, false",
    "1, 1, 7, 9, 1, PRODUCT, true",
    "1, 5, 1, 1, 6, PRODUCT, true",
    "1, 4, 4, 40, 21, PRODUCT, true",
    "1, 4, 4, 40, 21, PRODUCT, false",
    "1, 4, 4, 40, 21, WEIGHT, true"
  })
  void equalsPlainLoops(
      int n, int h, int w, int depth, int classes, SignRule rule, boolean signed) {
    Tensor features = Tensor.random(1, n, h, w, depth).map(v -> signed ? v : Math.abs(v));
    Tensor weights = Tensor.random(2, classes, depth);
    for (double[] mix : new double[][] {{1, 0}, {0, 1}, {2, -3}}) {
      OpCheck.check(
          (ops, in) -> {
            Ops.Scores scores = ops.decomposedLogits(in[0], in[1], rule);
            if (mix[1] == 0) {
              return scores.positive();
            }
            return mix[0] == 0
                ? scores.negative()
                : scores.positive().mul(mix[0]).add(scores.negative().mul(mix[1]));
          },
          in -> mixed(in[0], in[1], depth, rule, mix),
          features,
          weights);
    }
  }

  private static double[] mixed(double[] f, double[] w, int depth, SignRule rule, double[] mix) {
    int classes = w.length / depth;
    double[] y = new double[f.length / depth * classes];
    for (int i = 0; i < y.length; i++) {
      for (int d = 0; d < depth; d++) {
        double weight = w[i % classes * depth + d];
        double product = f[i / classes * depth + d] * weight;
        y[i] += product * (isPositive(rule, product, weight) ? mix[0] : mix[1]);
      }
    }
    return y;
  }

  private static boolean isPositive(SignRule rule, double product, double weight) {
    return (rule == SignRule.PRODUCT ? product : weight) > 0;
  }

  /** A zero feature counts as positive; a zero weight gets no gradient. */
  @ParameterizedTest
  @EnumSource(SignRule.class)
  void zerosHaveTheirConvention(SignRule rule) {
    SameDiff graph = Graphs.create();
    SDVariable f = graph.var("f", Tensor.of(new long[] {2, 3}, 0, 0, 2, -1, 3, 0).array());
    SDVariable w = graph.var("w", Tensor.of(new long[] {1, 3}, 4, -5, 0).array());
    Ops.Scores scores = Backend.CPU.ops().decomposedLogits(f, w, rule);
    SDVariable loss = scores.positive().mul(10).add(scores.negative()).sum();
    Graphs.differentiate(graph, loss);
    Map<String, INDArray> gradients =
        Graphs.runWithGradients(graph, Map.of(), List.of(), List.of("f", "w")).gradients();
    boolean product = rule == SignRule.PRODUCT;
    assertThat(Tensor.of(gradients.get("f")).values())
        .containsExactly(40, -5, 0, product ? 4 : 40, -5, 0);
    assertThat(Tensor.of(gradients.get("w")).values()).containsExactly(product ? -1 : -10, 3, 0);
  }

  @Test
  void theScoresAddUpToTheLogit() {
    Tensor features = Tensor.random(1, 2, 3, 3, 7);
    Tensor weights = Tensor.random(2, 5, 7);
    for (SignRule rule : SignRule.values()) {
      OpCheck.check(
          (ops, in) -> {
            Ops.Scores scores = ops.decomposedLogits(in[0], in[1], rule);
            return scores.positive().add(scores.negative());
          },
          in -> {
            double[] y = new double[18 * 5];
            for (int i = 0; i < y.length; i++) {
              for (int d = 0; d < 7; d++) {
                y[i] += in[0][i / 5 * 7 + d] * in[1][i % 5 * 7 + d];
              }
            }
            return y;
          },
          features,
          weights);
    }
  }
}
