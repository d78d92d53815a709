// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.Columns;
import org.ciss4j.result.RunResult;

/** The parts of DKD and the scores after the last step, in percent. */
public final class AblationTable {
  private AblationTable() {}

  /**
   * The table.
   *
   * @param runs without both parts, without init, without DKD, with both
   */
  public static String of(List<RunResult> runs) {
    Stream<List<String>> rows =
        Stream.of(
            List.of("mBCE+KD", "DKD", "init", "base", "novel", "all", "hIoU"),
            row("", "", runs.get(0)),
            row("x", "", runs.get(1)),
            row("", "x", runs.get(2)),
            row("x", "x", runs.get(3)));
    return Columns.aligned(rows.toList(), 3).collect(Collectors.joining(System.lineSeparator()));
  }

  private static List<String> row(String dkd, String init, RunResult run) {
    List<String> row = new ArrayList<>(List.of("x", dkd, init));
    row.addAll(run.last().scores().mIoU().percent());
    return row;
  }
}
