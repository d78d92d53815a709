// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.ciss4j.file.Unchecked;
import org.ciss4j.file.Undisturbed;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.result.store.Patience;
import org.ciss4j.result.store.Upgrade;
import org.jspecify.annotations.Nullable;

/**
 * The trials that have ended, a line of JSON each, in a file that only grows. A line is on disk
 * before anybody hears of its trial. The machine may have stopped in the midst of the last line,
 * which then has no end: it is as if it were not there. A trial that was broken off and tried again
 * has a line of both.
 */
final class TrialLog {
  private final Path file;

  TrialLog(Path file) {
    this.file = file;
  }

  /**
   * All trials as they ended at last, in the order of their first lines.
   *
   * @throws CissException of kind failure if a line is damaged
   */
  List<Trial> read() {
    Map<Integer, Trial> last = new LinkedHashMap<>();
    lines().forEach(trial -> last.put(trial.number(), trial));
    return List.copyOf(last.values());
  }

  /**
   * The trials that were broken off when later candidates were chosen, which knew no score of
   * theirs, whatever came of them since.
   */
  Set<Integer> unknownWhenOthersWereChosen() {
    Set<Integer> broken = new HashSet<>();
    Set<Integer> unknown = new HashSet<>();
    for (Trial trial : lines()) {
      broken.stream().filter(number -> number < trial.number()).forEach(unknown::add);
      if (trial.outcome() == Trial.Outcome.BROKEN_OFF) {
        broken.add(trial.number());
      } else {
        broken.remove(trial.number());
      }
    }
    return unknown;
  }

  private List<Trial> lines() {
    String text = text();
    List<Trial> trials = new ArrayList<>();
    Map<Integer, Trial> before = new HashMap<>();
    for (String line : text.substring(0, whole(text)).lines().toList()) {
      Trial trial = trial(line, trials.size() + 1);
      Trial earlier = before.put(trial.number(), trial);
      if (earlier != null && earlier.outcome() != Trial.Outcome.BROKEN_OFF) {
        throw damaged(trials.size() + 1, "trial " + trial.number() + " ended before", null);
      }
      trials.add(trial);
    }
    return trials;
  }

  private Trial trial(String line, int number) {
    try {
      return JsonFile.readLine(
          "line " + number + " of " + file, line, Trial.class, TrialLog::upgraded);
    } catch (IOException e) {
      throw damaged(number, JsonFile.reason(e), e);
    }
  }

  private CissException damaged(int number, String reason, @Nullable IOException e) {
    return CissException.failure(
            "line %d of %s is damaged (%s); take it out to have its trial run again",
            number, file, reason)
        .withCause(e == null ? new IOException(reason) : e);
  }

  /**
   * In format 0 trials for want of something were said to have failed. What the clock said from a
   * trial's beginning to its end depended on what other trials had trained before.
   */
  private static JsonNode upgraded(JsonNode trial) {
    boolean failed = !trial.has("format") && trial.path("outcome").asText().equals("FAILED");
    if (trial instanceof ObjectNode object) {
      object.remove("seconds");
      if (failed && Want.isIn(trial.path("reason").asText())) {
        return object.put("outcome", Trial.Outcome.BROKEN_OFF.name());
      }
    }
    return Upgrade.noValuesIn("score", "steps").apply(trial);
  }

  /** Adds a trial, and returns once it is on disk. */
  void add(Trial trial) {
    int end = text().substring(0, whole(text())).getBytes(StandardCharsets.UTF_8).length;
    Unchecked.run(() -> Undisturbed.run(() -> append(trial, end)));
  }

  private void append(Trial trial, int end) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(end); // A line that never got its end.
      channel.position(end);
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(JsonFile.line(trial) + "\n");
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
    return Unchecked.call(
        () ->
            Patience.exists(file)
                ? new String(Patience.read(() -> Files.readAllBytes(file)), StandardCharsets.UTF_8)
                : "");
  }
}
