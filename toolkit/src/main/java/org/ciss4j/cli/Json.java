// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import org.ciss4j.result.JsonFile;

/** Results for other programs, as they would stand in a file: with the number of the format. */
final class Json {
  private Json() {}

  static String text(Object value) {
    return JsonFile.text(value).stripTrailing();
  }
}
