// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.DataConfig;
import org.ciss4j.result.EvaluationConfig;
import org.ciss4j.result.MethodConfig;
import org.ciss4j.result.ModelConfig;
import org.ciss4j.result.RunConfig;
import org.ciss4j.result.ScenarioConfig;
import org.ciss4j.result.Training;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the toolkit is for, in two or three minutes on two cores: learning without forgetting. */
@Tag("slow")
class EndToEndTest {
  @TempDir Path folder;

  @Test
  void dkdForgetsLessThanFineTuning() {
    Scores dkd = train("dkd");
    Scores fineTuning = train("fine-tuning");
    assertThat(dkd.base()).as("dkd %s, fine-tuning %s", dkd, fineTuning).isGreaterThan(0.3);
    assertThat(dkd.base()).isGreaterThan(fineTuning.base() + 0.05);
    assertThat(dkd.all()).isGreaterThan(fineTuning.all());
  }

  private Scores train(String method) {
    RunConfig config =
        new RunConfig(
            DataConfig.of("sample"),
            ScenarioConfig.of("3-1"),
            MethodConfig.of(method),
            ModelConfig.of("tiny"),
            new Training(12, 16, 96, 2e-2, 1e-3, 0.9, 1e-4, 0.9, 0),
            EvaluationConfig.standard(),
            1);
    return ScenarioRunner.train(config, folder.resolve(method), RunListener.none()).last().scores();
  }
}
