// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.stream.Stream;

/** Command lines as words. */
public final class Words {
  private Words() {}

  /** These words behind a first one. */
  public static String[] after(String first, String... words) {
    return Stream.concat(Stream.of(first), Stream.of(words)).toArray(String[]::new);
  }
}
