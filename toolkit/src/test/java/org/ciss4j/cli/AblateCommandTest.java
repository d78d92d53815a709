// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ciss4j.data.VocFiles;
import org.ciss4j.graph.weights.Safetensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Four runs on four images. */
class AblateCommandTest {
  @TempDir static Path folder;
  private static Path data;
  private static Path out;
  private static Cli cli;

  private static Cli run(String command, Object... more) {
    List<Object> words = new ArrayList<>(List.of(command, "--dataset", "voc", "--data", data));
    words.addAll(List.of("--scenario", "15-5", "--backbone", "tiny", "--crop", 32));
    words.addAll(List.of("--epochs", 2, "--batch", 2, "--lr", 0.02));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  @BeforeAll
  static void ablate() {
    data = VocFiles.sound(folder.resolve("data")).root;
    out = folder.resolve("ablation");
    cli = run("ablate", "--set", "kd=3", "--out", out);
  }

  @Test
  void printsTheTableAndReports() {
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out().lines().toList())
        .hasSize(6)
        .satisfies(lines -> assertThat(lines.get(0)).startsWith("mBCE+KD  DKD  init"))
        .satisfies(lines -> assertThat(lines.get(4)).startsWith("x        x    x   "))
        .last()
        .isEqualTo("Report: " + out.resolve("report.html"));
    assertThat(out.resolve("report.html"))
        .content()
        .contains("Ablation", "Examples", "Drift of old classes", "mBCE + KD", "dkd without init");
    assertThat(out.resolve("without-dkd/config.json"))
        .content()
        .contains("\"dkdPositive\" : \"0.0\"", "\"kd\" : \"3.0\"");
  }

  /** The shared base step makes no difference but in the classifier that is not used. */
  @Test
  void aVariantIsAsIfTrainedAlone() throws IOException {
    Path alone = folder.resolve("alone");
    Cli trained = run("train", "--set", "kd=3", "--set", "ac=0", "--out", alone, "--quiet");
    assertThat(trained.exit()).as(trained.err()).isZero();
    Path shared = out.resolve("without-init");
    for (String file :
        List.of("step_0/scores.json", "step_1/scores.json", "step_1/confusion.csv")) {
      assertThat(shared.resolve(file)).hasSameTextualContentAs(alone.resolve(file));
    }
    Map<String, INDArray> own = Safetensors.read(alone.resolve("step_1/model.safetensors"));
    Map<String, INDArray> other = Safetensors.read(shared.resolve("step_1/model.safetensors"));
    assertThat(other.keySet()).isEqualTo(own.keySet());
    own.forEach(
        (name, array) -> {
          if (!name.startsWith("cls.0.")) {
            assertThat(other.get(name)).as(name).isEqualTo(array);
          }
        });
  }

  @Test
  void recordsDriftInLaterStepsAlone() throws IOException {
    assertThat(Files.readAllLines(out.resolve("dkd/step_0/losses.csv")).get(0))
        .isEqualTo("iteration,rate,loss,mbce,ac,seconds,waited");
    List<String> later = Files.readAllLines(out.resolve("dkd/step_1/losses.csv"));
    assertThat(later.get(0)).endsWith(",ac,drift_pos,drift_neg,drift,seconds,waited");
    String[] first = later.get(1).split(",", -1);
    String[] second = later.get(2).split(",", -1);
    // Student and teacher begin as one.
    assertThat(Double.parseDouble(first[first.length - 3])).isZero();
    assertThat(Double.parseDouble(second[second.length - 3])).isPositive();
  }

  @Test
  void theSameCommandGoesOn() {
    Cli again = run("ablate", "--set", "kd=3", "--out", out);
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo(cli.out());
    Cli other = run("ablate", "--set", "kd=4", "--out", out);
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err()).contains("has another configuration than was asked for");
  }
}
