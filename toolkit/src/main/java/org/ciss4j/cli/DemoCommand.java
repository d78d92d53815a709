// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.ciss4j.Ciss;
import org.ciss4j.cli.output.ComparisonTable;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.run.LiveRun;
import org.ciss4j.cli.run.RunReport;
import org.ciss4j.method.Method;
import org.ciss4j.result.OutputFolder;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ciss demo}: DKD against fine-tuning on the sample data. */
@Command(
    name = "demo",
    description = {
      "Trains the tiny network on the built-in sample data with DKD and with fine-tuning, and"
          + " prints what each remembers after every step. Both share the base step.",
      "",
      "Needs no data and a few minutes on two cores."
    },
    footer = {"  ciss demo", "  ciss demo --epochs 1 --out runs/quick"})
public final class DemoCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training images of each step; fewer are faster and worse.")
  private @Nullable Integer epochs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder of both runs (default: runs/demo, or the next free of runs/demo-2, ...).")
  private @Nullable Path out;

  DemoCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss demo} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("demo", args));
  }

  @Override
  public Integer call() {
    Path folder = out == null ? free(Path.of("runs")) : out;
    OutputFolder.requireFree(folder);
    console.result(ComparisonTable.of(train(folder)));
    RunReport.writeIn(folder, console, runs(folder));
    return 0;
  }

  private List<RunResult> train(Path folder) {
    Ciss common = DemoSettings.common();
    Ciss chosen = epochs == null ? common : common.epochs(epochs);
    Path first = folder.resolve(DemoSettings.methods().get(0).name());
    List<RunResult> results = new ArrayList<>();
    for (Method method : DemoSettings.methods()) {
      console.note(method.name());
      Path run = folder.resolve(method.name());
      results.add(
          LiveRun.watch(
              console,
              chosen.method(method),
              (live, listener) ->
                  run.equals(first)
                      ? live.train(run, listener)
                      : live.trainAfterBaseOf(first, run, listener)));
    }
    return results;
  }

  private static List<RunDirectory> runs(Path folder) {
    return DemoSettings.methods().stream()
        .map(method -> RunDirectory.open(folder.resolve(method.name())))
        .toList();
  }

  private static Path free(Path parent) {
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> parent.resolve(i == 1 ? "demo" : "demo-" + i))
        .filter(folder -> !Files.exists(folder))
        .findFirst()
        .orElseThrow();
  }
}
