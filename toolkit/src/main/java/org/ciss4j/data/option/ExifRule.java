// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.option;

import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;

/** What is made of the note in a photograph that says how its camera was held. */
public enum ExifRule {
  /**
   * A photograph is turned if its mask has the size of the turned one, and left as it is stored if
   * its mask has that size. Where both have one size, nobody can know, and it is refused.
   */
  AUTO,
  /** Photographs are turned: masks were drawn on what a viewer shows. */
  APPLY,
  /** Photographs stay as they are stored: masks were drawn on that. */
  IGNORE;

  /**
   * The value of a text: "auto", "apply" or "ignore", in any case.
   *
   * @throws CissException if the text is something else
   */
  public static ExifRule parse(String text) {
    return EnumLabel.parse(
        ExifRule.class,
        text,
        "EXIF orientations cannot be treated as \"%s\"; use auto, apply or ignore");
  }

  /** The lower-case word for commands and reports. */
  public String label() {
    return EnumLabel.of(this);
  }
}
