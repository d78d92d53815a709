// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.method.Methods;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;

/** {@code ciss train}: trains and scores all steps of a scenario. */
@Command(
    name = "train",
    description = {
      "Trains a network step by step, scores it after each, and prints the table of mIoU.",
      "",
      "The data is checked before training starts. Networks, losses and scores are kept in the"
          + " folder of the run, with a report."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ciss train --dataset sample --scenario 2-1 --epochs 5",
      "  ciss train --dataset voc --data ~/data --scenario 15-5 --setting disjoint",
      "  ciss train --backbone resnet101 --weights resnet101-63fe2227.pth --dataset voc --data"
          + " ~/data",
      "  ciss train --method dkd --set kd=1 --set ac=0 --out runs/no-ac",
      "",
      "Defaults by data set:"
    })
public final class TrainCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private DataOptions data = new DataOptions();
  @Mixin private ScenarioOptions scenario = new ScenarioOptions();

  @Mixin private MethodOptions method = new MethodOptions();
  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();
  @Mixin private BackboneOptions backbone = new BackboneOptions();
  @Mixin private WeightsOptions weights = new WeightsOptions();
  @Mixin private TrainingOptions training = new TrainingOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the run, empty or missing (default: one in runs/ named after it).")
  private @Nullable Path out;

  TrainCommand(Console console) {
    this.console = console;
  }

  /** The command, its help with the defaults of each data set. */
  static CommandLine commandLine(Console console) {
    CommandLine commandLine = new CommandLine(new TrainCommand(console));
    UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
    usage.footer(
        Stream.of(usage.footer(), TrainingOptions.defaults(), settings())
            .flatMap(Stream::of)
            .toArray(String[]::new));
    return commandLine;
  }

  /** What {@code --set} can change, with the standard values. */
  private static String[] settings() {
    Stream<String> lines =
        Methods.names().stream()
            .map(Methods::named)
            .map(
                method ->
                    "  "
                        + method.name()
                        + ": "
                        + Methods.hyperParameters(method).toString().replaceAll("[{}\"]", ""));
    return Stream.concat(Stream.of("", "Settings for --set by method:"), lines)
        .map(line -> line.replace(",", ", ").replace(":", "=").replaceFirst("=", ":"))
        .toArray(String[]::new);
  }

  /** Runs {@code ciss train} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("train", args));
  }

  @Override
  public Integer call() {
    Ciss ciss = scenario.applyTo(data.start(), () -> data.open().labelSpace());
    ciss = evaluation.applyTo(ciss);
    ciss = weights.applyTo(backbone.applyTo(ciss));
    ciss = training.applyTo(method.applyTo(ciss));
    Path folder = out == null ? Path.of("runs", ciss.config().directoryName()) : out;
    console.result(train(console, ciss, folder).toString().stripTrailing());
    console.result("Report: " + RunReport.write(console, RunDirectory.open(folder)));
    return 0;
  }

  /** Trains while showing progress. */
  static RunResult train(Console console, Ciss ciss, Path folder) {
    LoadingTime time = new LoadingTime();
    RunResult result =
        Watch.run(
            console,
            "steps that are done are in " + folder,
            listener -> ciss.train(folder, time.before(listener)));
    console.note(time.toString());
    return result;
  }
}
