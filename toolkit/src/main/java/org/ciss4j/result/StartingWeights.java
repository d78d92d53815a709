// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.List;

/**
 * The weights file that the first step of a run started from, and what was taken of it.
 *
 * @param file its path
 * @param bytes its size
 * @param sha256 of its bytes, in lower-case hexadecimal digits: which file it was, wherever it is
 *     now
 * @param naming whose names it has
 * @param matched parameters that were taken
 * @param missing parameters that it has not, so that they were drawn at random
 * @param leftOver names in the file that the network has no use for
 */
public record StartingWeights(
    String file,
    long bytes,
    String sha256,
    String naming,
    List<String> matched,
    List<String> missing,
    List<String> leftOver) {
  /** Copies the lists. */
  public StartingWeights {
    matched = List.copyOf(matched);
    missing = List.copyOf(missing);
    leftOver = List.copyOf(leftOver);
  }
}
