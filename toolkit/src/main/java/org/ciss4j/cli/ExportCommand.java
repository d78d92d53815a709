// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ciss4j.cli.option.ParsedConverter;
import org.ciss4j.cli.option.RunOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.Outputs;
import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.train.ExportedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ciss export}: a network for use without ciss4j. */
@Command(
    name = "export",
    description = {
      "Writes the network of a run as one file that runs without ciss4j: FILE.fb in ND4J, FILE.onnx"
          + " (operator set 13) in ONNX Runtime and whatever else reads ONNX.",
      "",
      "The file holds the graph and its numbers. Its input is image, float [N, 3, H, W], of any"
          + " size; its outputs are logits, float [N, C, H, W], and labels, int [N, H, W]."
          + " FILE.json beside it has the classes and how images are normalised. Files of these"
          + " names are replaced."
    },
    footer = {
      "  ciss export --run runs/first --out model.fb",
      "  ciss export --run runs/first --step 0 --out before.fb",
      "  ciss export --run runs/first --out model.onnx --pixels"
    })
public final class ExportCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the network goes: FILE.fb or FILE.onnx.")
  private Path out = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "NAME",
      converter = FormatConverter.class,
      description = "nd4j or onnx (default: what the name of the file ends with).")
  private ExportedModel.@Nullable Format format;

  @Option(
      names = "--pixels",
      description =
          "Of ONNX: normalise images in the network, whose input then is pixels, uint8 [N, H, W,"
              + " 3], red, green and blue as decoders give them.")
  private boolean pixels;

  /** {@code nd4j} or {@code onnx}. */
  static final class FormatConverter extends ParsedConverter<ExportedModel.Format> {
    FormatConverter() {
      super(
          text ->
              EnumLabel.parse(
                  ExportedModel.Format.class, text, "format \"%s\" is unknown; use nd4j or onnx"));
    }
  }

  ExportCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss export} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("export", args));
  }

  @Override
  public Integer call() {
    ExportedModel.Format asked = format == null ? ExportedModel.Format.of(out) : format;
    boolean onnx = asked == ExportedModel.Format.ONNX;
    if (pixels && !onnx) {
      throw CissException.usage("--pixels is for ONNX; leave it out, or end --out in .onnx");
    }
    Outputs.requireBesides(out, ExportedModel.description(out, asked));
    RunDirectory directory = run.directory();
    int step = run.step(directory);
    ExportedModel model =
        onnx ? ExportedModel.onnx(directory, step, pixels) : ExportedModel.of(directory, step);
    Path description = model.save(out);
    console.result("Model: " + out);
    console.result("Classes and normalisation: " + description);
    return 0;
  }
}
