// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.ciss4j.report.Exhibits;
import org.ciss4j.report.Reports;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.CissException;

/** Writes reports with pictures, where the data for them is at hand. */
final class RunReport {
  /** Images of a report, unless another number is wanted. */
  static final int PICTURES = 4;

  private RunReport() {}

  /** The report of a run in its folder. */
  static Path write(Console console, RunDirectory run) {
    return write(console, List.of(run), run.root().resolve("report.html"), PICTURES);
  }

  /**
   * The report of some runs.
   *
   * @param pictures number of images that are shown with what the networks say; 0 for none
   */
  static Path write(Console console, List<RunDirectory> runs, Path html, int pictures) {
    Reports.labels(runs); // Runs that do not compare are refused before any work is done.
    return Reports.compare(
        runs, pictures == 0 ? Exhibits.none() : exhibits(console, runs, pictures), html);
  }

  private static Exhibits exhibits(Console console, List<RunDirectory> runs, int pictures) {
    try {
      return RunPictures.of(runs, pictures);
    } catch (CissException e) {
      console.note("the report has no example images: " + e.getMessage());
      return Exhibits.none();
    }
  }
}
