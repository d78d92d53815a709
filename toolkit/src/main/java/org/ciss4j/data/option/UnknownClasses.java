// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.option;

import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;

/** What the background of a folder is that does not name all classes of those it is joined with. */
public enum UnknownClasses {
  /** Background, whatever it shows: the folders show none of the classes that they do not name. */
  BACKGROUND,
  /**
   * Void, as it may show such classes: it is not scored, and not learnt where void pixels are left
   * out ({@link org.ciss4j.scenario.VoidPixels#IGNORED}).
   */
  VOID;

  /**
   * The value of a text: "background" or "void", in any case.
   *
   * @throws CissException if the text is something else
   */
  public static UnknownClasses parse(String text) {
    return EnumLabel.parse(
        UnknownClasses.class,
        text,
        "classes that a folder does not name cannot be \"%s\"; use background or void");
  }

  /** The lower-case word for commands and reports. */
  public String label() {
    return EnumLabel.of(this);
  }
}
