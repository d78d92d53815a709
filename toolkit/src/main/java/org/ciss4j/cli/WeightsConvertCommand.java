// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.ciss4j.cli.output.Console;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.weights.Safetensors;
import org.ciss4j.graph.weights.WeightsFile;
import org.ciss4j.graph.weights.WeightsFormat;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ciss weights convert}: writes the tensors of a weights file as safetensors. */
@Command(
    name = "convert",
    description = {
      "Writes the tensors of a weights file to a safetensors file, which any program can read"
          + " without running code.",
      "",
      "Floating-point numbers become float32, whatever they were; whole numbers keep their type."
          + " Of a PyTorch checkpoint, the state dict is kept, its optimiser and the like are not."
          + " The file appears whole or not at all."
    },
    footer = {
      "  ciss weights convert resnet101.pth resnet101.safetensors",
      "  ciss weights convert half.safetensors single.safetensors --force"
    })
public final class WeightsConvertCommand implements Callable<Integer> {
  private static final String ENDING = ".safetensors";

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "Weights file, in any of the formats.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "OUT.safetensors",
      description = "Where the tensors go. PyTorch's own formats are not written.")
  private Path out = Path.of("");

  @Option(names = "--force", description = "Replace the output if it is there.")
  private boolean force;

  WeightsConvertCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss weights convert} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("weights convert", args));
  }

  @Override
  public Integer call() {
    WeightsCommand.requireFile(file);
    requireOutput();
    Map<String, INDArray> arrays = WeightsFile.read(file);
    try {
      Safetensors.write(out, arrays, metadata());
    } catch (IllegalArgumentException e) {
      throw CissException.failure("%s cannot become %s: %s", file, out, e.getMessage())
          .withCause(e);
    }
    WeightsCommand.warnOfNonFinite(console, file, arrays);
    console.result(
        String.format(
            Locale.ROOT,
            "%s: %,d tensors, %,d elements",
            out,
            arrays.size(),
            WeightsFile.inspect(out).elements()));
    return 0;
  }

  private Map<String, String> metadata() {
    return WeightsFile.inspect(file).format() == WeightsFormat.SAFETENSORS
        ? Safetensors.metadata(file)
        : Map.of("format", "pt");
  }

  private void requireOutput() {
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(ENDING)) {
      throw CissException.usage(
          "output %s is no safetensors file; end its name in %s (other formats, such as .pth, are"
              + " not written)",
          out, ENDING);
    }
    if (Files.isDirectory(out)) {
      throw CissException.usage("output %s is a folder; name a file in it", out);
    }
    Path folder = Objects.requireNonNull(out.toAbsolutePath().getParent());
    if (!Files.isDirectory(folder)) {
      throw CissException.usage(
          Files.exists(folder)
              ? "%s is a file and no folder; name an output in a folder"
              : "folder %s does not exist; create it",
          folder);
    }
    if (Files.exists(out)) {
      requireOther();
      if (!force) {
        throw CissException.usage("output %s exists; name another, or add --force", out);
      }
    }
  }

  private void requireOther() {
    try {
      if (Files.isSameFile(file, out)) {
        throw CissException.usage("output %s is the file itself; name another", out);
      }
    } catch (IOException e) {
      throw CissException.failure("%s and %s cannot be compared", file, out).withCause(e);
    }
  }
}
