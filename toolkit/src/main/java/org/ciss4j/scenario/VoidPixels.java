// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;

/**
 * What training makes of pixels that are marked as belonging to no class (label 255). Scores never
 * count them.
 */
public enum VoidPixels {
  /**
   * They are background, and so say no to every new class: what the official code of DKD amounts
   * to, whose losses take 255 for a negative, and what that of MiB does.
   */
  BACKGROUND,
  /** Losses that read labels leave them out, as in PLOP and SSUL. */
  IGNORED;

  /**
   * The value of a text: "background" or "ignored", in any case.
   *
   * @throws CissException if the text is something else
   */
  public static VoidPixels parse(String text) {
    return EnumLabel.parse(
        VoidPixels.class, text, "void pixels cannot be \"%s\"; use background or ignored");
  }

  /** The lower-case word for commands and reports. */
  public String label() {
    return EnumLabel.of(this);
  }
}
