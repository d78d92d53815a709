// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import org.ciss4j.cli.output.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ciss data}: looks at a data set. */
@Command(
    name = "data",
    description =
        "Looks at every file of a data set, makes one of what other tools wrote, or a folder of"
            + " images to replay.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  ciss data check --dataset voc --data ~/data",
      "  ciss data stats --dataset voc --data ~/data --out voc.html",
      "  ciss data import annotated --format labelme --out pets"
    })
public final class DataCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private DataCommand() {}

  static CommandLine commandLine(Console console) {
    return new CommandLine(new DataCommand())
        .addSubcommand(new DataCheckCommand(console))
        .addSubcommand(new DataStatsCommand(console))
        .addSubcommand(new DataImportCommand(console))
        .addSubcommand(new DataReplayCommand(console));
  }

  /** Runs {@code ciss data} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("data", args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected check, stats, import or replay");
  }
}
