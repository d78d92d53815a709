// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ciss4j.cli.option.RunOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.Outputs;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.train.ExportedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ciss export}: a network for use without ciss4j. */
@Command(
    name = "export",
    description = {
      "Writes the network of a run as one file that ND4J loads and runs without ciss4j.",
      "",
      "FILE.fb holds the graph and its numbers. Its input is image, float [N, 3, H, W], of any"
          + " size; its outputs are logits, float [N, C, H, W], and labels, int [N, H, W]."
          + " FILE.json beside it has the classes and how images are normalised. Files of these"
          + " names are replaced."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ciss export --run runs/first --out model.fb",
      "  ciss export --run runs/first --step 0 --out before.fb"
    })
public final class ExportCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE.fb",
      required = true,
      description = "Where the network goes.")
  private Path out = Path.of("");

  ExportCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss export} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("export", args));
  }

  @Override
  public Integer call() {
    Outputs.requireBesides(out, ExportedModel.description(out));
    RunDirectory directory = run.directory();
    ExportedModel model = ExportedModel.of(directory, run.step(directory));
    Path description = model.save(out);
    console.result("Model: " + out);
    console.result("Classes and normalisation: " + description);
    return 0;
  }
}
