// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.ciss4j.Ciss;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.Watch;
import org.ciss4j.cli.run.RunReport;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ciss forget}: takes the images of a step out of a run again. */
@Command(
    name = "forget",
    description = {
      "Takes the images of a step out of a run of analytic again, and its classes with them.",
      "",
      "What analytic learns from are sums over all images, so those of a step can be subtracted,"
          + " exactly but for rounding. The new run, in a folder of its own, has all steps but that"
          + " one; the other stays as it is. Labels that the model of then gave to unlabelled"
          + " pixels of later images stay, those of the step's own classes as background."
    },
    footer = {"  ciss forget runs/three --step 1 --out runs/without"})
public final class ForgetCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "RUN", description = "Folder of a run that is finished.")
  private Path run = Path.of("");

  @Option(
      names = "--step",
      paramLabel = "T",
      required = true,
      description =
          "Which step, from 1: the images of step 0 have trained the network and cannot be taken"
              + " out.")
  private int step;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder of the new run, empty or missing (default: that of the run with _without_T behind"
              + " it).")
  private @Nullable Path out;

  ForgetCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss forget} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("forget", args));
  }

  @Override
  public Integer call() {
    Path folder = out == null ? run.resolveSibling(run.getFileName() + "_without_" + step) : out;
    RunResult result =
        Watch.run(
            console,
            "the run that was given is unchanged",
            listener -> Ciss.forget(run, step, folder, listener));
    console.result(result.toString().stripTrailing());
    RunReport.writeIn(folder, console, List.of(RunDirectory.open(folder)));
    return 0;
  }
}
