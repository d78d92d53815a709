// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

/**
 * What is wrong with a file of a data set.
 *
 * @param kind the sort of problem
 * @param message one line: the file, what is wrong, and what to do
 */
public record Problem(Kind kind, String message) {

  /** Sorts of problems, in the order in which they are looked for. */
  public enum Kind {
    /** An image or mask that a list names is not there. */
    MISSING_FILE("missing file"),
    /** An image that cannot be decoded, or only with damage. */
    BROKEN_IMAGE("broken image"),
    /** A mask that cannot be decoded, or stores something else than labels. */
    BROKEN_MASK("broken mask"),
    /** A photograph that its mask fits both as it is stored and as a viewer turns it. */
    ORIENTATION("orientation"),
    /** A mask of another size than its image. */
    SIZE_MISMATCH("size mismatch"),
    /** A number in a mask that stands for no class. */
    UNKNOWN_LABEL("unknown label"),
    /** Masks that may be right one by one and are wrong together. */
    LABEL_CONVENTION("label convention");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** Lower-case words for tables. */
    public String label() {
      return label;
    }
  }
}
