// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.cli.option.DataOptions;
import org.ciss4j.cli.option.ScenarioOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.Json;
import org.ciss4j.cli.output.SplitFiles;
import org.ciss4j.cli.output.SplitTable;
import org.ciss4j.cli.output.Watch;
import org.ciss4j.common.CissException;
import org.ciss4j.data.ClassLists;
import org.ciss4j.data.HeldOut;
import org.ciss4j.data.ImageIndex;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.result.config.ScenarioConfig;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ciss split}: the classes and the images of each step. */
@Command(
    name = "split",
    description = {
      "Shows the steps of a scenario: their new classes, and how many images each one trains on and"
          + " is scored on.",
      "",
      "Every file of the data is looked at, so this is also a check of the data; with --class-list"
          + " no data is needed."
    },
    footer = {
      "  ciss split --dataset sample --scenario 2-1",
      "  ciss split --dataset voc --data ~/data --scenario 15-1 --setting disjoint --json",
      "  ciss split --class-list train.txt --scenario 15-1 --class-order b --out lists"
    })
public final class SplitCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--class-list",
      paramLabel = "FILE",
      description =
          "Instead of the data, a list of its training images: a line for each, its id and"
              + " the ids of the classes that it shows (2007_000032 1 15).")
  private @Nullable Path classList;

  @Option(
      names = "--test-class-list",
      paramLabel = "FILE",
      description = "The same of its test images.")
  private @Nullable Path testClassList;

  @Option(
      names = "--class-names",
      paramLabel = "FILE",
      description =
          "The names of the classes in these lists, a line for each: 3 cat (default: those"
              + " of --dataset, voc or ade).")
  private @Nullable Path classNames;

  @Option(
      names = "--zero-based",
      negatable = true,
      paramLabel = "true|false",
      description =
          "The classes in these lists count from 0, as in the lists of SSUL and its family: 0 is"
              + " the first class (1 in the data). --no-zero-based says that they count from 1"
              + " where the lists look otherwise.")
  private @Nullable Boolean zeroBased;

  @Mixin private ScenarioOptions scenario = new ScenarioOptions();

  @Option(
      names = "--held-out",
      paramLabel = "X",
      description = "Keep this fraction of each step's training images apart (default: 0).")
  private double heldOut;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write the ids of each step as text, and their positions (from 0) in the list of"
              + " all training or test images as NumPy files, as the official code of DKD has"
              + " them: overlap_15-1_train_00.npy; and the JSON of --json. Files of these names are"
              + " replaced, so give each class order a folder of its own.")
  private @Nullable Path out;

  @Option(
      names = "--json",
      description =
          "Print JSON; newClasses are ids of the data set, ...Sha256 the SHA-256 of the"
              + " ids of the images in the order of the data set, in UTF-8, each ended by a line"
              + " feed: the same as sha256sum of the text that --out writes.")
  private boolean json;

  SplitCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss split} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("split", args));
  }

  @Override
  public Integer call() {
    data.requireNoTraining();
    scenario.requireNoTraining();
    scenario.requireDrawn(heldOut > 0);
    ImageIndex index = classList == null ? images() : lists(classList);
    Ciss start = classList == null ? data.start() : data.startOfLists();
    ScenarioConfig config = scenario.applyTo(start, index::labelSpace).config().scenario();
    Scenario steps = config.scenario(index.labelSpace());
    if (index instanceof SegmentationDataset dataset) {
      Watch.run(console, "nothing was written", listener -> check(dataset, listener));
      dataset.remarks().forEach(console::note);
    }
    StepImages images =
        new StepImages(
            index, steps, config.rules(), HeldOut.choose(index, steps, config.rules(), heldOut));
    SplitTable table = SplitTable.of(images);
    console.result(json ? Json.text(table) : table.text());
    table.remarks().forEach(console::note);
    if (out != null) {
      Stream<Path> lists =
          index instanceof SegmentationDataset files ? files.sources().stream() : Stream.of();
      List<Path> inputs =
          Stream.concat(lists, Stream.of(classList, testClassList, classNames))
              .filter(Objects::nonNull)
              .toList();
      new SplitFiles(out, images, table, inputs).write();
      console.note("Lists: " + out);
    }
    return 0;
  }

  private ImageIndex lists(Path trainList) {
    data.requireNoFiles();
    ClassLists lists =
        ClassLists.read(
            data.labelSpace(classNames),
            trainList,
            testClassList,
            ClassLists.Numbers.of(zeroBased));
    console.note(lists.toString());
    return lists;
  }

  private SegmentationDataset images() {
    requireNoLists();
    SegmentationDataset dataset = data.open();
    dataset.origin().forEach(console::note);
    return dataset;
  }

  /** An option that would change nothing is a mistake. */
  private void requireNoLists() {
    if (testClassList != null || classNames != null || zeroBased != null) {
      throw CissException.usage(
          "%s is of class lists; name that of the training images with --class-list, or leave it"
              + " out",
          testClassList != null
              ? "--test-class-list"
              : classNames != null ? "--class-names" : "--zero-based");
    }
  }

  private static SegmentationDataset check(SegmentationDataset dataset, RunListener listener) {
    for (Split split : Split.values()) {
      dataset.check(
          split, (done, total) -> listener.on(new RunEvent.DataChecked(split.name(), done, total)));
    }
    return dataset;
  }
}
