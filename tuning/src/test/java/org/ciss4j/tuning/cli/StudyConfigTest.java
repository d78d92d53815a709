// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.Ciss;
import org.ciss4j.cli.Cli;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.tuning.Goal;
import org.ciss4j.tuning.Study;
import org.ciss4j.tuning.StudyPlan;
import org.ciss4j.tuning.space.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Studies that a file describes. */
class StudyConfigTest {
  @TempDir Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("study.yaml"), String.join("\n", lines) + "\n");
  }

  private static String printed(Object... words) {
    Cli cli = Cli.run("tune", "--print-config", List.of(words));
    assertThat(cli.exit()).as(cli.err()).isZero();
    return cli.out();
  }

  @Test
  void aSpaceIsWhatTheOptionsSay() throws IOException {
    Path file =
        file(
            "dataset: sample",
            "strategy: tpe",
            "trials: 7",
            "objective: [hIoU, time]",
            "space:",
            "  kd: 1..20 log",
            "  ac: {range: 0.5..2}",
            "  dkd: {range: [1, 20], scale: log}",
            "  lr: {range: 0.001..0.1, scale: linear}",
            "  posWeight: [1, 2, 4]",
            "  signRule: {values: [PRODUCT, WEIGHT]}",
            "  batch: 8..32");
    assertThat(printed("--config", file))
        .isEqualTo(
            printed(
                "--dataset",
                "sample",
                "--strategy",
                "tpe",
                "--trials",
                7,
                "--objective",
                "hIoU,time",
                "--space",
                "kd=1..20 log",
                "--space",
                "ac=0.5..2",
                "--space",
                "dkd=1..20 log",
                "--space",
                "lr=0.001..0.1",
                "--space",
                "posWeight=1,2,4",
                "--space",
                "signRule=PRODUCT,WEIGHT",
                "--space",
                "batch=8..32"))
        .contains(
            "\n  kd: 1..20 log\n",
            "\n  posWeight:\n  - 1\n  - 2\n  - 4\n",
            "\n  signRule:\n  - PRODUCT\n  - WEIGHT\n",
            "objective: \"hIoU,time\"\n");
  }

  @Test
  void whatIsPrintedIsAFile() throws IOException {
    String first =
        printed(
            "--space",
            "kd=1..20 log",
            "--space",
            "posWeight=1,2",
            "--strategy",
            "genetic",
            "--population",
            6,
            "--no-median-rule",
            "--own-seeds",
            "--search-seed",
            4,
            "--set",
            "ac=2");
    assertThat(printed("--config", file(first))).isEqualTo(first);
    assertThat(first).contains("population: 6", "no-median-rule: true", "search-seed: 4");
    String grid = printed("--space", "kd=1..20", "--strategy", "grid", "--points", 3);
    assertThat(printed("--config", file(grid))).isEqualTo(grid).doesNotContain("trials:");
    assertThat(printed()).contains("trials: 20").doesNotContain("space:");
  }

  /** YAML would read most of these as other texts, as 0.1 for 0.10. */
  @ParameterizedTest
  @ValueSource(strings = {"1,2", "0.10,0.2", "1e-3,1.0e-2", "1.50,2", "+1,3"})
  void noValueIsChangedByTheFile(String values) throws IOException {
    String first = printed("--space", "lr=" + values, "--space", "signRule=PRODUCT,WEIGHT");
    assertThat(printed("--config", file(first))).isEqualTo(first);
  }

  /** A dimension of the command line takes the place of that of its name; others stay. */
  @Test
  void whatIsSaidOnTheCommandLineCountsMore() throws IOException {
    Path file = file("trials: 5", "space: {kd: 1..20 log, dkd: 1..9}", "set: {ac: 3}");
    assertThat(
            printed(
                "--config", file, "--space", "kd=2..3", "--trials", 9, "--set", "dkdPositive=4"))
        .contains("kd: 2..3\n", "dkd: 1..9\n", "trials: 9\n", "ac: 3")
        .doesNotContain("1..20");
    assertThat(printed("--config", file, "--set", "kd=4")).contains("kd: 1..20 log\n");
  }

  @Test
  void whatAStudyOrARunHasStoredIsOneToo() throws IOException {
    StudyPlan plan =
        Study.of(Ciss.dataset("sample").crop(32).epochs(1).seed(5))
            .space("kd=1..20 log", "posWeight=1,2")
            .strategy(Strategy.tpe(3))
            .goal(Goal.ALL, Goal.TIME)
            .trials(4)
            .plan();
    Path stored = Files.createDirectories(folder.resolve("study")).resolve("study.json");
    JsonFile.writeSealed(stored, plan);
    String text = printed("--config", stored);
    assertThat(text)
        .isEqualTo(StudyWords.file(plan) + System.lineSeparator())
        .contains("crop: 32", "strategy: tpe", "objective: \"all,time\"", "trials: 4");
    assertThat(printed("--config", stored, "--trials", 6)).contains("trials: 6");
    assertThat(printed("--config", file(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "space: {kdd: 1..2} | ; the nearest is kd",
        "spaces: {kd: 1..2} | has no option spaces; the nearest is space",
        "space: {kd: {rnage: 1..2}} | space.kd has no rnage; the nearest is range",
        "space: {kd: {scale: log}} | space.kd needs either a range",
        "space: {kd: {values: [1], range: 1..2}} | space.kd needs either a range",
        "space: {kd: {values: [1], scale: log}} | space.kd needs either a range",
        "space: {kd: {range: 1..2, scale: cubic}} | behind the range of kd may stand log or"
            + " nothing",
        "space: {kd: {range: [1, 2, 3]}} | needs a number on both sides of ..",
        "space: {kd: } | space needs a value",
        "space: kd | expected a name and values",
        "space: {kd: 1..2, kd: 1..3} | is no YAML in line 1",
      })
  void wrongSpacesAreRefused(String text, String message) throws IOException {
    Cli cli = Cli.run("tune", "--config", file(text), "--out", folder.resolve("out"));
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).startsWith("ciss: ").contains(message).hasLineCount(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aStudyThatIsNotThereIsRefused() {
    Cli cli = Cli.run("tune", "--config", folder.resolve("study.json"));
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("holds no study").hasLineCount(1);
  }
}
