// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.ciss4j.cli.option.DataOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.Json;
import org.ciss4j.cli.output.Watch;
import org.ciss4j.common.Columns;
import org.ciss4j.common.EnumLabel;
import org.ciss4j.data.DatasetInspection;
import org.ciss4j.data.DatasetInspection.ClassCount;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.metric.Percent;
import org.ciss4j.report.DatasetReport;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ciss data stats}: how often each class occurs. */
@Command(
    name = "stats",
    description = {
      "Prints for each class the number of images that show it and its share of all pixels, in"
          + " percent, in the training and in the test images.",
      "",
      "Images with problems are counted as far as they can be read; ciss data check lists them."
    },
    footer = {
      "  ciss data stats --dataset sample",
      "  ciss data stats --dataset voc --data ~/data --out voc.html"
    })
public final class DataStatsCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private DataOptions data = new DataOptions();

  @Option(names = "--json", description = "Print JSON; shares are fractions.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      description = "Also write a report with bar charts to this file.")
  private @Nullable Path out;

  /** The JSON form. */
  private record Statistics(String dataset, Map<String, Part> splits) {}

  private record Part(int images, long pixels, List<Row> classes) {}

  private record Row(int id, String name, long images, long pixels, double share) {}

  DataStatsCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss data stats} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("data stats", args));
  }

  @Override
  public Integer call() {
    data.requireNoTraining();
    SegmentationDataset dataset = data.open();
    dataset.origin().forEach(console::note);
    Path report = out == null ? null : DatasetReport.requireHtml(out);
    DatasetInspection inspection =
        Watch.run(
            console,
            "nothing was written",
            listener -> DataCheckCommand.inspect(dataset, listener));
    Statistics statistics = statistics(dataset, inspection);
    console.result(json ? Json.text(statistics) : text(statistics));
    for (Split split : Split.values()) {
      inspection.findings(split).remarks().forEach(console::note);
    }
    inspection
        .counts()
        .forEach((kind, count) -> console.note(kind.label() + " " + count + "; see data check"));
    if (report != null) {
      DatasetReport.write(dataset.toString(), inspection, report);
      console.note("Report: " + report);
    }
    return 0;
  }

  private static Statistics statistics(SegmentationDataset dataset, DatasetInspection inspection) {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      long pixels = inspection.pixels(split);
      List<Row> rows =
          inspection.classCounts(split).stream()
              .map(count -> row(dataset.labelSpace(), count, pixels))
              .toList();
      parts.put(EnumLabel.of(split), new Part(inspection.of(split).size(), pixels, rows));
    }
    return new Statistics(dataset.name(), parts);
  }

  private static Row row(LabelSpace labels, ClassCount count, long pixels) {
    String name = count.label() == LabelSpace.VOID ? "void" : labels.nameOf(count.label());
    double share = pixels == 0 ? 0 : (double) count.pixels() / pixels;
    return new Row(count.label(), name, count.images(), count.pixels(), share);
  }

  private static String text(Statistics statistics) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(line(statistics, " id  class", (name, part) -> List.of(name, "% pixels")));
    List<Row> first = statistics.splits.values().iterator().next().classes;
    for (int i = 0; i < first.size(); i++) {
      int index = i;
      String title = String.format(Locale.ROOT, "%3d  %s", first.get(i).id, first.get(i).name);
      rows.add(line(statistics, title, (name, part) -> cells(part.classes.get(index))));
    }
    rows.add(
        line(
            statistics,
            "     all images",
            (name, part) -> List.of(Integer.toString(part.images), "")));
    return Columns.aligned(rows, 1)
        .map(String::stripTrailing)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static List<String> cells(Row row) {
    return List.of(Long.toString(row.images), Percent.of(row.share));
  }

  private static List<String> line(
      Statistics statistics, String title, BiFunction<String, Part, List<String>> cells) {
    List<String> line = new ArrayList<>(List.of(title));
    statistics.splits.forEach((name, part) -> line.addAll(cells.apply(name, part)));
    return line;
  }
}
