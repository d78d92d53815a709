// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.MapsOnly;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The terms of MiB and of what it is compared with, against numbers of its official code. */
class MibGoldenTest {
  @Test
  void crossEntropy() {
    for (Golden golden : Golden.cases("ce_ignore")) {
      check(golden, SoftmaxTerms.crossEntropy(1), "loss", "d_logits_new");
    }
  }

  @Test
  void unbiasedCrossEntropy() {
    for (Golden golden : Golden.cases("mib_unce")) {
      check(golden, SoftmaxTerms.unbiasedCrossEntropy(1), "loss", "d_logits_new");
    }
  }

  @Test
  void unbiasedKd() {
    for (Golden golden : Golden.cases("mib_unkd")) {
      check(golden, SoftmaxTerms.unbiasedKd(1, 1), "loss", "d_logits_new");
      check(golden, SoftmaxTerms.unbiasedKd(1, 0.5), "loss_alpha0.5", "d_logits_new_alpha0.5");
      check(golden, SoftmaxTerms.unbiasedKd(1, 2), "loss_alpha2", "d_logits_new_alpha2");
    }
  }

  @Test
  void kd() {
    for (Golden golden : Golden.cases("lwf_kd")) {
      check(golden, SoftmaxTerms.kd(1, 1), "loss", "d_logits_new");
    }
  }

  @Test
  void sigmoidsOfLwfMc() {
    for (Golden golden : Golden.cases("lwfmc")) {
      double importance = golden.number("icarl_importance");
      check(golden, List.of(LossTerms.bce(1)), golden.array("label"), "loss_bce", "d_logits_bce");
      check(golden, LossTerms.kd(importance), "loss_distill", "d_logits_distill");
      // To new classes void pixels are negatives here.
      check(
          golden,
          List.of(LossTerms.mbce(1, 1), LossTerms.kd(1)),
          Nd4j.createFromArray(golden.labels()).reshape(golden.shape("label")),
          "loss_disjoint",
          "d_logits_disjoint");
    }
  }

  @Test
  void featuresOfIlt() {
    for (Golden golden : Golden.cases("ilt_feature")) {
      LossTerm term = FeatureTerms.encoderDistillation(golden.number("weight"));
      MapsOnly student =
          MapsOnly.of(
              new HeadLayout(List.of(1)),
              Map.of(Endpoint.BACKBONE, golden.array("feat_new")),
              8,
              8);
      INDArray label = Nd4j.zeros(DataType.INT32, student.image().size(0), 8, 8);
      INDArray old = golden.array("feat_old").permute(0, 2, 3, 1).dup('c');
      try (Objective.Value value =
          Objective.of(student.graph(), List.of(term))
              .evaluate(
                  student.image(),
                  Objective.Targets.of(label),
                  Map.of(Endpoint.BACKBONE, old),
                  0)) {
        golden.assertClose("loss", value.total());
        student.checkGradient(golden, "d_feat_new", Endpoint.BACKBONE, value.gradients());
      }
    }
  }

  private static void check(Golden golden, LossTerm term, String loss, String gradient) {
    INDArray label =
        golden.has("label")
            ? golden.array("label")
            : Nd4j.zeros(DataType.INT32, golden.shape("loss_map"));
    check(golden, List.of(term), label, loss, gradient);
  }

  private static void check(
      Golden golden, List<LossTerm> terms, INDArray label, String loss, String gradient) {
    INDArray logits = golden.array("logits_new");
    int old = golden.integer("n_old_outputs");
    HeadLayout layout = new HeadLayout(List.of(old - 1, golden.integer("n_new"))).withBackground();
    MapsOnly student =
        MapsOnly.of(
            layout,
            Map.of(Endpoint.SMALL_LOGITS, logits),
            (int) logits.size(2),
            (int) logits.size(3));
    Objective objective = Objective.of(student.graph(), terms);
    Map<Endpoint, INDArray> taught =
        golden.has("logits_old")
            ? Map.of(
                Endpoint.SMALL_LOGITS, golden.array("logits_old"),
                Endpoint.SMALL_CLASS_LOGITS, golden.array("logits_old"))
            : Map.of();
    try (Objective.Value value =
        objective.evaluate(student.image(), Objective.Targets.of(label), taught, 0)) {
      golden.assertClose(loss, value.total());
      student.checkGradient(golden, gradient, Endpoint.SMALL_LOGITS, value.gradients());
    }
  }
}
