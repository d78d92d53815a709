// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.page;

import java.util.List;

/**
 * What a report says, whatever its format.
 *
 * @param title one line
 * @param facts what the scores hold for: two columns, name and value
 * @param sections in reading order
 */
public record Document(String title, List<Fact> facts, List<Section> sections) {
  /** Copies the lists. */
  public Document {
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
  }

  /** A name and a value. */
  public record Fact(String name, String value) {}

  /**
   * A part of the report.
   *
   * @param anchor short lower-case name for links
   * @param title one line
   * @param blocks in reading order
   */
  public record Section(String anchor, String title, List<Block> blocks) {
    /** Copies the list. */
    public Section {
      blocks = List.copyOf(blocks);
    }
  }
}
