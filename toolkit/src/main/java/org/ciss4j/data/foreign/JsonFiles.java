// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.Unreadable;
import org.jspecify.annotations.Nullable;

/** JSON of other tools, of which more is there than is asked for. */
final class JsonFiles {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Python writes NaN.
          .build();

  private static final Pattern ENDING = Pattern.compile("\\.json$", Pattern.CASE_INSENSITIVE);

  private JsonFiles() {}

  /** Whether a file is JSON by its name; hidden ones are not, such as those that macOS leaves. */
  static boolean isJson(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && ENDING.matcher(name).find();
  }

  /** A name without .json. */
  static String withoutEnding(String name) {
    return ENDING.matcher(name).replaceFirst("");
  }

  /**
   * Reads a file.
   *
   * @throws CissException of kind failure if it cannot be read, or is not what is expected
   */
  static <T> T read(Path file, Class<T> type, String expected) {
    try {
      if (Files.size(file) == 0) {
        throw CissException.failure("%s is empty (0 bytes); expected %s", file, expected);
      }
      T read = JSON.readValue(file.toFile(), type);
      if (read == null) {
        throw CissException.failure("%s is empty; expected %s", file, expected);
      }
      return read;
    } catch (JsonProcessingException e) {
      throw CissException.failure("%s is not %s: %s", file, expected, words(e)).withCause(e);
    } catch (IOException e) {
      throw Unreadable.file("file", file, e);
    }
  }

  /**
   * A list without a gap.
   *
   * @throws CissException of kind failure if it is absent or an entry is null
   */
  static <T> List<T> whole(Path file, @Nullable List<@Nullable T> list, String expected) {
    List<T> whole = new ArrayList<>();
    if (list == null) {
      throw CissException.failure("%s is not %s", file, expected);
    }
    for (T entry : list) {
      if (entry == null) {
        throw CissException.failure("%s is not %s: an entry of a list is null", file, expected);
      }
      whole.add(entry);
    }
    return whole;
  }

  /** Where and what, without the names of our classes. */
  private static String words(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping)) {
      return e instanceof JsonEOFException
          ? "it is cut short; fetch or export it again"
          : line(e.getOriginalMessage());
    }
    String where = where(mapping.getPath());
    if (mapping.getCause() instanceof JsonEOFException) {
      return "it is cut short; fetch or export it again";
    }
    Throwable cause = mapping.getCause();
    if (cause instanceof IOException && !(cause instanceof JsonProcessingException)) {
      return where + ": " + cause.getMessage();
    }
    return cause instanceof JsonProcessingException inner
        ? where + ": " + line(inner.getOriginalMessage())
        : where + " is of another kind";
  }

  private static String where(List<JsonMappingException.Reference> path) {
    StringBuilder where = new StringBuilder();
    for (JsonMappingException.Reference part : path) {
      where.append(
          part.getFieldName() == null
              ? "[" + part.getIndex() + "]"
              : (where.isEmpty() ? "" : ".") + part.getFieldName());
    }
    return where.isEmpty() ? "the whole" : where.toString();
  }

  private static String line(String message) {
    return message.lines().findFirst().orElse("");
  }
}
