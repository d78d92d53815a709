// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.ciss4j.file.Unchecked;

/** Whether two runs have the same numbers: losses, parameters and counts of pixels. */
public final class RunComparison {
  /** Columns of the log that are no numbers of the run. */
  private static final Set<String> TIMES = Set.of("seconds", "waited");

  private RunComparison() {}

  /**
   * Where two runs differ, in words; of the losses of a step, the first that differs.
   *
   * @return empty if every loss, every parameter and every count is equal to the last bit
   */
  public static List<String> differences(RunDirectory one, RunDirectory other) {
    List<StepResult> steps = one.result().steps();
    List<StepResult> others = other.result().steps();
    if (steps.size() != others.size()) {
      return List.of(
          String.format(Locale.ROOT, "%d and %d steps are done", steps.size(), others.size()));
    }
    List<String> found = new ArrayList<>();
    for (int step = 0; step < steps.size(); step++) {
      losses(one.step(step).losses(), other.step(step).losses())
          .map(("step " + step + ", ")::concat)
          .ifPresent(found::add);
      if (!hash(one, step).equals(hash(other, step))) {
        found.add("step " + step + ", parameters");
      }
      if (!Arrays.deepEquals(
          steps.get(step).confusion().counts(), others.get(step).confusion().counts())) {
        found.add(
            String.format(
                Locale.ROOT,
                "step %d, counts of pixels: mIoU of all classes is %s and %s",
                step,
                steps.get(step).scores().all(),
                others.get(step).scores().all()));
      }
    }
    return List.copyOf(found);
  }

  private static Optional<String> hash(RunDirectory run, int step) {
    return run.step(step).checkpoints().model().map(Checkpoint::sha256);
  }

  private static Optional<String> losses(Path one, Path other) {
    List<String> lines = lines(one);
    List<String> others = lines(other);
    if (lines.isEmpty() || lines.size() != others.size() || !lines.get(0).equals(others.get(0))) {
      return Optional.of("the losses have other lines or columns");
    }
    List<String> head = List.of(lines.get(0).split(",", -1));
    return IntStream.range(1, lines.size())
        .boxed()
        .flatMap(line -> difference(head, lines.get(line), others.get(line)).stream())
        .findFirst();
  }

  private static Optional<String> difference(List<String> head, String one, String other) {
    String[] cells = one.split(",", -1);
    String[] others = other.split(",", -1);
    if (cells.length != head.size() || others.length != head.size()) {
      return Optional.of("the losses have an unfinished line");
    }
    return IntStream.range(0, head.size())
        .filter(column -> !TIMES.contains(head.get(column)))
        .filter(column -> !cells[column].equals(others[column]))
        .mapToObj(
            column ->
                String.format(
                    Locale.ROOT,
                    "iteration %s: %s is %s and %s",
                    cells[0],
                    head.get(column),
                    cells[column],
                    others[column]))
        .findFirst();
  }

  private static List<String> lines(Path file) {
    return Unchecked.call(() -> Files.readAllLines(file));
  }
}
