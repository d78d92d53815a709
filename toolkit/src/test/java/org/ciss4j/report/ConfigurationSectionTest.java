// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.ciss4j.result.RunConfig;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationSectionTest {
  @TempDir Path folder;

  /** Whoever adds a component to the configuration shall see it in the report. */
  @Test
  void everyComponentHasARow() {
    RunDirectory run = RunFixture.whole(folder.resolve("run"), "dkd");
    Block.Table table =
        (Block.Table) ConfigurationSection.of(Comparison.of(List.of(run))).blocks().get(0);
    int nested = 2; // the training and the hyper-parameters
    assertThat(table.rows())
        .hasSize(
            RunConfig.class.getRecordComponents().length
                - nested
                + Training.class.getRecordComponents().length
                + run.config().hyperParameters().size());
  }
}
