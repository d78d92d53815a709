// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialLogTest {
  /** JSON has no NaN, and a trial that failed has no score. */
  @Test
  void scoresWithoutAValueAreNullAndComeBack(@TempDir Path folder) {
    Path file = folder.resolve("trials.jsonl");
    Trial trial =
        new Trial(
            1,
            Map.of("kd", "2.0"),
            7,
            Trial.Outcome.FAILED,
            Double.NaN,
            List.of(new StepScore(0.5, Double.NaN, 0.25, Double.NaN)),
            "it ran away");
    new TrialLog(file).add(trial);
    assertThat(file).content().contains("\"score\":null", "\"novel\":null").doesNotContain("NaN");
    assertThat(new TrialLog(file).read()).containsExactly(trial);
  }
}
