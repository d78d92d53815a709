// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ciss4j.data.VocFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two methods and two seeds on four images. */
class CompareSeedsCommandTest {
  private static final String MODEL = "step_%d/model.safetensors";

  @TempDir static Path folder;
  private static Path data;
  private static Path out;
  private static Cli cli;

  private static Cli run(Object... more) {
    List<Object> words = new ArrayList<>(List.of("compare", "--dataset", "voc", "--data", data));
    words.addAll(List.of("--scenario", "15-5", "--backbone", "tiny", "--crop", 32));
    words.addAll(List.of("--epochs", 2, "--batch", 2, "--lr", 0.02));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  private static Cli seeds(Path out) {
    return run("--methods", "fine-tuning,dkd:kd=1,dkd", "--seeds", "3,1", "--out", out);
  }

  private static boolean same(String one, String other, int step) {
    String model = String.format(MODEL, step);
    try {
      return Files.mismatch(out.resolve(one).resolve(model), out.resolve(other).resolve(model))
          == -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void compare() {
    data = VocFiles.sound(folder.resolve("data")).root;
    out = folder.resolve("seeds");
    cli = seeds(out);
  }

  @Test
  void printsMeansAndDifferences() {
    assertThat(cli.exit()).as(cli.err()).isZero();
    List<String> lines = cli.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "voc 15-5 overlapped, tiny, after the last step in percent, mean and standard deviation"
                + " of seeds 3, 1");
    assertThat(lines.stream().map(line -> line.split(" +", -1)[0]).toList())
        .containsExactly(
            "voc",
            "method",
            "fine-tuning",
            "dkd_kd=1",
            "dkd",
            "",
            "Mean",
            "method",
            "fine-tuning",
            "dkd_kd=1",
            "Report:");
    assertThat(lines.get(2)).contains(" ± ");
    assertThat(lines.get(6)).contains("to dkd seed by seed", "1 degree of freedom");
    assertThat(lines.get(8)).containsPattern("[+-]\\d+\\.\\d\\d ± \\d+\\.\\d\\d");
  }

  @Test
  void theFileHasEveryStepAndSeedAndTheReportTheTables() throws IOException {
    List<String> lines = Files.readAllLines(out.resolve("seeds.csv"));
    assertThat(lines.get(0))
        .isEqualTo(
            "method,step,score,mean,standard_deviation,reference,difference,low,high,"
                + "more_than_noise,seed_3,seed_1");
    assertThat(lines).hasSize(1 + 3 * 2 * 4);
    assertThat(lines)
        .allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(12))
        .anySatisfy(line -> assertThat(line).startsWith("fine-tuning,1,base,").contains(",dkd,"))
        .anySatisfy(line -> assertThat(line).startsWith("dkd,1,base,").contains(",,,,,"));
    assertThat(out.resolve("report.html"))
        .content()
        .contains("mean and standard deviation of seeds 3, 1", "paired t-test", "of seed 3 alone");
    assertThat(out.resolve("report.md")).content().contains("## Seeds");
  }

  /** Within a seed, and not across. */
  @Test
  void baseStepsAreSharedWhereTheyAreTheSame() {
    assertThat(same("dkd/seed_3", "fine-tuning/seed_3", 0)).isTrue();
    assertThat(same("dkd/seed_1", "fine-tuning/seed_1", 0)).isTrue();
    assertThat(same("dkd/seed_3", "dkd/seed_1", 0)).isFalse();
  }

  @Test
  void itGoesOnAndMayBeComparedWithAnother() throws IOException {
    Files.delete(out.resolve("dkd/seed_1/step_1/scores.json"));
    Cli again = Cli.run("compare", "--resume", out);
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo(cli.out());
    assertThat(seeds(out).out()).isEqualTo(cli.out());
    Cli other = Cli.run("compare", "--resume", out, "--reference", "dkd_kd=1");
    assertThat(other.out()).contains("to dkd_kd=1 seed by seed");
    assertThat(Cli.run("compare", "--resume", out).out()).isEqualTo(cli.out());
  }

  /** One base step for all seeds, which the later steps go on from each in its own way. */
  @Test
  void aBaseSeedSharesItAcrossSeeds() {
    Path oneBase = folder.resolve("one-base");
    Cli made = run("--methods", "dkd", "--seeds", "3,1", "--base-seed", 1, "--out", oneBase);
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(made.out()).contains("dkd").doesNotContain("seed by seed");
    for (String seed : List.of("seed_3", "seed_1")) {
      assertThat(same("../one-base/dkd/" + seed, "dkd/seed_1", 0)).isTrue();
    }
    assertThat(same("../one-base/dkd/seed_3", "../one-base/dkd/seed_1", 1)).isFalse();
    assertThat(same("../one-base/dkd/seed_1", "dkd/seed_1", 1)).isTrue();
  }

  @Test
  void oneSeedSaysNothingOfNoise() {
    Cli one = run("--methods", "fine-tuning,dkd", "--seeds", "1", "--out", folder.resolve("one"));
    assertThat(one.exit()).as(one.err()).isZero();
    assertThat(one.out()).contains("in percent, seed 1").doesNotContain("±", "seed by seed");
  }

  @Test
  void badRequestsAreOneLine() {
    assertUsage(run("--methods", "dkd,mib", "--seeds", "1,1"), "expected seeds that differ");
    assertUsage(
        run("--methods", "dkd,mib", "--reference", "mib"), "--reference is for several seeds");
    assertUsage(
        run("--methods", "dkd,mib", "--seeds", "1,2", "--reference", "plop"),
        "--reference plop takes no part; name one of dkd, mib");
    assertUsage(
        Cli.run("compare", "--resume", out, "--reference", "plop"), "name one of fine-tuning,");
  }

  private static void assertUsage(Cli cli, String message) {
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains(message).hasLineCount(1);
  }
}
