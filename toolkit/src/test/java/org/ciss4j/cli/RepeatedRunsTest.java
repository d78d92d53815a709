// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.data.VocFiles;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.SeedsResult;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.StopSignal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several seeds, and runs that are trained again, on four images. */
class RepeatedRunsTest {
  @TempDir Path folder;
  private VocFiles files;

  @BeforeEach
  void write() {
    files = VocFiles.sound(folder.resolve("data"));
  }

  private Cli train(Object... more) {
    Stream<Object> always =
        Stream.of(
            "train",
            "--dataset",
            "voc",
            "--data",
            files.root,
            "--scenario",
            "15-5",
            "--backbone",
            "tiny",
            "--crop",
            32,
            "--epochs",
            1,
            "--batch",
            2);
    return Cli.run(Stream.concat(always, Stream.of(more)).toArray());
  }

  @Test
  void severalSeedsAreSeveralRunsAndATable() throws IOException {
    Path runs = folder.resolve("runs");
    Cli cli = train("--seeds", "1,2", "--out", runs);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out().lines().toList())
        .hasSize(5)
        .startsWith("voc 15-5 overlapped, dkd, tiny, mean and standard deviation of seeds 1, 2")
        .endsWith("Report: " + runs.resolve("report.html"));
    assertThat(runs.resolve("report.html")).content().contains("dkd seed 1", "dkd seed 2");
    assertThat(Ciss.open(runs.resolve("seed_1")).config().seed()).isEqualTo(1);
    assertThat(Ciss.open(runs.resolve("seed_2")).config().seed()).isEqualTo(2);
    assertThat(Files.readAllLines(runs.resolve("seeds.csv"))).hasSize(1 + 2 * 4);
    assertThat(RunDirectory.open(runs.resolve("seed_2")).provenance().sessions().get(0).command())
        .startsWith("ciss", "train", "--dataset", "voc")
        .contains("1,2");
    Cli again = Cli.run("train", "--resume", runs);
    assertThat(again.exit()).isZero();
    assertThat(again.out()).isEqualTo(cli.out());
  }

  @Test
  void oneRunIsServed() {
    Cli cli = train("--seeds", "1,2", "--serve=0", "--out", folder.resolve("runs"));
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("--serve shows one run, but there are several seeds");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void severalSeedsGoOn() {
    Path runs = folder.resolve("runs");
    StopSignal stop = new StopSignal();
    Optional<SeedsResult> stopped =
        Ciss.dataset("voc")
            .data(files.root)
            .scenario("15-5")
            .backbone("tiny")
            .crop(32)
            .batchSize(2)
            .epochs(1)
            .stop(stop)
            .trainSeeds(
                runs,
                List.of(5L, 6L),
                event -> {
                  if (event instanceof RunEvent.StepFinished) {
                    stop.request();
                  }
                  if (event instanceof RunEvent.RunStopped run) {
                    assertThat(run.run()).isEqualTo(runs);
                  }
                });
    assertThat(stopped).isEmpty();
    assertThat(runs.resolve("seed_6")).doesNotExist();
    Cli cli = Cli.run("train", "--resume", runs);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("seeds 5, 6");
  }

  @Test
  void aRerunHasTheSameNumbers() throws IOException {
    Path run = folder.resolve("run");
    assertThat(train("--out", run).exit()).isZero();
    Cli same = Cli.run("rerun", run);
    assertThat(same.exit()).as(same.err()).isZero();
    assertThat(same.out())
        .contains("The same as " + run + ": every loss, every parameter and every count");
    Path again = folder.resolve("run_rerun");
    assertThat(RunDirectory.open(again).config()).isEqualTo(RunDirectory.open(run).config());

    Path losses = again.resolve("step_1/losses.csv");
    Files.writeString(losses, Files.readString(losses).replaceFirst("(?m)^(0,[^,]*,)", "$11"));
    Cli other = Cli.run("rerun", run);
    assertThat(other.exit()).isEqualTo(1);
    assertThat(other.out())
        .contains("Not the same as " + run + ":", "  step 1, iteration 0: loss is ");
  }

  @Test
  void aRunThatIsNotFinishedCannotBeRerun() {
    StopSignal stop = new StopSignal();
    Path run = folder.resolve("run");
    Ciss.dataset("voc")
        .data(files.root)
        .scenario("15-5")
        .backbone("tiny")
        .crop(32)
        .batchSize(2)
        .epochs(1)
        .stop(stop)
        .train(
            run,
            event -> {
              if (event instanceof RunEvent.StepFinished) {
                stop.request();
              }
            });
    Cli cli = Cli.run("rerun", run);
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("is not finished; go on with it first: ciss train --resume");
  }
}
