// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.ciss4j.Ciss;
import org.ciss4j.cli.option.DataOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.run.Errors;
import org.ciss4j.cli.run.LiveRun;
import org.ciss4j.common.CissException;
import org.ciss4j.result.Environment;
import org.ciss4j.result.RunComparison;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.train.Provenances;
import org.ciss4j.train.RunClasses;
import org.ciss4j.train.RunControl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ciss rerun}: trains a run again and says whether the numbers are the same. */
@Command(
    name = "rerun",
    description = {
      "Trains a run again, from its own configuration, and says whether the numbers are the same.",
      "",
      "They are, to the last bit, on the same machine with the same number of threads. Exit code 1"
          + " if they are not. A rerun that was stopped goes on where it was."
    },
    footer = {"  ciss rerun runs/first", "  ciss rerun runs/first --out /tmp/again"})
public final class RerunCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "DIR", description = "Folder of a run that is finished.")
  private Path run = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the new run (default: that of the run with _rerun behind it).")
  private @Nullable Path out;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the data, if it has moved; of a run on several, each of them in their order.")
  private List<Path> data = List.of();

  RerunCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss rerun} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("rerun", args));
  }

  @Override
  public Integer call() {
    RunDirectory first = RunDirectory.open(run);
    requireFinished(first);
    Path folder = out == null ? run.resolveSibling(run.getFileName() + "_rerun") : out;
    Ciss like = DataOptions.moved(Ciss.like(run), data, null, null);
    if (!data.isEmpty()) {
      new Provenances(like.experiment(), first, RunControl.standard()).requireSameData();
    }
    RunClasses.require(first, like.config(), like.experiment().dataset().labelSpace());
    RunResult result =
        LiveRun.watch(
            console,
            like,
            (ciss, listener) ->
                RunDirectory.exists(folder)
                    ? ciss.goOn(folder, listener)
                    : ciss.train(folder, listener));
    console.result(result.toString().stripTrailing());
    return compare(first, RunDirectory.open(folder));
  }

  private static void requireFinished(RunDirectory run) {
    if (run.provenance().ended() == null) {
      throw CissException.usage(
          "run %s is not finished; go on with it first: ciss train --resume %s",
          run.root(), run.root());
    }
  }

  private int compare(RunDirectory first, RunDirectory again) {
    List<String> differences = RunComparison.differences(first, again);
    if (differences.isEmpty()) {
      console.result(
          "The same as "
              + first.root()
              + ": every loss, every parameter and every count of pixels is equal.");
      return 0;
    }
    console.result("Not the same as " + first.root() + ":");
    differences.forEach(difference -> console.result("  " + difference));
    if (!first.provenance().dataFingerprint().equals(again.provenance().dataFingerprint())) {
      console.result("  the data has another fingerprint");
    }
    first
        .provenance()
        .otherFolders(again.provenance().folders())
        .forEach(difference -> console.result("  " + difference));
    environment(first)
        .differences(environment(again))
        .forEach(difference -> console.result("  " + difference));
    return Errors.exitCode(CissException.Kind.FAILURE);
  }

  private static Environment environment(RunDirectory run) {
    return run.provenance().sessions().get(0).environment();
  }
}
