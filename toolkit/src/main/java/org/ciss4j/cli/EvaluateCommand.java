// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ciss4j.result.EvaluationConfig;
import org.ciss4j.result.RunConfig;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StepResult;
import org.ciss4j.train.ScenarioRunner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ciss evaluate}: scores a network of a run again. */
@Command(
    name = "evaluate",
    description = {
      "Scores the network that a run kept, prints mIoU and the IoU of each class, and says whether"
          + " they equal what the run found.",
      "",
      "Changes nothing in the folder of the run."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ciss evaluate --run runs/first",
      "  ciss evaluate --run runs/first --evaluate full",
      "  ciss evaluate --run runs/first --step 0 --data /mnt/data"
    })
public final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the data, if it has moved since training.")
  private @Nullable Path data;

  @Option(
      names = "--evaluate",
      paramLabel = "REGION",
      converter = RegionConverter.class,
      description = "crop or full, as in ciss train (default: as the run was trained).")
  private EvaluationConfig.@Nullable Region region;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss evaluate} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("evaluate", args));
  }

  @Override
  public Integer call() {
    RunDirectory directory = run.directory();
    int step = run.step(directory);
    RunConfig stored = directory.config();
    RunConfig moved =
        data == null ? stored : stored.withData(stored.data().withFolder(data.toString()));
    RunConfig config =
        region == null ? moved : moved.withEvaluation(moved.evaluation().withRegion(region));
    StepResult result =
        Watch.run(
            console,
            "nothing was changed",
            listener -> ScenarioRunner.evaluate(directory, config, step, listener));
    RunResult table = new RunResult(config, directory.classNames(), List.of(result));
    console.result(table.toString());
    console.result(classes(table));
    console.result("Scored on " + scored(config) + ".");
    console.result(comparison(directory.result().steps().get(step), result));
    if (!scored(config).equals(scored(stored))) {
      console.result("Stored are scores on " + scored(stored) + ".");
    }
    return 0;
  }

  private static String scored(RunConfig config) {
    String images = config.evaluation().onHeldOut() ? "training images held out" : "test images";
    int crop = config.training().crop();
    return switch (config.evaluation().region()) {
      case CROP ->
          String.format(Locale.ROOT, "the central %d x %d pixels of %s", crop, crop, images);
      case FULL -> "whole " + images + " at their own size";
    };
  }

  private static String classes(RunResult table) {
    StepResult result = table.last();
    String rows =
        IntStream.range(0, result.scores().iou().size())
            .mapToObj(
                channel ->
                    String.format(
                        Locale.ROOT,
                        "%-16s %7s %12d",
                        table.classNames().get(channel),
                        Percent.of(result.scores().iou().get(channel)),
                        result.confusion().truthCount(channel)))
            .collect(Collectors.joining(System.lineSeparator()));
    return String.format(Locale.ROOT, "%-16s %7s %12s%n%s%n", "class", "IoU", "pixels", rows);
  }

  private static String comparison(StepResult stored, StepResult found) {
    if (Arrays.deepEquals(stored.confusion().counts(), found.confusion().counts())) {
      return "The same as stored: every count of pixels is equal.";
    }
    return String.format(
        Locale.ROOT,
        "Not the same as stored: there mIoU is base %s, novel %s, all %s.",
        Percent.of(stored.scores().base()),
        Percent.of(stored.scores().novel()),
        Percent.of(stored.scores().all()));
  }
}
