// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.metric.Percent;
import org.ciss4j.metric.Scores;
import org.ciss4j.report.section.ClassScores;
import org.ciss4j.report.section.Comparison;
import org.ciss4j.report.section.PublishedScore;
import org.ciss4j.report.section.Run;
import org.ciss4j.result.CsvCell;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.RunConfig;

/**
 * The scores as CSV (RFC 4180): a line per run and step, and one for each published score; in
 * percent, empty where there is none.
 */
public final class Csv {
  private static final List<String> FACTS =
      List.of(
          "run",
          "dataset",
          "scenario",
          "setting",
          "method",
          "backbone",
          "crop",
          "scored on",
          "seed",
          "step",
          "new classes",
          "train images",
          "test images");

  private static final List<String> SCORES =
      List.of(
          "mIoU base",
          "mIoU novel",
          "mIoU all",
          "hIoU",
          "pixel accuracy base",
          "pixel accuracy novel",
          "pixel accuracy all",
          "pixel accuracy harmonic",
          "class accuracy base",
          "class accuracy novel",
          "class accuracy all",
          "class accuracy harmonic");

  private Csv() {}

  static String render(Comparison comparison) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(header(comparison.classNames()));
    for (Run run : comparison.runs()) {
      run.steps().forEach(step -> lines.add(line(run, step, comparison.classNames().size())));
    }
    comparison.published().forEach(score -> lines.add(line(score, comparison)));
    return text(lines);
  }

  /** Lines of cells as CSV (RFC 4180). */
  public static String text(List<List<String>> lines) {
    return lines.stream()
        .map(line -> line.stream().map(CsvCell::of).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  private static List<String> header(List<String> classNames) {
    Stream<String> classes = classNames.stream().map(name -> "IoU " + name);
    return Stream.of(FACTS.stream(), SCORES.stream(), classes).flatMap(s -> s).toList();
  }

  private static List<String> line(Run run, StepResult step, int channels) {
    RunConfig config = run.config();
    List<String> line = new ArrayList<>();
    line.add(run.label());
    line.add(config.data().dataset());
    line.add(config.scenario().name());
    line.add(config.scenario().setting().label());
    line.add(config.method().name());
    line.add(config.model().backbone());
    line.add(Integer.toString(config.training().crop()));
    line.add(config.evaluation().region().label());
    line.add(Long.toString(config.seed()));
    line.add(Integer.toString(step.step()));
    line.add(String.join(", ", step.newClasses()));
    line.add(Integer.toString(step.trainImages()));
    line.add(Integer.toString(step.testImages()));
    Scores scores = step.scores();
    add(line, scores.mIoU());
    add(line, scores.pixelAccuracy());
    add(line, scores.classAccuracy());
    for (int channel = 0; channel < channels; channel++) {
      line.add(number(ClassScores.iou(step, channel)));
    }
    return line;
  }

  /** What a paper prints has no seed, images or classes of its own here. */
  private static List<String> line(PublishedScore score, Comparison comparison) {
    List<String> line = new ArrayList<>();
    line.add("published: " + score.method());
    line.add(score.dataset());
    line.add(score.scenario());
    line.add(score.setting());
    line.add(score.method());
    line.add("resnet101");
    line.addAll(List.of("", "", ""));
    line.add(Integer.toString(comparison.scenario().stepCount() - 1));
    line.addAll(List.of("", "", ""));
    Stream.of(score.base(), score.novel(), score.all(), score.hIoU())
        .map(value -> number(value.mean()))
        .forEach(line::add);
    int rest = FACTS.size() + SCORES.size() + comparison.classNames().size() - line.size();
    line.addAll(Collections.nCopies(rest, ""));
    return line;
  }

  private static void add(List<String> line, Scores.Grouped measure) {
    measure.numbers().stream().map(Csv::number).forEach(line::add);
  }

  private static String number(double fraction) {
    return Double.isNaN(fraction) ? "" : Percent.of(fraction);
  }
}
