// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import org.ciss4j.cli.output.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ciss bench}: how fast this machine is. */
@Command(
    name = "bench",
    description = "Measures how fast this machine trains and labels.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"  ciss bench train-step --backbone resnet101 --size 512 --batch 2"})
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private BenchCommand() {}

  static CommandLine commandLine(Console console) {
    return new CommandLine(new BenchCommand()).addSubcommand(new BenchTrainStepCommand(console));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected train-step");
  }
}
