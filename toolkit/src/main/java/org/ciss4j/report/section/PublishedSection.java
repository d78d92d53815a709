// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.page.Format;
import org.ciss4j.result.RunDirectory;

/** The last scores of the runs beside those that papers print for the same scenario and setting. */
final class PublishedSection {
  private static final List<Block.Column> COLUMNS =
      List.of(
          Block.Column.text("Method"),
          Block.Column.number("mIoU base"),
          Block.Column.number("mIoU novel"),
          Block.Column.number("mIoU all"),
          Block.Column.number("hIoU"),
          Block.Column.text("Besides the step's images"),
          Block.Column.text("From"));

  private PublishedSection() {}

  /** No section if nothing was published for these steps. */
  static Optional<Document.Section> of(Comparison comparison) {
    List<PublishedScore> published = comparison.published();
    if (published.isEmpty()) {
      return Optional.empty();
    }
    List<List<Block.Cell>> rows =
        Stream.concat(
                comparison.runs().stream().map(run -> row(run, comparison)),
                published.stream().map(PublishedSection::row))
            .toList();
    Block.Table table =
        new Block.Table(
            "Scores after the last step, in percent, beside the published ones of the same scenario"
                + " and setting; ± is the standard deviation over runs. The runs of this report are"
                + " bold.",
            COLUMNS,
            rows);
    List<Block> blocks = new ArrayList<>(List.of(table));
    blocks.add(new Block.Text(PublishedConditions.WHAT));
    comparison.runs().stream()
        .map(run -> differences(run, comparison))
        .map(Block.Text::new)
        .forEach(blocks::add);
    return Optional.of(new Document.Section("published", "Beside published scores", blocks));
  }

  private static String differences(Run run, Comparison comparison) {
    List<String> differences = PublishedConditions.differences(run, comparison);
    String who = comparison.isSingle() ? "This run" : "Run " + run.label();
    return differences.isEmpty()
        ? who + " differs in nothing that is recorded."
        : differences.stream()
            .collect(
                Collectors.joining("; ", who + " differs, so its scores do not compare: ", "."));
  }

  private static List<Block.Cell> row(Run run, Comparison comparison) {
    List<String> row = new ArrayList<>(List.of(run.label()));
    row.addAll(run.last().scores().mIoU().percent());
    row.add(besides(run));
    row.add(
        comparison.isWhole(run)
            ? "this report"
            : Format.text("step %d, not the last", run.last().step()));
    return row.stream().map(text -> Block.Cell.of(text).withStrong(true)).toList();
  }

  /** What a run has read besides the images of its steps, in words. */
  private static String besides(Run run) {
    RunDirectory directory = RunDirectory.open(run.root());
    Set<String> folders =
        directory.hasBegun() ? directory.provenance().folders().keySet() : Set.of();
    List<String> words = new ArrayList<>();
    if (folders.contains("saliency")) {
      words.add("saliency maps");
    }
    if (folders.contains("replay")) {
      words.add("replayed images");
    }
    if (run.config().memory().replays()) {
      words.add("memory");
    }
    return String.join(", ", words);
  }

  private static String source(String name) {
    return switch (name) {
      case "paper" -> "DKD's paper";
      case "ssul" -> "SSUL's code";
      case "rcil" -> "RCIL's code";
      case "lskd" -> "LSKD's code";
      default -> "DKD's code";
    };
  }

  private static List<Block.Cell> row(PublishedScore score) {
    return Stream.of(
            score.method(),
            score.base().percent(),
            score.novel().percent(),
            score.all().percent(),
            score.hIoU().percent(),
            score.extra(),
            source(score.source()))
        .map(Block.Cell::of)
        .toList();
  }
}
