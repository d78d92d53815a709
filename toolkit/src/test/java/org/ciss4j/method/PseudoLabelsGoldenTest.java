// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.MapsOnly;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.method.label.EntropyPseudoLabels;
import org.ciss4j.method.label.EntropyRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Uncertainty, thresholds and pseudo-labels of PLOP, against numbers of its official code. */
class PseudoLabelsGoldenTest {
  private static EntropyPseudoLabels faithful(Golden golden, double floor) {
    int old = golden.integer("n_old_outputs");
    return new EntropyPseudoLabels(
        EntropyRule.FAITHFUL, old, old + golden.integer("n_new"), floor, true);
  }

  private static Map<Endpoint, INDArray> teacher(INDArray logits) {
    return Map.of(Endpoint.SMALL_CLASS_LOGITS, logits);
  }

  /** Outputs that the teacher does not have keep the floor. */
  @Test
  void thresholds() {
    for (Golden golden : Golden.cases("plop_median")) {
      EntropyPseudoLabels pseudo = faithful(golden, golden.number("base_threshold"));
      INDArray labels = golden.array("label");
      INDArray logits = golden.array("logits_old");
      for (long batch = 0; batch < labels.size(0); batch++) {
        pseudo.gather(labels.slice(batch), teacher(logits.slice(batch)));
      }
      double[] expected = golden.doubles("thresholds");
      double[] actual = pseudo.thresholds();
      for (int k = 0; k < actual.length; k++) {
        assertClose(golden, actual[k], expected[k]);
      }
    }
  }

  /** The paper's median, of the histograms that the official code's uncertainty makes. */
  @Test
  void mediansOfThePaper() {
    for (Golden golden : Golden.cases("plop_median")) {
      double[] expected = golden.doubles("derived_thresholds_fixed");
      int[] counts = golden.ints("derived_histogram");
      int bins = golden.integer("bins");
      for (int k = 0; k < expected.length; k++) {
        long[] histogram =
            Arrays.stream(counts, k * bins, (k + 1) * bins).mapToLong(count -> count).toArray();
        double median = EntropyRule.FIXED.median(histogram);
        assertClose(golden, Math.max(median, golden.number("base_threshold")), expected[k]);
      }
    }
  }

  private static void assertClose(Golden golden, double actual, double expected) {
    if (Double.isFinite(expected)) {
      assertThat(actual).as("%s", golden).isCloseTo(expected, within(1e-6));
    } else {
      assertThat(Double.compare(actual, expected)).as("%s: %s", golden, actual).isZero();
    }
  }

  /** Labels, the factor of each image, and the cross-entropy that is made of both. */
  @Test
  void pseudoLabels() {
    for (Golden golden : Golden.cases("plop_pseudo")) {
      double[] thresholds = golden.doubles("thresholds");
      PseudoLabels.Completed completed =
          faithful(golden, 0.001)
              .complete(golden.array("label"), teacher(golden.array("logits_old")), thresholds);
      assertThat(completed.label()).as("%s", golden).isEqualTo(golden.array("label_after"));
      golden.assertClose("derived_factor", completed.imageWeights());
      INDArray logits = golden.array("logits_new");
      List<Integer> classes = List.of(golden.integer("n_old_outputs") - 1, golden.integer("n_new"));
      MapsOnly student =
          MapsOnly.of(
              new HeadLayout(classes).withBackground(),
              Map.of(Endpoint.SMALL_LOGITS, logits),
              (int) logits.size(2),
              (int) logits.size(3));
      var targets = new Objective.Targets(completed.label(), null, completed.imageWeights());
      try (Objective.Value value =
          Objective.of(student.graph(), List.of(SoftmaxTerms.crossEntropyByImage(1)))
              .evaluate(student.image(), targets, Map.of(), 0)) {
        golden.assertWithin(5e-6, "loss_ce", value.total());
        student.checkGradient(golden, "d_logits_new", Endpoint.SMALL_LOGITS, value.gradients());
      }
    }
  }
}
