// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.Json;
import org.ciss4j.graph.weights.WeightsFile;
import org.ciss4j.graph.weights.WeightsSummary;
import org.ciss4j.graph.weights.tensor.TensorInfo;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.ciss4j.graph.weights.tensor.Whereabouts;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ciss weights inspect}: the tensors of a weights file. */
@Command(
    name = "inspect",
    description = {
      "Prints name, shape and type of each tensor of a weights file, and how many there are.",
      "",
      "Warns of numbers that are not finite. In a PyTorch checkpoint, the state dict is"
          + " looked for at its root and under state_dict, model_state, model and the like,"
          + " and names are without 'module.' in front of all, or '_orig_mod.': what was done is"
          + " said, and whose names they are. Types are those of the file, by their"
          + " names in safetensors: F32 is float32, I64 is int64."
    },
    footer = {
      "  ciss weights inspect resnet101.pth",
      "  ciss weights inspect runs/first/step_0/model.safetensors --json"
    })
public final class WeightsInspectCommand implements Callable<Integer> {
  /** What batch normalisation keeps beside its parameters. */
  private static final List<String> STATISTICS =
      List.of("running_mean", "running_var", "num_batches_tracked");

  private final Console console;

  @Parameters(paramLabel = "FILE", description = "Weights file, in any of the formats.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** The JSON form. */
  private record Contents(
      String file,
      String format,
      Totals total,
      Whereabouts from,
      @Nullable String network,
      List<TensorRow> tensors) {}

  private record Totals(int tensors, long parameters, long statistics, long bytes) {
    static Totals of(WeightsSummary summary) {
      long statistics =
          summary.tensors().stream()
              .filter(WeightsInspectCommand::isStatistic)
              .mapToLong(TensorInfo::elements)
              .sum();
      return new Totals(
          summary.tensors().size(), summary.elements() - statistics, statistics, summary.bytes());
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d tensors: %,d parameters and %,d running statistics in %,d bytes",
          tensors,
          parameters,
          statistics,
          bytes);
    }
  }

  private record TensorRow(String name, List<Long> shape, String dtype) {}

  WeightsInspectCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss weights inspect} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("weights inspect", args));
  }

  @Override
  public Integer call() {
    WeightsSummary summary = WeightsFile.inspect(WeightsCommand.requireFile(file));
    console.result(json ? Json.text(contents(summary)) : text(summary));
    warn();
    return 0;
  }

  /** What is in a file can be told also where there is no room for its elements. */
  private void warn() {
    try {
      Map<String, INDArray> arrays = WeightsFile.read(file);
      WeightsCommand.warnOfNonFinite(console, file, arrays);
      arrays.values().forEach(INDArray::close);
    } catch (WeightsFormatException e) {
      console.note("whether its numbers are finite is not known: " + e.getMessage());
    }
  }

  private Contents contents(WeightsSummary summary) {
    return new Contents(
        file.toString(),
        summary.format().id(),
        Totals.of(summary),
        summary.whereabouts(),
        summary.network().orElse(null),
        summary.tensors().stream().map(WeightsInspectCommand::row).toList());
  }

  private static TensorRow row(TensorInfo tensor) {
    return new TensorRow(tensor.name(), tensor.shape(), tensor.type().name());
  }

  private static String text(WeightsSummary summary) {
    List<String> names = summary.tensors().stream().map(WeightsInspectCommand::printable).toList();
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    String row = "%-" + Math.max(width, "tensor".length()) + "s  %-5s %s";
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, row, "tensor", "dtype", "shape"));
    for (int i = 0; i < names.size(); i++) {
      TensorInfo tensor = summary.tensors().get(i);
      lines.add(String.format(Locale.ROOT, row, names.get(i), tensor.type(), tensor.shape()));
    }
    lines.addAll(summary.whereabouts().lines());
    summary.network().ifPresent(network -> lines.add("named as in " + network));
    lines.add(Totals.of(summary) + "; format: " + summary.format().label());
    return String.join(System.lineSeparator(), lines);
  }

  /** A name that cannot steer the terminal. */
  private static String printable(TensorInfo tensor) {
    return tensor.name().replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }

  private static boolean isStatistic(TensorInfo tensor) {
    return STATISTICS.stream().anyMatch(tensor.name()::endsWith);
  }
}
