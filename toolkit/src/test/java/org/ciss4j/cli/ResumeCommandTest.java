// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ciss4j.Ciss;
import org.ciss4j.data.VocFiles;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.weights.Safetensors;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.StopSignal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of four images that go on. */
class ResumeCommandTest {
  @TempDir Path folder;
  private VocFiles files;
  private Path run;

  /** A run that stops after its first iteration. */
  @BeforeEach
  void stop() {
    files = VocFiles.sound(folder.resolve("data"));
    run = folder.resolve("run");
    trainAnIteration(small(), run);
  }

  private Ciss small() {
    return Ciss.dataset("voc")
        .data(files.root)
        .scenario("15-5")
        .backbone("tiny")
        .crop(32)
        .batchSize(2)
        .epochs(3);
  }

  private static void trainAnIteration(Ciss ciss, Path run) {
    StopSignal stop = new StopSignal();
    ciss.stop(stop)
        .train(
            run,
            event -> {
              if (event instanceof RunEvent.IterationDone) {
                stop.request();
              }
            });
  }

  @Test
  void aRunGoesOnAndIsReported() {
    Cli cli = Cli.run("train", "--resume", run, "--checkpoint-every", 2, "--cache", "1m");
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.err()).contains("3 iterations, 1 of them done");
    assertThat(cli.out()).contains("Report: " + run.resolve("report.html"));
    assertThat(Ciss.open(run).steps()).hasSize(2);
    Cli again = Cli.run("train", "--resume", run);
    assertThat(again.exit()).isZero();
    assertThat(again.err()).contains("run " + run + " is finished, there is nothing to go on with");
    assertThat(again.out()).isEqualTo(cli.out());
  }

  @Test
  void dataThatMovedIsFound() throws Exception {
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(files.root, elsewhere);
    assertThat(Cli.run("train", "--resume", run).exit()).isEqualTo(2);
    Cli cli = Cli.run("train", "--resume", run, "--data", elsewhere);
    assertThat(cli.exit()).as(cli.err()).isZero();
  }

  @Test
  void dataThatChangedIsRefused() {
    files.image("a", 7, 7);
    Cli cli = Cli.run("train", "--resume", run);
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("the data of run " + run + " has changed");
  }

  @Test
  void weightsThatChangedAreRefused() {
    Path weights = folder.resolve("weights.safetensors");
    writeWeights(weights, 1);
    Path started = folder.resolve("started");
    trainAnIteration(small().weights(weights), started);
    writeWeights(weights, 2);
    Cli cli = Cli.run("train", "--resume", started);
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err())
        .contains("run " + started + " began with other weights than there are now (SHA-256 ");
    writeWeights(weights, 1);
    assertThat(Cli.run("train", "--resume", started).exit()).isZero();
  }

  private static void writeWeights(Path file, long seed) {
    Parameters parameters = new Parameters(seed);
    SegmentationGraph.build(
        Network.named("tiny"), new HeadLayout(List.of(15)), Mode.INFERENCE, parameters);
    Safetensors.write(file, parameters.arrays(), Map.of());
  }

  @Test
  void otherOptionsAreRefused() {
    Cli cli = Cli.run("train", "--resume", run, "--epochs", 4);
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err())
        .isEqualTo(
            "ciss: a run goes on as it began, but came --epochs; leave it out, or begin another run"
                + " without --resume"
                + System.lineSeparator());
  }

  @Test
  void anotherConfigurationIsRefused() {
    Ciss other = Ciss.like(run).epochs(4);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> other.goOn(run, event -> {}))
        .hasMessageStartingWith("run " + run + " has another configuration than was asked for; ");
  }

  @Test
  void aRunThatCanGoOnIsNotOverwritten() {
    Cli cli = Cli.run("train", "--out", run);
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("or go on with the run there: ciss train --resume " + run);
  }

  @Test
  void aFolderWithoutARunIsNamed() {
    Cli cli = Cli.run("train", "--resume", folder);
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains(folder + " is not the folder of a run");
  }

  @Test
  void anIntervalIsPositive() {
    Cli cli = Cli.run("train", "--resume", run, "--checkpoint-every", -1);
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("a checkpoint every so many iterations, at least 1, got -1");
  }
}
