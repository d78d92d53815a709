// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.ciss4j.graph.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateTest {
  /** The groups learn at 1, 10 and 10 times the rate. */
  @ParameterizedTest
  @ValueSource(strings = {"lr_poly", "lr_warmup"})
  void equalsTheOfficialSchedule(String item) {
    for (Golden golden : Golden.cases(item)) {
      double base = golden.number("base_lr");
      int iterations = golden.integer("max_iters");
      double warmUp = golden.meta().path("warmup_iters").asDouble(0);
      double ending = golden.meta().path("constant_ending").asDouble(0);
      LearningRate rate =
          new LearningRate(base, iterations, golden.number("power"), warmUp, ending);
      double[] expected = golden.doubles("lr");
      for (int k = 0; k < iterations; k++) {
        double actual = rate.at(k);
        for (int group = 0; group < 3; group++) {
          double reference = expected[3 * k + group];
          assertThat(actual * (group == 0 ? 1 : 10))
              .as("%s iteration %d group %d", golden, k, group)
              .isCloseTo(reference, within(1e-15 * reference));
        }
      }
    }
  }

  /** Of SSUL, whose groups have a floor each, or a warm-up. */
  @Test
  void equalsTheOfficialScheduleOfSsul() {
    for (Golden golden : Golden.cases("ssul_lr")) {
      JsonNode bases = golden.meta().get("base_lr");
      double base = bases.get(0).asDouble();
      int iterations = golden.integer("max_iters");
      double warmUp = golden.number("warmup_iters") / iterations;
      LearningRate rate = new LearningRate(base, iterations, 0.9, warmUp);
      double[] expected = golden.doubles("lr");
      for (int k = 0; k < iterations; k++) {
        for (int i = 0; i < bases.size(); i++) {
          double factor = bases.get(i).asDouble() / base;
          double least = golden.number("min_lr");
          double actual = new ParameterGroup("", List.of(), factor, 0, least).rate(rate.at(k));
          double reference = expected[bases.size() * k + i];
          assertThat(actual)
              .as("%s iteration %d group %d", golden, k, i)
              .isCloseTo(reference, within(1e-14 * reference));
        }
      }
    }
  }

  @Test
  void rangesAreChecked() {
    assertThatThrownBy(() -> new LearningRate(-1, 10, 0.9, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LearningRate(1, 0, 0.9, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LearningRate(1, 10, 0.9, 1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.1");
  }
}
