// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.ciss4j.result.Spread;

/**
 * A row of a published table. The file {@code published.csv} beside this class has them all, and
 * says where they are from.
 *
 * @param dataset as this toolkit calls it
 * @param scenario base-increment
 * @param setting as this toolkit calls it
 * @param method as the paper calls it
 * @param extra what it uses besides the images of the step; may be empty
 * @param base mean IoU of the base classes with background
 * @param novel mean IoU of the novel classes
 * @param all mean IoU of all classes
 * @param hIoU harmonic mean of base and novel
 * @param source paper: a table of DKD's paper; code: the README of its official code; ssul, rcil,
 *     lskd: those of the codes of SSUL, RCIL and LSKD
 */
public record PublishedScore(
    String dataset,
    String scenario,
    String setting,
    String method,
    String extra,
    Spread base,
    Spread novel,
    Spread all,
    Spread hIoU,
    String source) {
  private static final String FILE = "published.csv";
  private static final List<PublishedScore> ALL = read();

  /** What was published for a scenario in a setting, in the order of the tables. */
  static List<PublishedScore> of(String dataset, String scenario, String setting) {
    return ALL.stream()
        .filter(score -> score.dataset.equals(dataset))
        .filter(score -> score.scenario.equals(scenario))
        .filter(score -> score.setting.equals(setting))
        .toList();
  }

  private static List<PublishedScore> read() {
    var stream = Objects.requireNonNull(PublishedScore.class.getResourceAsStream(FILE), FILE);
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(line -> parse(line.split(";", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PublishedScore parse(String[] cells) {
    return new PublishedScore(
        cells[0],
        cells[1],
        cells[2],
        cells[3],
        cells[4],
        spread(cells[5], cells[9]),
        spread(cells[6], cells[10]),
        spread(cells[7], cells[11]),
        spread(cells[8], cells[12]),
        cells[13]);
  }

  private static Spread spread(String mean, String deviation) {
    return new Spread(fraction(mean), fraction(deviation));
  }

  private static double fraction(String percent) {
    return percent.isEmpty() ? Double.NaN : Double.parseDouble(percent) / 100;
  }
}
