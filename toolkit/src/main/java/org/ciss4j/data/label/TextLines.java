// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.label;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.scenario.CissException;

/** Text files as people write them: with line ends of any system, and a byte order mark or none. */
public final class TextLines {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private TextLines() {}

  /**
   * All lines, blank ones too, without white space around them.
   *
   * @throws CissException of kind failure if the file cannot be read or is no UTF-8 text
   */
  public static List<String> of(Path file) {
    try {
      String text = Files.readString(file);
      boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
      return text.substring(marked ? 1 : 0).lines().map(String::strip).toList();
    } catch (CharacterCodingException e) {
      throw CissException.failure("%s is no UTF-8 text; save it as UTF-8", file).withCause(e);
    } catch (IOException e) {
      throw CissException.failure("%s cannot be read (%s)", file, e.getClass().getSimpleName())
          .withCause(e);
    }
  }
}
