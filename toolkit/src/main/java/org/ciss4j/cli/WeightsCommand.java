// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.ciss4j.cli.output.Console;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.memory.NonFinite;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ciss weights}: looks into weights files. */
@Command(
    name = "weights",
    description = {
      "Looks into weights files: safetensors, and what torch.save wrote (.pth, .pt, .ckpt), before"
          + " and since PyTorch 1.6.",
      "",
      "The format is told by the content, not by the name. No code in a file is run."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  ciss weights inspect resnet101.pth",
      "  ciss weights convert resnet101.pth resnet101.safetensors"
    })
public final class WeightsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private WeightsCommand() {}

  static CommandLine commandLine(Console console) {
    return new CommandLine(new WeightsCommand())
        .addSubcommand(new WeightsInspectCommand(console))
        .addSubcommand(new WeightsConvertCommand(console));
  }

  /** Runs {@code ciss weights} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("weights", args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected inspect or convert");
  }

  /** Tells of arrays from which no training should start. */
  static void warnOfNonFinite(Console console, Path file, Map<String, INDArray> arrays) {
    NonFinite.among(arrays)
        .ifPresent(
            found ->
                console.error(
                    file
                        + " holds numbers that are not finite, and no training takes it: "
                        + found));
  }

  /** A file that is there to be read. */
  static Path requireFile(Path file) {
    if (!Files.exists(file)) {
      throw CissException.usage("file %s does not exist; name a weights file", file);
    }
    if (Files.isDirectory(file)) {
      throw CissException.usage("%s is a folder; name a weights file", file);
    }
    return file;
  }
}
