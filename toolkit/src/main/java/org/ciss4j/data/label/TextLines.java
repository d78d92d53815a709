// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.label;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.FileKind;
import org.ciss4j.data.image.Unreadable;

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
      byte[] bytes = Files.readAllBytes(file);
      FileKind kind = FileKind.of(bytes);
      if (kind != FileKind.OTHER) {
        throw CissException.failure(
            "%s is no list, but %s; %s",
            file, kind.words(), kind.isForeign() ? kind.remedy() : "name a text file");
      }
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
      return text.subSequence(marked ? 1 : 0, text.length())
          .toString()
          .lines()
          .map(String::strip)
          .toList();
    } catch (CharacterCodingException e) {
      throw CissException.failure("%s is no UTF-8 text; save it as UTF-8", file).withCause(e);
    } catch (IOException e) {
      throw Unreadable.file("list", file, e);
    }
  }
}
