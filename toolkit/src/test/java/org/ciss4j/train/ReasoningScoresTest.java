// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Batch;
import org.ciss4j.data.Photo;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.method.label.SigmoidDecision;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.train.evaluate.Evaluator;
import org.ciss4j.train.evaluate.ReasoningScores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class ReasoningScoresTest {
  private static final LabelSpace LABELS =
      new LabelSpace("few", List.of("background", "a", "b", "c"));

  /** Learnt in the order c, a, b: channels are not ids. */
  private static final Scenario SCENARIO = Scenario.parse("2-1", LABELS, List.of(3, 1, 2));

  private final Parameters parameters = new Parameters(1);

  private ReasoningScores scores(HeadLayout layout, Photo photo) {
    Network network = Network.named("tiny");
    SegmentationGraph.build(network, layout, Mode.INFERENCE, parameters);
    try (Evaluator evaluator =
            new Evaluator(network, layout, parameters, new SigmoidDecision(0.5));
        Batch batch = photo.toBatch()) {
      return evaluator.reasoningScores(batch.image(), new LabelView(SCENARIO, SCENARIO.get(1)));
    }
  }

  private INDArray logits(HeadLayout layout, Photo photo) {
    SegmentationGraph graph =
        SegmentationGraph.build(Network.named("tiny"), layout, Mode.INFERENCE, parameters);
    try (Batch batch = photo.toBatch()) {
      return Objects.requireNonNull(
          graph.run(batch.image(), Endpoint.SMALL_LOGITS).get(Endpoint.SMALL_LOGITS));
    }
  }

  private static List<Arguments> layouts() {
    HeadLayout plain = new HeadLayout(List.of(2, 1));
    // What comes before the first class is the auxiliary classifier, the background, or both.
    return List.of(
        Arguments.of(plain, List.of(3, 1, 2), 1),
        Arguments.of(plain.withBackground(), List.of(0, 3, 1, 2), 0),
        Arguments.of(plain.convolved(false), List.of(0, 3, 1, 2), 0),
        Arguments.of(plain.convolved(true), List.of(0, 3, 1, 2), 1));
  }

  /** Of the unknown there are none. */
  @ParameterizedTest
  @MethodSource("layouts")
  void addUpToTheLogits(HeadLayout layout, List<Integer> classes, int first) {
    byte[] rgb = new byte[3 * 64 * 48];
    new SplittableRandom(1).nextBytes(rgb);
    Photo photo = new Photo("noise", 64, 48, rgb);
    ReasoningScores scores = scores(layout, photo);
    INDArray logits = logits(layout, photo);
    assertThat(scores.width()).isEqualTo(logits.size(3));
    assertThat(scores.height()).isEqualTo(logits.size(2));
    assertThat(scores.logits().keySet()).containsExactlyElementsOf(classes);
    int channel = first;
    for (ReasoningScores.Logit logit : scores.logits().values()) {
      for (int i = 0; i < scores.width() * scores.height(); i++) {
        float expected = logits.getFloat(0, channel, i / scores.width(), i % scores.width());
        assertThat(logit.at(i)).isCloseTo(expected, within(1e-4f));
        assertThat(logit.positive()[i]).isNotNegative();
        assertThat(logit.negative()[i]).isNotPositive();
      }
      channel++;
    }
    assertThatThrownBy(() -> scores.of(4))
        .isInstanceOf(CissException.class)
        .hasMessage("class 4 is none of those learnt, " + classes);
  }

  @Test
  void aPixelHasAPosition() {
    ReasoningScores scores = new ReasoningScores(4, 3, java.util.Map.of());
    assertThat(scores.position(0, 0, 64, 48)).isZero();
    assertThat(scores.position(63, 47, 64, 48)).isEqualTo(11);
    assertThat(scores.position(16, 16, 64, 48)).isEqualTo(5);
  }
}
