// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.ciss4j.file.Undisturbed;
import org.ciss4j.scenario.CissException;

/**
 * The trials that have ended, a line of JSON each, in a file that only grows. A line is on disk
 * before anybody hears of its trial. The machine may have stopped in the midst of the last line,
 * which then has no end: it is as if it were not there.
 */
final class TrialLog {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private final Path file;

  TrialLog(Path file) {
    this.file = file;
  }

  /**
   * All trials, in the order in which they ended.
   *
   * @throws CissException of kind failure if a line is damaged
   */
  List<Trial> read() {
    String text = text();
    List<Trial> trials = new ArrayList<>();
    for (String line : text.substring(0, whole(text)).lines().toList()) {
      trials.add(trial(line, trials.size() + 1));
    }
    return trials;
  }

  private Trial trial(String line, int number) {
    try {
      return JSON.readValue(line, Trial.class);
    } catch (JsonProcessingException e) {
      throw CissException.failure(
              "line %d of %s is damaged (%s); take it out to have its trial run again",
              number, file, e.getOriginalMessage())
          .withCause(e);
    }
  }

  /** Adds a trial, and returns once it is on disk. */
  void add(Trial trial) {
    int end = text().substring(0, whole(text())).getBytes(StandardCharsets.UTF_8).length;
    try {
      Undisturbed.run(() -> append(trial, end));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(Trial trial, int end) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(end); // A line that never got its end.
      channel.position(end);
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(JSON.writeValueAsString(trial) + "\n");
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static int whole(String text) {
    return text.lastIndexOf('\n') + 1;
  }

  private String text() {
    try {
      return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
