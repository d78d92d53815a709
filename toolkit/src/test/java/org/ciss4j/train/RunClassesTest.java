// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.method.Dkd;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.LabelSpace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that has learnt cat and then dog, of data that has a cow as well. */
class RunClassesTest {
  @TempDir Path folder;
  private RunConfig config;
  private RunDirectory run;

  @BeforeEach
  void create() {
    RunConfig small = SmallRun.config(SmallRun.experiment(Dkd.voc(), 1));
    config = small.withScenario(small.scenario().withName("1-1").withClasses(List.of(3, 1)));
    run = RunDirectory.create(folder, config, List.of("background", "cat", "dog"));
  }

  private void require(String names) {
    RunClasses.require(run, config, new LabelSpace("data", List.of(names.split(" "))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "background dog cow cat",
        "background dog horse cat",
        "background dog cow cat sheep",
        "Background Dog cow CAT"
      })
  void classesThatAreNotLearntDoNotMatterAndNeitherDoesCase(String names) {
    assertThatCode(() -> require(names)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "background cat cow dog",
        "background bus cow car",
        "background dog cow",
        "x y z a"
      })
  void otherNamesAreRefusedAndBothAreNamed(String names) {
    assertThatThrownBy(() -> require(names))
        .isInstanceOfSatisfying(
            CissException.class, e -> assertThat(e.kind()).isEqualTo(CissException.Kind.USAGE))
        .hasMessageContaining("has learnt the classes background, cat, dog, and the data has ");
  }

  @Test
  void theFirstDifferenceIsNamed() {
    assertThatThrownBy(() -> require("background dog cow fox"))
        .hasMessageContaining("(fox where the run has cat)");
  }
}
