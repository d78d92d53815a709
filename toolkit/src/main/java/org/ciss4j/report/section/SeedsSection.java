// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.page.Format;
import org.ciss4j.result.PairedDifference;
import org.ciss4j.result.SeedsComparison;
import org.ciss4j.result.Spread;

/** Methods with several seeds: means, and which differences are more than noise. */
final class SeedsSection {
  private static final List<Block.Column> COLUMNS =
      List.of(
          Block.Column.text("Method"),
          Block.Column.number("mIoU base"),
          Block.Column.number("mIoU novel"),
          Block.Column.number("mIoU all"),
          Block.Column.number("hIoU"));

  private SeedsSection() {}

  static Document.Section of(SeedsComparison seeds) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(means(seeds));
    if (seeds.tellsDifferences()) {
      blocks.add(differences(seeds));
    }
    blocks.add(
        new Block.Text(
            Format.text(
                "All that follows is of seed %d alone; seeds.csv has every step of every seed.",
                seeds.seeds().get(0))));
    return new Document.Section("seeds", "Seeds", blocks);
  }

  private static Block.Table means(SeedsComparison seeds) {
    String numbers = seeds.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
    String caption =
        seeds.seeds().size() == 1
            ? "After the last step, in percent, seed " + numbers + "."
            : "After the last step, in percent: mean and standard deviation of seeds "
                + numbers
                + ".";
    return new Block.Table(
        caption,
        COLUMNS,
        seeds.methods().keySet().stream()
            .map(name -> row(name, seeds.last(name).values().stream().map(Spread::percent)))
            .toList());
  }

  private static Block.Table differences(SeedsComparison seeds) {
    return new Block.Table(
        seeds.test(), COLUMNS, seeds.others().stream().map(name -> row(name, seeds)).toList());
  }

  private static List<Block.Cell> row(String name, SeedsComparison seeds) {
    return Stream.concat(
            Stream.of(Block.Cell.of(name)),
            seeds.differences(name).values().stream().map(SeedsSection::cell))
        .toList();
  }

  private static Block.Cell cell(PairedDifference difference) {
    return Block.Cell.of(difference.points()).withStrong(difference.isMoreThanNoise());
  }

  private static List<Block.Cell> row(String name, Stream<String> cells) {
    return Stream.concat(Stream.of(name), cells).map(Block.Cell::of).toList();
  }
}
