// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.ciss4j.cli.Cli;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareStudiesTest {
  private static final List<Object> SMALL =
      List.of("--dataset", "sample", "--crop", 32, "--batch", 64, "--epochs", 1, "--trials", 1);

  @TempDir Path folder;

  @Test
  void theBestRunsOfStudiesAreComparedOnAllImages() {
    Path dkd = study("dkd", "--scenario", "3-1", "--space", "kd=2,3");
    Path plain =
        study("plain", "--scenario", "3-1", "--method", "fine-tuning", "--space", "later-lr=3e-4");
    Path out = folder.resolve("tuned");
    List<Object> words = List.of("--seeds", "1,2", "--loader-threads", 1, "--out", out);
    Cli cli = Cli.run("compare", "--from-study", dkd + "," + plain, words);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("dkd", "plain", "Mean of the differences to dkd");

    RunConfig first = RunDirectory.open(out.resolve("dkd/seed_1")).config();
    assertThat(first.method().hyperParameters())
        .isEqualTo(RunConfig.best(dkd).method().hyperParameters());
    RunConfig second = RunDirectory.open(out.resolve("plain/seed_2")).config();
    assertThat(second.training().laterLearningRate()).isEqualTo(3e-4);
    assertThat(second.seed()).isEqualTo(2);
    assertThat(second.evaluation().onHeldOut()).isFalse();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Path one = study("one", "--scenario", "3-1", "--space", "kd=2,3");
    Path other = study("other", "--scenario", "2-1", "--space", "kd=2,3");
    assertRefused(
        one + "," + other, "only studies of one task", "the scenario of", "is 3-1", "is 2-1");
    assertRefused(one + "," + one, "two studies would be called one");
    assertRefused(folder.toString(), "holds no study that has finished a trial");
    Cli methods = Cli.run("compare", "--from-study", one, "--methods", "dkd");
    assertThat(methods.exit()).isEqualTo(2);
    assertThat(methods.err()).contains("studies say what is trained, but came --methods");
  }

  private void assertRefused(String studies, String... said) {
    Cli cli = Cli.run("compare", "--from-study", studies, "--out", folder.resolve("refused"));
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains(said);
    assertThat(folder.resolve("refused")).doesNotExist();
  }

  private Path study(String name, Object... words) {
    Path out = folder.resolve(name);
    Cli cli = Cli.run("tune", SMALL, List.of(words), "--out", out, "--quiet");
    assertThat(cli.exit()).as(cli.err()).isZero();
    return out;
  }
}
