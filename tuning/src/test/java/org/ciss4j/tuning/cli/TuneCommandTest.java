// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.ciss4j.cli.Cli;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.tuning.Study;
import org.ciss4j.tuning.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ciss tune} on small crops of the sample data. */
class TuneCommandTest {
  private static final List<String> SMALL =
      List.of("--dataset", "sample", "--crop", "32", "--epochs", "1", "--batch", "64");

  @TempDir Path folder;

  @Test
  void helpTeaches() {
    Cli help = Cli.run("tune", "--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out())
        .startsWith("Usage: ciss tune")
        .contains("Examples:", "  ciss tune ", "--space", "--strategy", "--quiet", "--stacktrace");
    assertThat(Cli.run("--help").out()).contains("tune", "Searches hyper-parameters");
  }

  @Test
  void searchesResumesAndTrainsTheBest() throws Exception {
    Path out = folder.resolve("study");
    Cli first =
        Cli.run("tune", SMALL, "--space", "kd=1..20 log", "--trials", 2, "--out", out, "--quiet");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.err()).isEmpty();
    List<String> lines = first.out().lines().toList();
    assertThat(lines.get(0)).matches("trial +kd +base +novel +all +hIoU +time \\[s\\]");
    assertThat(lines.get(1)).matches(" +1 .* best so far");
    assertThat(lines.get(2)).startsWith("    2 ");
    assertThat(lines.get(3)).isEmpty();
    assertThat(lines.get(4)).matches("rank +trial +kd +base +novel +all +hIoU");
    assertThat(lines)
        .contains("  ciss train --from-study " + out)
        .last()
        .isEqualTo("Report: " + out.resolve("report.html"));

    List<String> csv = Files.readAllLines(out.resolve("trials.csv"));
    double time = Double.parseDouble(csv.get(1).split(",", -1)[9]);
    assertThat(csv.get(0).split(",", -1)[9]).isEqualTo("time [s]");
    assertThat(lines.get(1)).contains(String.format(Locale.ROOT, " %.1f  best so far", time));

    String kept = Files.readString(out.resolve("trials.jsonl"));
    Cli again = Cli.run("tune", "--resume", out, "--trials", 3);
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(Files.readString(out.resolve("trials.jsonl"))).startsWith(kept).hasLineCount(3);
    assertThat(again.out().lines().toList().subList(1, 3)).isEqualTo(lines.subList(1, 3));

    Path run = folder.resolve("best");
    Cli train = Cli.run("train", "--from-study", out, "--batch", 32, "--out", run);
    assertThat(train.exit()).as(train.err()).isZero();
    Trial best = Study.open(out).best().orElseThrow();
    RunConfig config = RunDirectory.open(run).config();
    assertThat(config.method().hyperParameters()).containsEntry("kd", best.values().get("kd"));
    assertThat(config.evaluation().onHeldOut()).isFalse();
    assertThat(config.training().crop()).isEqualTo(32);
    assertThat(config.training().batchSize()).isEqualTo(32);
  }

  /** Methods that keep prototypes, fold branches or read maps of what stands out. */
  @ParameterizedTest
  @CsvSource({"sdr,attraction=0.0001..0.01 log", "rcil,pckd=0.001..0.1 log", "ssul,saliency=true"})
  void searchesOtherMethods(String method, String space) {
    Path out = folder.resolve(method);
    List<String> words =
        List.of("--method", method, "--space", space, "--objective", "all,time", "--serve=0");
    Cli cli = Cli.run("tune", SMALL, words, "--trials", 2, "--out", out);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("No other trial beats these in everything that is wanted:")
        .containsPattern(
            "trial +\\w+ +all +time \\[s\\]\\R +\\d+ +[\\w.]+ +\\d+\\.\\d\\d +\\d+\\.\\d")
        .containsPattern("Best in the first objective: trial \\d, all ");
    assertThat(cli.err()).contains("Open http://127.0.0.1:");
    assertThat(out.resolve("trials.csv")).content().startsWith("trial,outcome,rank,unbeaten,");
    assertThat(Study.open(out).trials()).allMatch(Trial::finished).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--trials 2 | nothing is named to be searched; say what with --space",
        "--space kdd=1..2 | nothing called kdd to search",
        "--space kd=2..1 | from a lower to a higher number",
        "--space kd=1..2 --trials 0 | expected at least 1 trial",
        "--space kd=1..2 --strategy bayes | strategy \"bayes\" is unknown; use one of random,",
        "--space kd=1..2 --objective time | objective time alone would find what trains nothing",
        "--space kd=1..2 --objective hIoU,time,hIoU | an objective is named twice in"
            + " hIoU,time,hIoU",
        "--space kd=1..2 --objective all,novel --scenario joint | objective novel needs novel",
        "--space kd=1..2 --objective miou | objective \"miou\" is unknown",
        "--space kd=1..2 --time-limit soon | 'soon' is no time such as 90m, 8h or 1h30m",
        "--space kd=1..2 --time-limit -1h | is no time such as",
        "--space kd=1..2 --points 1 --strategy grid | at least 2 points",
        "--space kd=1..2 --scenario joint | objective hIoU needs novel classes",
        "--space headFactor=1..2 --method recall | name one with --replay DIR that holds",
        "--space kd=1..2 --serve 70000 | port 70000",
        "--resume nowhere | study nowhere does not exist; name a folder that ciss tune wrote",
        "--resume nowhere --seed 3 | a study goes on as it began, but came --seed",
      })
  void wrongRequestsAreOneLine(String words, String message) {
    Cli cli = Cli.run("tune", List.of(words.split(" ")), "--out", folder.resolve("study"));
    if (words.startsWith("--resume")) {
      cli = Cli.run("tune", List.of(words.split(" ")));
    }
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).startsWith("ciss: ").contains(message).hasLineCount(1);
    assertThat(folder.resolve("study")).doesNotExist();
  }

  @Test
  void aFolderThatIsTakenIsRefused() throws Exception {
    Path out = Files.createDirectories(folder.resolve("study"));
    Files.writeString(out.resolve("study.json"), "{}");
    Cli cli = Cli.run("tune", SMALL, "--space", "kd=1..20", "--out", out);
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("holds a study", "ciss tune --resume " + out);
  }

  @Test
  void onlyAStudyHasABestRun() {
    Cli none = Cli.run("train", "--from-study", folder);
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("holds no study that has finished a trial");
    Cli other = Cli.run("train", "--from-study", folder, "--method", "joint");
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err()).contains("a study says what is best to train, but came --method");
  }
}
