// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the numbers of a run come from, beside its configuration.
 *
 * @param dataFingerprint by which the data is known again: 64 hexadecimal digits
 * @param weightsSha256 of the file that the first step started from; null if that was random
 * @param sessions the processes that worked on it, one after the other
 * @param ended when it was finished, in UTC; null if it is not
 */
public record Provenance(
    String dataFingerprint,
    @Nullable String weightsSha256,
    List<Session> sessions,
    @Nullable String ended) {
  /** Copies the list. */
  public Provenance {
    sessions = List.copyOf(sessions);
  }

  /** The same after another process began to work on it. */
  public Provenance with(Session session) {
    List<Session> all = Stream.concat(sessions.stream(), Stream.of(session)).toList();
    return new Provenance(dataFingerprint, weightsSha256, all, ended);
  }

  /** The same at its end. */
  public Provenance endedAt(String time) {
    return new Provenance(dataFingerprint, weightsSha256, sessions, time);
  }
}
