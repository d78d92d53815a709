// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import java.util.Locale;
import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;

/**
 * Which images a step may learn from, and which of their pixels are labelled. In all settings but
 * the sequential one only the new classes of the step are labelled; pixels of old and future
 * classes look like background.
 *
 * <p>Disjoint and overlapped: Cermelli et al., "Modeling the Background for Incremental Learning in
 * Semantic Segmentation", CVPR 2020, section 4.
 */
public enum Setting {
  /** Images that show a new class and no future class, so that no image comes twice. */
  DISJOINT,
  /** Images that show a new class, whatever else they show. */
  OVERLAPPED,
  /**
   * The images of the disjoint setting with old classes labelled too: Michieli and Zanuttigh,
   * "Incremental Learning Techniques for Semantic Segmentation", ICCV workshops 2019.
   */
  SEQUENTIAL,
  /**
   * Each image belongs to the step of one class, drawn uniformly among those that it shows, so that
   * no image comes twice: the partitioned scenario of arXiv 2405.09858.
   */
  PARTITIONED,
  /**
   * Images that show an old or a new class, all of which are labelled: what a run is extended with
   * whose known classes are labelled in the new images. No scenario is cut like this.
   */
  LABELLED;

  /**
   * The setting of a text that a scenario can be cut in: its {@link #label} or, as some papers have
   * it, "overlap"; in any case.
   *
   * @throws CissException if the text is something else
   */
  public static Setting parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "disjoint" -> DISJOINT;
      case "overlapped", "overlap" -> OVERLAPPED;
      case "sequential" -> SEQUENTIAL;
      case "partitioned" -> PARTITIONED;
      default ->
          throw CissException.usage(
              "setting \"%s\" is unknown; use disjoint, overlapped, sequential or partitioned",
              text);
    };
  }

  /** The lower-case word for commands, reports and file names. */
  public String label() {
    return EnumLabel.of(this);
  }
}
