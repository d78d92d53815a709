// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ciss4j.cli.option.DataOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.Outputs;
import org.ciss4j.cli.output.PngFile;
import org.ciss4j.cli.output.Watch;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Columns;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.report.page.Pictures;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ciss data replay}: a folder of images to replay. */
@Command(
    name = "replay",
    description = {
      "Makes a folder for --replay of a data set's own training images: a sub-folder for each class"
          + " with some of the images that show it, without labels.",
      "",
      "Images from elsewhere can be put there, too; of what is replayed nobody knows more than the"
          + " class that its sub-folder is named after."
    },
    footer = {
      "  ciss data replay --dataset sample --most 50 --out replay",
      "  ciss compare --dataset sample --methods paper --replay replay"
    })
public final class DataReplayCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "100",
      description = "So many images of each class (default: ${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Draws them (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "A new folder.")
  private Path out = Path.of("");

  DataReplayCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss data replay} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("data replay", args));
  }

  @Override
  public Integer call() {
    data.requireNoTraining();
    if (most < 1) {
      throw CissException.usage("--most %d is no number of images; use 1 or more", most);
    }
    if (Files.exists(out)) {
      throw CissException.usage("output %s exists; name a new folder with --out", out);
    }
    Outputs.requireNotIn(out, data.folders().toArray(Path[]::new));
    SegmentationDataset dataset = data.open();
    dataset.origin().forEach(console::note);
    Map<String, List<String>> chosen =
        Watch.run(
            console, out + " is not whole, remove it", listener -> written(dataset, listener));
    console.result(text(chosen));
    return 0;
  }

  private Map<String, List<String>> written(SegmentationDataset dataset, RunListener listener) {
    dataset.check(
        Split.TRAIN,
        (done, total) -> listener.on(new RunEvent.DataChecked(Split.TRAIN.name(), done, total)));
    Map<String, List<String>> chosen = chosen(dataset);
    int total = chosen.values().stream().mapToInt(List::size).sum();
    int done = 0;
    for (Map.Entry<String, List<String>> ofClass : chosen.entrySet()) {
      for (String id : ofClass.getValue()) {
        Path file = out.resolve(ofClass.getKey()).resolve(id.replace('/', '_') + ".png");
        PngFile.at(file).write(Pictures.photo(dataset.read(id)));
        done++;
        listener.on(new RunEvent.ImagesWritten(done, total));
      }
    }
    return chosen;
  }

  private Map<String, List<String>> chosen(SegmentationDataset dataset) {
    Map<String, List<String>> chosen = new LinkedHashMap<>();
    LabelSpace labels = dataset.labelSpace();
    for (int label : labels.foreground()) {
      String name = labels.nameOf(label);
      List<String> showing = new ArrayList<>(dataset.ids(Split.TRAIN));
      showing.removeIf(id -> !dataset.classesIn(id).contains(label));
      Collections.shuffle(showing, new Seeds(seed).child("replay/" + name).random());
      chosen.put(name, showing.subList(0, Math.min(most, showing.size())));
    }
    return chosen;
  }

  private String text(Map<String, List<String>> chosen) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("class", "images"));
    chosen.forEach((name, ids) -> rows.add(List.of(name, Integer.toString(ids.size()))));
    return Columns.aligned(rows, 1)
            .map(String::stripTrailing)
            .collect(Collectors.joining(System.lineSeparator()))
        + String.format(Locale.ROOT, "%nwritten to %s", out);
  }
}
