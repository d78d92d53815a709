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

  /** Writes the report of some runs into a folder that is their own, and says where. */
  static void writeIn(Path folder, Console console, List<RunDirectory> runs) {
    write(console, runs, folder.resolve("report.html"), PICTURES);
  }

  /**
   * Writes the report of some runs, and says where.
   *
   * @param pictures number of images that are shown with what the networks say; 0 for none
   */
  static void write(Console console, List<RunDirectory> runs, Path html, int pictures) {
    Path written = Reports.compare(runs, labels -> exhibits(console, runs, labels, pictures), html);
    console.result("Report: " + written);
  }

  private static Exhibits exhibits(
      Console console, List<RunDirectory> runs, List<String> labels, int pictures) {
    if (pictures == 0) {
      return Exhibits.none();
    }
    try {
      return RunPictures.of(runs, labels, pictures);
    } catch (CissException e) {
      console.note("the report has no example images: " + e.getMessage());
      return Exhibits.none();
    }
  }
}
