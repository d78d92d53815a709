// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;
import java.util.stream.Collectors;
import org.ciss4j.common.Sha256;

/**
 * Names of images as a text file.
 *
 * @param ids the names, in the order of the data set
 */
public record IdList(List<String> ids) {

  /** Copies the list. */
  public IdList {
    ids = List.copyOf(ids);
  }

  /** A line for each name, every one ended by a line feed. */
  public String text() {
    return ids.stream().map(id -> id + "\n").collect(Collectors.joining());
  }

  /** The SHA-256 of {@link #text} in UTF-8, in lower-case hexadecimal digits. */
  public String sha256() {
    return Sha256.of(text());
  }
}
