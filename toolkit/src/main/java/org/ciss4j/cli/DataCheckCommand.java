// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ciss4j.cli.option.DataOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.Json;
import org.ciss4j.cli.output.Watch;
import org.ciss4j.common.EnumLabel;
import org.ciss4j.data.DatasetInspection;
import org.ciss4j.data.Inspection;
import org.ciss4j.data.Problem;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ciss data check}: lists everything that is wrong with a data set. */
@Command(
    name = "check",
    description = {
      "Decodes every image and mask and lists all problems: missing and broken files, masks of"
          + " another size than their image, labels that stand for no class, photographs of which"
          + " nobody knows how they lie under their masks, and masks that show no class at all.",
      "On standard error: which lists were taken, and what is odd and no problem.",
      "",
      "Finds damage in the middle of a JPEG too, which the quicker look before training does not."
          + " Exit code 0 if all is sound, 1 if there are problems."
    },
    footer = {
      "  ciss data check --dataset voc --data ~/data",
      "  ciss data check --dataset folder --data ~/pets --json > problems.json"
    })
public final class DataCheckCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private DataOptions data = new DataOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** The JSON form. */
  private record Findings(
      String dataset,
      boolean sound,
      Map<String, Integer> images,
      Map<String, Long> counts,
      List<Finding> problems) {}

  /** The id is null where the images of a part are at fault together. */
  private record Finding(String split, @Nullable String id, String kind, String message) {}

  DataCheckCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss data check} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("data check", args));
  }

  @Override
  public Integer call() {
    data.requireNoTraining();
    SegmentationDataset dataset = data.open();
    dataset.origin().forEach(console::note);
    DatasetInspection inspection =
        Watch.run(console, "nothing was changed", listener -> inspect(dataset, listener));
    Findings findings = findings(dataset, inspection);
    for (Split split : Split.values()) {
      inspection.findings(split).remarks().forEach(console::note);
    }
    console.result(json ? Json.text(findings) : text(findings));
    return inspection.isSound() ? 0 : 1;
  }

  /** Looks at all images while progress is shown. */
  static DatasetInspection inspect(SegmentationDataset dataset, RunListener listener) {
    return DatasetInspection.of(
        dataset,
        split -> (done, total) -> listener.on(new RunEvent.DataChecked(split.name(), done, total)));
  }

  private static Findings findings(SegmentationDataset dataset, DatasetInspection inspection) {
    Map<String, Integer> images = new LinkedHashMap<>();
    List<Finding> problems = new ArrayList<>();
    for (Split split : Split.values()) {
      images.put(EnumLabel.of(split), inspection.of(split).size());
      for (Inspection image : inspection.of(split)) {
        image.problems().forEach(problem -> problems.add(finding(split, image.id(), problem)));
      }
      inspection
          .findings(split)
          .problems()
          .forEach(problem -> problems.add(finding(split, null, problem)));
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    inspection.counts().forEach((kind, count) -> counts.put(kind.label(), count));
    return new Findings(dataset.name(), inspection.isSound(), images, counts, problems);
  }

  private static Finding finding(Split split, @Nullable String id, Problem problem) {
    return new Finding(EnumLabel.of(split), id, problem.kind().label(), problem.message());
  }

  private static String text(Findings findings) {
    List<String> lines = new ArrayList<>();
    findings.problems.forEach(problem -> lines.add(problem.kind + ": " + problem.message));
    String images =
        findings.images.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    lines.add(
        String.format(
            Locale.ROOT,
            "%s (%s images): %s",
            findings.dataset,
            images,
            findings.sound ? "sound" : counts(findings.counts)));
    return String.join(System.lineSeparator(), lines);
  }

  private static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
