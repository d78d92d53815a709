// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.ciss4j.data.image.Unreadable;
import org.ciss4j.scenario.CissException;

/** JSON of other tools, of which more is there than is asked for. */
final class JsonFiles {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private JsonFiles() {}

  /**
   * Reads a file.
   *
   * @throws CissException of kind failure if it cannot be read, or is not what is expected
   */
  static <T> T read(Path file, Class<T> type, String expected) {
    try {
      T read = JSON.readValue(file.toFile(), type);
      if (read == null) {
        throw CissException.failure("%s is empty; expected %s", file, expected);
      }
      return read;
    } catch (JsonProcessingException e) {
      throw CissException.failure(
              "%s is not %s: %s",
              file, expected, e.getOriginalMessage().lines().findFirst().orElse(""))
          .withCause(e);
    } catch (IOException e) {
      throw Unreadable.file("file", file, e);
    }
  }
}
