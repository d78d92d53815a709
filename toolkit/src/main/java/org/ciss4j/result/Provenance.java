// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ciss4j.result.store.Upgrade;
import org.jspecify.annotations.Nullable;

/**
 * Where the numbers of a run come from, beside its configuration.
 *
 * @param dataFingerprint by which the data is known again: 64 hexadecimal digits
 * @param folders fingerprints of single folders that training reads, by what they are for: {@code
 *     replay}, {@code saliency}, and of joined ones {@code data 1} and so on, by file names and
 *     sizes alone; a run of an older version lacks some
 * @param weightsSha256 of the file that the first step started from; null if that was random
 * @param sessions the processes that worked on it, one after the other
 * @param ended when it was finished, in UTC; null if it is not
 * @param files SHA-256 of the files of the run by their paths in its folder, by which {@link
 *     Manifest} knows whether they are as they were written; empty in a run of an older version
 */
public record Provenance(
    String dataFingerprint,
    Map<String, String> folders,
    @Nullable String weightsSha256,
    List<Session> sessions,
    @Nullable String ended,
    Map<String, String> files) {
  static final Upgrade UPGRADE =
      Upgrade.missing(
          """
          {
            "folders": {},
            "weightsSha256": null,
            "sessions": [{
              "command": [],
              "stepsDone": 0,
              "environment": {
                "version": "", "commit": "", "java": "", "os": "", "backend": "", "blas": "",
                "oneDnn": "", "instructions": "", "threads": 0
              }
            }],
            "ended": null,
            "files": {}
          }
          """);

  /**
   * Copies the list and the maps.
   *
   * @throws IllegalArgumentException if there is no session
   */
  public Provenance {
    folders = Collections.unmodifiableMap(new LinkedHashMap<>(folders));
    sessions = List.copyOf(sessions);
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    if (sessions.isEmpty()) {
      throw new IllegalArgumentException("no process worked on the run");
    }
  }

  /**
   * Which folders hold something else than they did, in words; where that is what another one held,
   * it is said.
   *
   * @param now fingerprints by the names that folders have here; those of other names are left out
   */
  public List<String> otherFolders(Map<String, String> now) {
    return now.entrySet().stream()
        .filter(other -> folders.containsKey(other.getKey()))
        .filter(other -> !other.getValue().equals(folders.get(other.getKey())))
        .map(other -> "folder " + number(other.getKey()) + " holds " + before(other.getValue()))
        .toList();
  }

  private String before(String fingerprint) {
    return folders.entrySet().stream()
        .filter(folder -> folder.getValue().equals(fingerprint))
        .map(folder -> "what folder " + number(folder.getKey()) + " held")
        .findFirst()
        .orElse("other files");
  }

  private static String number(String name) {
    return name.replace("data ", "");
  }

  /** The same after another process began to work on it. */
  public Provenance with(Session session) {
    List<Session> all = Stream.concat(sessions.stream(), Stream.of(session)).toList();
    return new Provenance(dataFingerprint, folders, weightsSha256, all, ended, files);
  }

  /** The same at its end. */
  public Provenance endedAt(String time) {
    return new Provenance(dataFingerprint, folders, weightsSha256, sessions, time, files);
  }

  /** The same with the content of more files known. */
  Provenance withFiles(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(files);
    all.putAll(more);
    return new Provenance(dataFingerprint, folders, weightsSha256, sessions, ended, all);
  }
}
