// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.ciss4j.report.RunFixture;
import org.ciss4j.report.page.Markdown;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.StartingWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WeightsSectionTest {
  @TempDir Path folder;

  private RunDirectory run(String name) {
    return RunFixture.whole(folder.resolve(name), name);
  }

  private static String markdown(List<RunDirectory> runs) {
    return Markdown.render(Contents.of(Comparison.of(runs), Exhibits.none(), null));
  }

  @Test
  void tellsTheFileAndWhatWasTakenOfIt() {
    RunDirectory run = run("dkd");
    run.write(
        new StartingWeights(
            "/models/resnet.pth",
            1_234_567,
            "ab12",
            "torchvision",
            List.of("backbone.conv1.weight", "backbone.bn1.weight"),
            List.of("aspp.a", "aspp.b", "aspp.c", "cls.0.weight"),
            List.of("fc.weight", "fc.bias")));
    assertThat(markdown(List.of(run)))
        .containsSubsequence(
            "## Starting weights",
            "| name         | resnet.pth ",
            "| SHA-256      | ab12 ",
            "| bytes        | 1,234,567 ",
            "| named as in  | torchvision ",
            "| matched      | 2 ",
            "| left over    | 2 (fc.weight, fc.bias) ",
            "| missing      | 4 (aspp.a, aspp.b, aspp.c, ...) |",
            "## Configuration");
    assertThat(markdown(List.of(run, run("fine-tuning"))))
        .containsPattern("\\| SHA-256 +\\| ab12 +\\| - +\\|");
  }

  @Test
  void isNotThereIfAllIsRandom() {
    assertThat(markdown(List.of(run("dkd")))).doesNotContain("Starting weights");
  }
}
