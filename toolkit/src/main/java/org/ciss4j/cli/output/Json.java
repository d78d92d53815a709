// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import org.ciss4j.result.store.JsonFile;

/** Results for other programs, as they would stand in a file: with the number of the format. */
public final class Json {
  private Json() {}

  /** A record of results as JSON, without a line break at its end. */
  public static String text(Object value) {
    return JsonFile.text(value).stripTrailing();
  }
}
