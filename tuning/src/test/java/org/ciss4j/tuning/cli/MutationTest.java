// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.ciss4j.Ciss;
import org.ciss4j.cli.Cli;
import org.ciss4j.cli.StoredFiles;
import org.ciss4j.cli.run.Errors;
import org.ciss4j.common.CissException;
import org.ciss4j.data.VocFiles;
import org.ciss4j.report.LivePage;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.StopSignal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damage to any file that ciss4j has stored, and all commands that read it: they say in a line what
 * is wrong, or recover; they delete nothing, and print no other number.
 */
class MutationTest {
  private static final List<String> KINDS =
      List.of("finished", "stopped", "seeds", "comparison", "study");

  @TempDir static Path folder;
  private static Path image;
  private static Path whole;

  /** What commands print where nothing is damaged, by kind of folder. */
  private static final Map<String, Map<String, String>> EXPECTED = new LinkedHashMap<>();

  @TempDir Path copies;
  private final AtomicInteger number = new AtomicInteger();

  /** What a command did: its exit code, and what it wrote. */
  private interface Step {
    Cli in(Path run) throws IOException;
  }

  @BeforeAll
  static void train() throws IOException {
    VocFiles files = new VocFiles(folder.resolve("data"));
    List<String> train = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      files.image("t" + i, i % 2 == 0 ? 1 : 16, 2 + i % 4);
      train.add("t" + i);
    }
    files.image("v0", 1, 16).image("v1", 2, 16);
    files.list("train", train.toArray(String[]::new)).list("val", "v0", "v1");
    image = files.root.resolve("JPEGImages/v0.jpg");
    List<String> run =
        Cli.words(
            List.of("--dataset", "voc", "--data", files.root, "--scenario", "15-5", "--quiet"),
            List.of("--backbone", "tiny", "--crop", 32, "--batch", 4, "--epochs", 1));
    done("train", run, "--memory", 2, "--out", folder.resolve("finished"));
    done("train", run, "--seeds", "1,2", "--out", folder.resolve("seeds"));
    done("compare", run, "--methods", "dkd,fine-tuning", "--out", folder.resolve("comparison"));
    done(
        "tune",
        run,
        "--held-out",
        0.5,
        "--space",
        "kd=1,2,3",
        "--strategy",
        "grid",
        "--trials",
        2,
        "--out",
        folder.resolve("study"));
    stop(files.root, folder.resolve("stopped"));
    assertThat(names(folder.resolve("stopped")))
        .contains("step_1/checkpoint_4.json", "step_1/checkpoint_5.json");
    whole = StoredFiles.copy(folder.resolve("finished"), folder.resolve("whole"));
    for (String kind : KINDS) {
      Map<String, String> said = new LinkedHashMap<>();
      Path same = StoredFiles.copy(folder.resolve(kind), folder.resolve("same-" + kind));
      for (Map.Entry<String, Step> step : steps(kind).entrySet()) {
        Cli cli = step.getValue().in(same);
        assertThat(cli.exit()).as(kind + " " + step.getKey() + cli.err()).isZero();
        said.put(step.getKey(), said(cli, same));
      }
      EXPECTED.put(kind, said);
    }
  }

  private static void done(Object... words) {
    Cli cli = Cli.run(words);
    assertThat(cli.exit()).as(cli.err()).isZero();
  }

  /** A run that stops in its second step, with two checkpoints. */
  private static void stop(Path data, Path run) {
    StopSignal stop = new StopSignal();
    Ciss.dataset("voc")
        .data(data)
        .scenario("15-5")
        .backbone("tiny")
        .crop(32)
        .batchSize(4)
        .epochs(8)
        .memory(2)
        .checkpointEvery(2)
        .stop(stop)
        .train(
            run,
            event -> {
              if (event instanceof RunEvent.IterationDone done
                  && done.step() == 1
                  && done.iteration() == 5) {
                stop.request();
              }
            });
  }

  /** The commands that read a kind of folder, those last that write. */
  private static Map<String, Step> steps(String kind) {
    Map<String, Step> steps = new LinkedHashMap<>();
    switch (kind) {
      case "finished" -> {
        steps.put("watch", MutationTest::watch);
        steps.put("report", run -> report(run, Cli.run("report", run)));
        steps.put("evaluate", run -> Cli.run("evaluate", "--run", run, "--quiet"));
        steps.put("first", run -> Cli.run("evaluate", "--run", run, "--step", 0, "--quiet"));
        steps.put(
            "predict",
            run -> Cli.run("predict", "--run", run, "--image", image, "--out", run + "/r.png"));
        steps.put("export", run -> Cli.run("export", "--run", run, "--out", run + "/r.fb"));
        steps.put("rerun", run -> Cli.run("rerun", run, "--out", whole, "--quiet"));
        steps.put("resume", run -> report(run, Cli.run("train", "--resume", run, "--quiet")));
      }
      case "stopped" -> {
        steps.put("watch", MutationTest::watch);
        steps.put("report", run -> report(run, Cli.run("report", run)));
        steps.put("evaluate", run -> Cli.run("evaluate", "--run", run, "--quiet"));
        steps.put("resume", run -> results(run, Cli.run("train", "--resume", run, "--quiet")));
      }
      case "seeds" ->
          steps.put("resume", run -> report(run, Cli.run("train", "--resume", run, "--quiet")));
      case "comparison" ->
          steps.put("resume", run -> report(run, Cli.run("compare", "--resume", run, "--quiet")));
      default -> {
        steps.put("best", run -> new Cli(0, Ciss.bestOf(run).config().toString(), ""));
        steps.put("resume", run -> Cli.run("tune", "--resume", run, "--trials", 3, "--quiet"));
      }
    }
    return steps;
  }

  private static Cli watch(Path run) {
    String html = LivePage.of(run, Instant.EPOCH).html();
    return new Cli(0, html.replaceAll("v=[0-9a-f]+", ""), "");
  }

  /** With the tables of the report. */
  private static Cli report(Path run, Cli cli) throws IOException {
    return cli.exit() == 0
        ? new Cli(0, cli.out() + text(run.resolve("report.csv")), cli.err())
        : cli;
  }

  /** With the losses and counts of pixels. */
  private static Cli results(Path run, Cli cli) throws IOException {
    StringBuilder all = new StringBuilder(cli.out());
    if (cli.exit() == 0) {
      for (int step = 0; step < 2; step++) {
        all.append(text(run.resolve("step_" + step + "/confusion.csv")));
        all.append(
            text(run.resolve("step_" + step + "/losses.csv"))
                .replaceAll("(?m),[^,\n]*,[^,\n]*$", ""));
      }
    }
    return new Cli(cli.exit(), all.toString(), cli.err());
  }

  private static String text(Path file) throws IOException {
    // Damage need not be UTF-8.
    return Files.isRegularFile(file)
        ? Files.readString(file, StandardCharsets.ISO_8859_1)
        : "no " + file.getFileName();
  }

  /** What was printed, but for times and the name of the folder. */
  private static String said(Cli cli, Path run) {
    return cli.out()
        .replace(run.toString(), "RUN")
        .replace(run.getFileName().toString(), "RUN")
        .replaceAll(" +\\d+\\.\\d(?!\\S)", " TIME")
        .replaceAll("\\b\\d+:\\d\\d\\b", "TIME");
  }

  @Test
  void damageIsSaidOrMended() throws IOException {
    mutate(20, 1);
  }

  @Test
  @Tag("slow")
  void fiveHundredDamagesAreSaidOrMended() throws IOException {
    mutate(500, 2);
  }

  private void mutate(int count, long seed) throws IOException {
    Random random = new Random(seed);
    SoftAssertions all = new SoftAssertions();
    for (int i = 0; i < count; i++) {
      String kind = KINDS.get(i % KINDS.size());
      Path run =
          StoredFiles.copy(folder.resolve(kind), copies.resolve("run" + number.incrementAndGet()));
      List<String> before = names(run);
      Path strange = folder.resolve(kind.equals("finished") ? "seeds" : "finished");
      Mutation mutation = Mutation.in(run, strange, random);
      for (Map.Entry<String, Step> step : steps(kind).entrySet()) {
        String what = kind + " " + i + ": " + mutation + ", " + step.getKey();
        Cli cli = tried(step.getValue(), run);
        requireSaid(all, what, cli);
        String wanted = EXPECTED.get(kind).get(step.getKey());
        if (cli.exit() == 0 && !isRemoved(mutation) && !cli.out().contains("broken off: ")) {
          String said = said(cli, run);
          if (isUnreported(cli)) {
            // The damage is said; the table that is printed stands all the same.
            all.assertThat(wanted).as(what).startsWith(table(said));
          } else {
            all.assertThat(said).as(what + "\n" + cli.err()).isEqualTo(wanted);
          }
        }
      }
      requireKept(all, kind + " " + i + ": " + mutation, mutation, before, names(run));
      StoredFiles.delete(run);
    }
    all.assertAll();
  }

  private static boolean isUnreported(Cli cli) {
    return cli.err().contains("all is done but the report, which failed");
  }

  private static String table(String said) {
    return said.lines().limit(3).collect(Collectors.joining("\n"));
  }

  /** Users may remove the losses, without which a report is shorter. */
  private static boolean isRemoved(Mutation mutation) {
    return mutation.kind() == Mutation.Kind.DELETED && mutation.file().endsWith("losses.csv");
  }

  private static Cli tried(Step step, Path run) throws IOException {
    try {
      return step.in(run);
    } catch (CissException e) {
      return new Cli(Errors.exitCode(e.kind()), "", "ciss: " + e.getMessage() + "\n");
    } catch (UncheckedIOException e) {
      return new Cli(1, "", "ciss: the run cannot be read just now: " + e.getMessage() + "\n");
    }
  }

  private static void requireSaid(SoftAssertions all, String what, Cli cli) {
    all.assertThat(cli.err() + cli.out())
        .as(what)
        .doesNotContain("unexpected ", "fault of ciss4j", "Exception: ", "\tat ");
    if (cli.exit() != 0 && !cli.out().contains("Not the same as ")) {
      List<String> lines = cli.err().lines().toList();
      all.assertThat(lines).as(what).last().asString().matches("ciss: .{20,}");
    }
  }

  /** Checkpoints go with the end of their step. */
  private static void requireKept(
      SoftAssertions all, String what, Mutation mutation, List<String> before, List<String> after) {
    List<String> lost =
        before.stream()
            .filter(name -> !name.contains("/checkpoint_"))
            .filter(name -> !after.contains(name) && !after.contains(name + ".damaged"))
            .filter(name -> !mutation.file().endsWith(name))
            .toList();
    all.assertThat(lost).as(what).isEmpty();
  }

  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(file -> root.relativize(file).toString()).sorted().toList();
    }
  }
}
