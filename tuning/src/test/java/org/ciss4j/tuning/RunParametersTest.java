// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.ciss4j.Ciss;
import org.ciss4j.common.CissException;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.FineTuning;
import org.ciss4j.method.Methods;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.tuning.space.Dimension;
import org.ciss4j.tuning.space.SearchSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunParametersTest {
  private static final RunConfig START = Ciss.dataset("voc").config();
  private final RunParameters parameters = new RunParameters(START);

  private Dkd dkd(String name, String value) {
    return (Dkd) RunParameters.method(parameters.with(Map.of(name, value)));
  }

  @Test
  void everyHyperParameterAndSettingHasAName() {
    Methods.hyperParameters(Dkd.voc())
        .fieldNames()
        .forEachRemaining(name -> assertThat(parameters.names()).contains(name));
    assertThat(parameters.names())
        .contains("dkd", "alpha", "beta", "gamma", "tau", "lr", "later-lr", "memory", "batch");
    RunConfig other = Ciss.dataset("voc").method(FineTuning.standard()).config();
    assertThat(new RunParameters(other).names()).contains("gamma").doesNotContain("dkd", "kd");
  }

  @Test
  void valuesReachTheMethod() {
    assertThat(dkd("kd", "7")).isEqualTo(new Dkd(2, 1, 7, 5, 5, 1, 0.5, Dkd.voc().signRule()));
    assertThat(dkd("dkd", "3")).isEqualTo(new Dkd(2, 1, 5, 3, 3, 1, 0.5, Dkd.voc().signRule()));
    assertThat(dkd("dkdNegative", "3").dkdPositive()).isEqualTo(5);
    assertThat(dkd("alpha", "7").kd()).isEqualTo(7);
    assertThat(dkd("gamma", "4").posWeight()).isEqualTo(4);
    assertThat(dkd("laterPosWeight", "4").laterPosWeight()).isEqualTo(4);
  }

  @Test
  void valuesReachTheRun() {
    RunConfig config =
        parameters.with(
            Map.of(
                "memory",
                "50",
                "memory-policy",
                "official",
                "batch",
                "4",
                "epochs",
                "3",
                "crop",
                "64",
                "momentum",
                "0.5",
                "weight-decay",
                "0.01",
                "later-epochs",
                "9",
                "backbone",
                "resnet34"));
    assertThat(config.memory().images()).isEqualTo(50);
    assertThat(config.memory().policy().label()).isEqualTo("official");
    assertThat(config.training().batchSize()).isEqualTo(4);
    assertThat(config.training().epochs()).isEqualTo(3);
    assertThat(config.training().laterEpochs()).isEqualTo(9);
    assertThat(config.training().crop()).isEqualTo(64);
    assertThat(config.training().momentum()).isEqualTo(0.5);
    assertThat(config.training().weightDecay()).isEqualTo(0.01);
    assertThat(config.training().power()).isEqualTo(START.training().power());
    assertThat(config.model().backbone()).isEqualTo("resnet34");
  }

  @Test
  void theLaterLearningRateFollowsUnlessItIsSearched() {
    assertThat(parameters.with(Map.of("lr", "0.1")).training().laterLearningRate()).isEqualTo(0.01);
    assertThat(
            parameters.with(Map.of("later-lr", "0.5", "lr", "0.1")).training().laterLearningRate())
        .isEqualTo(0.5);
  }

  @Test
  void wholeNumbersAreSeen() {
    SearchSpace fitted = parameters.fitted(SearchSpace.parse("batch=4..16", "kd=1..20"));
    assertThat(((Dimension.Range) fitted.dimensions().get(0)).whole()).isTrue();
    assertThat(((Dimension.Range) fitted.dimensions().get(1)).whole()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kdd=1..2 | method dkd and its runs have nothing called kdd to search; there are ",
        "kd=-1..2 | kd",
        "tau=0.5,1.5 | tau",
        "signRule=PRODUCT,SUM | signRule",
        "signRule=1..2 | signRule",
        "batch=0..4 | expected a positive batch size",
        "batch=4,many | expected a whole number for batch, got 'many'",
        "lr=fast,slow | expected a number for lr, got 'fast'",
        "memory-policy=paper,none | memory policy \"none\" is unknown",
        "backbone=tiny,huge | huge",
      })
  void whatDoesNotFitIsRefusedBeforeAnyTraining(String dimension, String message) {
    assertThatThrownBy(() -> parameters.fitted(SearchSpace.parse(dimension)))
        .isInstanceOf(CissException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((CissException) e).kind())
        .isEqualTo(CissException.Kind.USAGE);
  }

  @ParameterizedTest
  @CsvSource({"kd=1..2, alpha=1..2", "dkd=1..2, dkdNegative=3"})
  void nothingIsSetTwice(String one, String other) {
    assertThatThrownBy(() -> parameters.fitted(SearchSpace.parse(one, other)))
        .hasMessageContaining("twice; leave one of them out");
  }
}
