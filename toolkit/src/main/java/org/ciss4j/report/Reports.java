// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.ciss4j.common.CissException;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.page.Html;
import org.ciss4j.report.page.Markdown;
import org.ciss4j.report.section.Comparison;
import org.ciss4j.report.section.Contents;
import org.ciss4j.report.section.Exhibits;
import org.ciss4j.report.section.Run;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.SeedsComparison;
import org.ciss4j.result.store.TextFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes reports: the same content as Markdown, as HTML in one file that needs no other, and the
 * numbers as CSV. In Markdown and HTML "-" is a score that is undefined and "n/a" one of a class
 * without a pixel of truth; in CSV both are empty.
 */
public final class Reports {
  private static final String HTML = ".html";

  private Reports() {}

  /** Writes a page of one's own as one HTML file that needs no other. */
  public static void write(Document document, Path html) {
    TextFile.write(html, Html.render(document));
  }

  /**
   * Writes {@code report.md}, {@code report.csv} and {@code report.html} into the folder of a run.
   *
   * @return the HTML file
   * @throws CissException of kind usage if no step of the run is done
   */
  public static Path write(RunDirectory run) {
    Comparison comparison = Comparison.of(List.of(run));
    Document document = Contents.of(comparison, Exhibits.none(), null);
    return write(comparison, document, run.root().resolve("report" + HTML));
  }

  /**
   * Writes one report on several runs of one data set, scenario, class order and setting: the HTML
   * file, and beside it the same name with {@code .md} and {@code .csv}.
   *
   * @param htmlFile its folder is made if it is missing
   * @return the HTML file
   * @throws CissException of kind usage if there is no run, if a run has no step that is done, or
   *     if the runs are not of one scenario
   */
  public static Path compare(List<RunDirectory> runs, Path htmlFile) {
    return compare(runs, labels -> Exhibits.none(), htmlFile);
  }

  /**
   * The same with pictures of what the networks of the runs say.
   *
   * @param exhibits makes them, once it is known that the runs compare; it is given what the report
   *     calls the runs: as little as tells them apart
   */
  public static Path compare(
      List<RunDirectory> runs, Function<List<String>, Exhibits> exhibits, Path htmlFile) {
    return compare(runs, exhibits, null, htmlFile);
  }

  /**
   * The same of methods that were trained with several seeds.
   *
   * @param runs of one seed, which the report shows in detail
   * @param seeds what came out of all seeds; null where there is but one
   */
  public static Path compare(
      List<RunDirectory> runs,
      Function<List<String>, Exhibits> exhibits,
      @Nullable SeedsComparison seeds,
      Path htmlFile) {
    Comparison comparison = Comparison.of(runs);
    Exhibits made = exhibits.apply(comparison.runs().stream().map(Run::label).toList());
    try {
      Files.createDirectories(htmlFile.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return write(comparison, Contents.of(comparison, made, seeds), htmlFile);
  }

  private static Path write(Comparison comparison, Document document, Path html) {
    TextFile.write(sibling(html, ".csv"), Csv.render(comparison));
    TextFile.write(sibling(html, ".md"), Markdown.render(document));
    TextFile.write(html, Html.render(document));
    return html;
  }

  /** The files that are written beside a report. */
  public static List<Path> besides(Path html) {
    return List.of(sibling(html, ".csv"), sibling(html, ".md"));
  }

  private static Path sibling(Path html, String extension) {
    String name = html.getFileName().toString();
    boolean ends = name.toLowerCase(Locale.ROOT).endsWith(HTML);
    return html.resolveSibling(
        (ends ? name.substring(0, name.length() - HTML.length()) : name) + extension);
  }
}
