// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ciss4j.common.CissException;
import org.ciss4j.report.page.Format;
import org.ciss4j.result.RunDirectory;

/**
 * What was recorded of the iterations of one step: {@code loss}, its terms before their weights,
 * {@code rate}, {@code seconds}, and in later steps how far old classes drift ({@code drift_pos},
 * {@code drift_neg}, {@code drift}).
 *
 * @param step t
 * @param iterations how many there are
 * @param columns values by iteration under the names of {@code losses.csv}
 */
public record StepLosses(int step, int iterations, Map<String, List<Double>> columns) {
  /** Name of the weighted sum of all terms. */
  static final String OBJECTIVE = "loss";

  /** Learning rate of the backbone. */
  static final String RATE = "rate";

  /** How long an iteration took. */
  public static final String SECONDS = "seconds";

  /** How much of that passed until its images were there. */
  static final String WAITED = "waited";

  private static final Set<String> NO_LOSS =
      Set.of("iteration", RATE, SECONDS, WAITED, "drift_pos", "drift_neg", "drift");

  /**
   * Those of a step of a run, which may be in training.
   *
   * @throws CissException of kind failure if the file is damaged
   */
  public static StepLosses of(RunDirectory run, int step) {
    return read(step, run.step(step).losses());
  }

  /**
   * When those of a step of a run were written last; empty before the first.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public static Optional<Instant> written(RunDirectory run, int step) {
    Path file = run.step(step).losses();
    try {
      return Files.exists(file)
          ? Optional.of(Files.getLastModifiedTime(file).toInstant())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads {@code losses.csv}; a missing file has no losses, and an unfinished last line is left
   * out.
   *
   * @throws CissException of kind failure if a value is no number
   */
  static StepLosses read(int step, Path file) {
    List<String> lines = lines(file);
    Map<String, List<Double>> columns = new LinkedHashMap<>();
    if (lines.isEmpty()) {
      return new StepLosses(step, 0, columns);
    }
    List<String> header = List.of(lines.get(0).split(",", -1));
    header.forEach(name -> columns.put(name, new ArrayList<>()));
    int iterations = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      if (cells.length == header.size()) {
        iterations++;
        for (int i = 0; i < cells.length; i++) {
          column(columns, header.get(i)).add(number(cells[i], file));
        }
      }
    }
    return new StepLosses(step, iterations, columns);
  }

  private static List<Double> column(Map<String, List<Double>> columns, String name) {
    return columns.getOrDefault(name, List.of());
  }

  /** Values of a column by iteration; none if there is no such column. */
  public List<Double> column(String name) {
    return column(columns, name);
  }

  /** How far the training of the step is, in words. */
  public String progress() {
    return Format.text("step %d, %d iterations done", step, iterations);
  }

  /** The objective and every term by iteration. */
  Map<String, List<Double>> curves() {
    return columns.entrySet().stream()
        .filter(entry -> !NO_LOSS.contains(entry.getKey()) && !entry.getValue().isEmpty())
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }

  /** Seconds that all iterations took. */
  double seconds() {
    return sum(SECONDS);
  }

  /** How many of them passed in waiting for images; NaN if that was not recorded. */
  double waited() {
    return sum(WAITED);
  }

  private double sum(String name) {
    return iterations > 0 && !columns.containsKey(name)
        ? Double.NaN
        : column(name).stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double number(String text, Path file) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw CissException.failure(
              "%s is damaged: expected a number, got \"%s\"; remove the file to report without it",
              file, text)
          .withCause(e);
    }
  }

  private static List<String> lines(Path file) {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
