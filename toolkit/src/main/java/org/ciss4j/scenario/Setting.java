// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import java.util.Locale;

/**
 * Which images a step may learn from. In both settings only the new classes of the step are
 * labelled; pixels of old and future classes look like background.
 *
 * <p>Cermelli et al., "Modeling the Background for Incremental Learning in Semantic Segmentation",
 * CVPR 2020, section 4.
 */
public enum Setting {
  /** Images that show a new class and no future class, so that no image comes twice. */
  DISJOINT,
  /** Images that show a new class, whatever else they show. */
  OVERLAPPED;

  /**
   * The setting of a text: "disjoint", "overlapped" or, as some papers have it, "overlap"; in any
   * case.
   *
   * @throws CissException if the text is something else
   */
  public static Setting parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "disjoint" -> DISJOINT;
      case "overlapped", "overlap" -> OVERLAPPED;
      default ->
          throw CissException.usage("setting \"%s\" is unknown; use disjoint or overlapped", text);
    };
  }

  /** The lower-case word for commands, reports and file names. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
