// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;
import org.ciss4j.data.DatasetInspection;
import org.ciss4j.data.DatasetInspection.ClassCount;
import org.ciss4j.data.Split;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.page.Format;
import org.ciss4j.report.page.Html;
import org.ciss4j.report.plot.Palette;
import org.ciss4j.result.store.TextFile;
import org.ciss4j.scenario.LabelSpace;

/** How often each class of a data set occurs, as one HTML file with bar charts. */
public final class DatasetReport {
  private DatasetReport() {}

  /**
   * A file that a report can be written to; its folder is made if it is missing.
   *
   * @throws CissException of kind usage if its name does not end in .html, or it cannot be written
   */
  public static Path requireHtml(Path file) {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".html")) {
      throw CissException.usage("report %s is no HTML file; end its name in .html", file);
    }
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw CissException.usage("folder %s cannot be made; name another file with --out", folder)
          .withCause(e);
    }
    if (Files.isDirectory(file) || !Files.isWritable(folder)) {
      throw CissException.usage("report %s cannot be written; name another file", file);
    }
    return file;
  }

  /**
   * Writes the report.
   *
   * @param title what the data set is, in one line
   */
  public static void write(String title, DatasetInspection inspection, Path html) {
    TextFile.write(html, Html.render(document(title, inspection)));
  }

  private static Document document(String title, DatasetInspection inspection) {
    List<Document.Fact> facts = new ArrayList<>();
    List<Document.Section> sections = new ArrayList<>();
    for (Split split : Split.values()) {
      facts.add(
          new Document.Fact(
              name(split),
              Format.text(
                  "%d images, %.1f million pixels",
                  inspection.of(split).size(), inspection.pixels(split) / 1e6)));
      sections.add(section(split, inspection));
    }
    facts.add(
        new Document.Fact(
            "Background",
            inspection.labelSpace().hasBackground()
                ? inspection.labelSpace().nameOf(LabelSpace.BACKGROUND)
                : "none: what is no class is void"));
    inspection
        .counts()
        .forEach(
            (kind, count) -> facts.add(new Document.Fact(kind.label(), Format.text("%d", count))));
    return new Document(title, facts, sections);
  }

  private static Document.Section section(Split split, DatasetInspection inspection) {
    long pixels = Math.max(1, inspection.pixels(split));
    int images = Math.max(1, inspection.of(split).size());
    List<ClassCount> counts = inspection.classCounts(split);
    return new Document.Section(
        EnumLabel.of(split),
        name(split) + " images",
        List.of(
            new Block.Bars(
                "Images that show each class, and their share of all images in percent.",
                bars(
                    inspection,
                    counts,
                    count -> (double) count.images() / images,
                    count -> Format.text("%d", count.images()))),
            new Block.Bars(
                "Pixels of each class in millions, and in percent of all pixels.",
                bars(
                    inspection,
                    counts,
                    count -> (double) count.pixels() / pixels,
                    count -> Format.text("%.3f", count.pixels() / 1e6)))));
  }

  private static List<Block.Bar> bars(
      DatasetInspection inspection,
      List<ClassCount> counts,
      ToDoubleFunction<ClassCount> share,
      Function<ClassCount, String> number) {
    return counts.stream()
        .map(
            count ->
                new Block.Bar(
                    label(inspection.labelSpace(), count.label()),
                    share.applyAsDouble(count),
                    number.apply(count),
                    Palette.colour(count.label())))
        .toList();
  }

  private static String label(LabelSpace labels, int id) {
    return id == LabelSpace.VOID ? "void" : labels.nameOf(id);
  }

  private static String name(Split split) {
    return split == Split.TRAIN ? "Training" : "Test";
  }
}
