// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ciss4j.scenario.CissException;

/** Records as JSON files, each there whole or not at all. */
public final class JsonFile {
  /** Strict: what is missing in a file is an error, not 0. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private JsonFile() {}

  /** Writes a record. */
  public static void write(Path file, Object value) {
    try {
      TextFile.write(file, text(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A record as it stands in a file. */
  static String text(Object value) {
    try {
      return JSON.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a record.
   *
   * @throws CissException of kind failure if the file is missing or damaged
   */
  public static <T> T read(Path file, Class<T> type) {
    try {
      return JSON.readValue(Files.readString(file), type);
    } catch (JsonProcessingException e) {
      throw damaged(file, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw damaged(file, e.getClass().getSimpleName(), e);
    }
  }

  /** What to say of a file of a run that cannot be read. */
  static CissException damaged(Path file, String reason, Exception cause) {
    return CissException.failure(
            "%s cannot be read (%s); train again into another folder", file, reason)
        .withCause(cause);
  }
}
