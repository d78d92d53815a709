// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ciss4j.graph.Golden;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.SigmoidPseudoLabels;
import org.ciss4j.method.label.UnknownDecision;
import org.ciss4j.method.label.UnknownLabels;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Labels, pseudo-labels and decisions against numbers of the official code of SSUL. */
class SsulRulesGoldenTest {
  /** Cases that hang on the last bit of a sigmoid are left out. */
  private static List<Golden> cases(String item) {
    return Golden.cases(item).stream()
        .filter(golden -> !golden.meta().path("edge_case_informational").asBoolean())
        .toList();
  }

  @Test
  void pseudoLabels() {
    for (Golden golden : cases("ssul_pseudo")) {
      for (String threshold : new String[] {"0.7", "0.9"}) {
        int[] labels = golden.ints("label");
        new SigmoidPseudoLabels(golden.integer("fg_idx") + 1, Float.parseFloat(threshold))
            .complete(
                labels,
                golden.array("logits_prev"),
                (int) golden.shape("label")[1],
                (int) golden.shape("label")[2]);
        assertThat(labels).as("%s", golden).isEqualTo(golden.ints("label_pseudo_" + threshold));
      }
    }
  }

  @Test
  void decisions() {
    for (Golden golden : cases("ssul_inference")) {
      boolean unknown = golden.meta().get("unknown").asBoolean();
      Decision decision = new UnknownDecision(unknown);
      assertThat(decision.labels(golden.array("logits")))
          .as("%s", golden)
          .isEqualTo(golden.ints("prediction"));
    }
  }

  /** A class less probable than asked for is background; a class's probability is its sigmoid. */
  @Test
  void sureDecisions() {
    INDArray logits = Nd4j.createFromArray(-9f, -9f, 0f, 2f).reshape(1, 4, 1, 1);
    assertThat(new UnknownDecision(true).labels(logits)).containsExactly(2);
    assertThat(new UnknownDecision(true).sure(0.9f).labels(logits)).containsExactly(0);
    assertThat(new UnknownDecision(true).probabilities(logits, 1)).containsExactly(0.5f);
  }

  /** Memory, validation and test are never shifted in the official code. */
  @Test
  void trainingLabels() {
    for (Golden golden : Golden.cases("ssul_label_shift")) {
      boolean unknown = golden.meta().get("unknown").asBoolean();
      int[] salient = golden.ints("saliency");
      golden
          .meta()
          .get("targets")
          .properties()
          .forEach(
              entry -> {
                String name = entry.getKey();
                if (name.contains("_train_")) {
                  int[] labels = seen(golden.ints("gt"), entry.getValue());
                  if (unknown) {
                    UnknownLabels.put(labels, name.startsWith("ade") ? null : salient);
                  }
                  assertThat(labels)
                      .as("%s %s", golden, name)
                      .isEqualTo(golden.ints("label_" + name));
                }
              });
    }
  }

  /** Classes that are not learnt are background. */
  private static int[] seen(int[] truth, JsonNode targets) {
    Set<Integer> classes = new HashSet<>(Set.of(255));
    targets.forEach(target -> classes.add(target.asInt()));
    return Arrays.stream(truth).map(label -> classes.contains(label) ? label : 0).toArray();
  }
}
