// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.result.RunConfig;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ciss split}: the classes and the numbers of images of each step. */
@Command(
    name = "split",
    description = {
      "Shows the steps of a scenario: their new classes, and how many images each one trains on and"
          + " is scored on.",
      "",
      "Every file of the data is looked at, so this is also a check of the data."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ciss split --dataset sample --scenario 2-1",
      "  ciss split --dataset voc --data ~/data --scenario 15-1 --setting disjoint --json"
    })
public final class SplitCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private DataOptions data = new DataOptions();
  @Mixin private ScenarioOptions scenario = new ScenarioOptions();

  @Option(names = "--json", description = "Print JSON; newClasses are ids of the data set.")
  private boolean json;

  /** The JSON form. */
  private record SplitTable(String scenario, String setting, List<SplitRow> steps) {}

  private record SplitRow(
      int step,
      List<Integer> newClasses,
      List<String> newClassNames,
      int trainImages,
      int testImages) {
    String classes() {
      return IntStream.range(0, newClasses.size())
          .mapToObj(i -> newClasses.get(i) + " " + newClassNames.get(i))
          .collect(Collectors.joining(", "));
    }
  }

  SplitCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss split} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("split", args));
  }

  @Override
  public Integer call() {
    RunConfig config = scenario.applyTo(data.start()).config();
    SegmentationDataset dataset = data.open();
    Scenario steps = steps(config, dataset);
    Watch.run(console, "nothing was written", listener -> check(dataset, listener));
    SplitTable table =
        new SplitTable(
            steps.name(),
            config.scenario().setting().label(),
            steps.steps().stream().map(step -> row(dataset, steps, step, config)).toList());
    console.result(json ? Json.text(table) : text(table));
    return 0;
  }

  private static SegmentationDataset check(SegmentationDataset dataset, RunListener listener) {
    for (Split split : Split.values()) {
      dataset.check(
          split, (done, total) -> listener.on(new RunEvent.DataChecked(split.name(), done, total)));
    }
    return dataset;
  }

  private static Scenario steps(RunConfig config, SegmentationDataset dataset) {
    return config.scenario().classOrder().isEmpty()
        ? Scenario.parse(config.scenario().name(), dataset.labelSpace())
        : Scenario.parse(
            config.scenario().name(), dataset.labelSpace(), config.scenario().classOrder());
  }

  private static SplitRow row(
      SegmentationDataset dataset, Scenario scenario, Step step, RunConfig config) {
    LabelView view = new LabelView(scenario, step);
    return new SplitRow(
        step.index(),
        step.newClasses(),
        step.newClasses().stream().map(dataset.labelSpace()::nameOf).toList(),
        StepImages.training(dataset, view, config.scenario().setting()).size(),
        StepImages.test(dataset, view).size());
  }

  private static String text(SplitTable table) {
    Stream<String> head =
        Stream.of(table.scenario + " " + table.setting, "step   train    test  new classes");
    Stream<String> rows =
        table.steps.stream()
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "%4d %7d %7d  %s",
                        row.step,
                        row.trainImages,
                        row.testImages,
                        row.classes()));
    return Stream.concat(head, rows).collect(Collectors.joining(System.lineSeparator()));
  }
}
