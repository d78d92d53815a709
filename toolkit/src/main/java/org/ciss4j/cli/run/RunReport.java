// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.cli.output.Console;
import org.ciss4j.report.Reports;
import org.ciss4j.report.section.Exhibits;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.SeedsComparison;
import org.ciss4j.result.ShellWord;
import org.jspecify.annotations.Nullable;

/** Writes reports with pictures, where the data for them is at hand. */
public final class RunReport {
  /** Images of a report, unless another number is wanted. */
  public static final int PICTURES = 4;

  private RunReport() {}

  /**
   * Writes the report of some runs that were trained just now into a folder that is their own, and
   * says where.
   */
  public static void writeIn(Path folder, Console console, List<RunDirectory> runs) {
    writeIn(folder, console, runs, null);
  }

  /**
   * The same of methods with several seeds.
   *
   * @param runs of one seed
   * @param seeds what came out of all; null where there is but one
   */
  public static void writeIn(
      Path folder, Console console, List<RunDirectory> runs, @Nullable SeedsComparison seeds) {
    Path html = folder.resolve("report.html");
    String again =
        Stream.concat(runs.stream().map(RunDirectory::root), Stream.of(Path.of("--out"), html))
            .map(path -> ShellWord.quoted(path.toString()))
            .collect(Collectors.joining(" ", "ciss report ", ""));
    afterWork(console, again, () -> compared(console, runs, html, PICTURES, seeds));
  }

  /**
   * Writes a report at the end of work that is done and kept, and says where; the work is no worse
   * for a report that cannot be written.
   *
   * @param again the command that writes it later
   * @param report writes it
   */
  public static void afterWork(Console console, String again, Supplier<Path> report) {
    try {
      console.result("Report: " + report.get());
    } catch (RuntimeException | Error e) {
      new Errors(console).withoutReport(again, e);
    }
  }

  /**
   * Writes the report of some runs, and says where.
   *
   * @param pictures number of images that are shown with what the networks say; 0 for none
   */
  public static void write(Console console, List<RunDirectory> runs, Path html, int pictures) {
    console.result("Report: " + compared(console, runs, html, pictures, null));
  }

  private static Path compared(
      Console console,
      List<RunDirectory> runs,
      Path html,
      int pictures,
      @Nullable SeedsComparison seeds) {
    return Reports.compare(runs, labels -> exhibits(console, runs, labels, pictures), seeds, html);
  }

  private static Exhibits exhibits(
      Console console, List<RunDirectory> runs, List<String> labels, int pictures) {
    if (pictures == 0) {
      return Exhibits.none();
    }
    try {
      return RunPictures.of(runs, labels, pictures);
    } catch (RuntimeException e) {
      console.note("the report has no example images: " + Errors.explain(e));
      return Exhibits.none();
    }
  }
}
