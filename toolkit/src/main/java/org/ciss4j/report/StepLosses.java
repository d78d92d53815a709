// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.scenario.CissException;

/**
 * The losses of one step.
 *
 * @param step t
 * @param iterations how many there are
 * @param curves values by iteration, of the objective ({@value #OBJECTIVE}) and of every term
 * @param seconds that all iterations took
 * @param waited how many of them passed in waiting for images; NaN if that was not recorded
 */
record StepLosses(
    int step, int iterations, Map<String, List<Double>> curves, double seconds, double waited) {
  /** Name of the weighted sum of all terms. */
  static final String OBJECTIVE = "loss";

  private static final String SECONDS = "seconds";
  private static final String WAITED = "waited";
  private static final Set<String> NO_LOSS = Set.of("iteration", "rate", SECONDS, WAITED);

  /**
   * Reads {@code losses.csv}; a missing file has no losses, and an unfinished last line is left
   * out.
   *
   * @throws CissException of kind failure if a value is no number
   */
  static StepLosses read(int step, Path file) {
    List<String> lines = lines(file);
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    if (lines.isEmpty()) {
      return new StepLosses(step, 0, curves, 0, 0);
    }
    List<String> header = List.of(lines.get(0).split(",", -1));
    int iterations = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      if (cells.length == header.size()) {
        iterations++;
        for (int i = 0; i < cells.length; i++) {
          if (!NO_LOSS.contains(header.get(i))) {
            curves
                .computeIfAbsent(header.get(i), name -> new ArrayList<>())
                .add(number(cells[i], file));
          }
        }
      }
    }
    return new StepLosses(
        step,
        iterations,
        curves,
        sum(header, SECONDS, lines, file),
        sum(header, WAITED, lines, file));
  }

  /** The sum of a column; NaN if there is none. */
  private static double sum(List<String> header, String name, List<String> lines, Path file) {
    int column = header.indexOf(name);
    return column < 0
        ? Double.NaN
        : lines.stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .filter(cells -> cells.length == header.size())
            .mapToDouble(cells -> number(cells[column], file))
            .sum();
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
