// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.common.CissException;
import org.ciss4j.data.DataFingerprint;
import org.ciss4j.data.Split;
import org.ciss4j.data.set.ReplayFolder;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.result.Build;
import org.ciss4j.result.Environment;
import org.ciss4j.result.Provenance;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.Session;
import org.ciss4j.result.StartingWeights;
import org.jspecify.annotations.Nullable;

/** Writes down where the numbers of a run come from, and looks whether that is still the same. */
public record Provenances(Experiment experiment, RunDirectory directory, RunControl control) {

  /** Before the first iteration. */
  public void begin(@Nullable StartingWeights weights) {
    directory.write(
        new Provenance(
            fingerprint(),
            folders(),
            weights == null ? null : weights.sha256(),
            List.of(session(0)),
            null,
            Map.of()));
  }

  /** Of a network that was trained elsewhere. */
  public static Provenance adopted(StartingWeights weights, RunControl control) {
    return new Provenance(
        "none",
        Map.of(),
        weights.sha256(),
        List.of(new Session(now(), control.command(), environment(), 0)),
        null,
        Map.of());
  }

  /**
   * Before a run goes on.
   *
   * @param stepsDone number of its steps that are done
   * @return what may change the last digits
   * @throws CissException of kind usage if the data has changed
   */
  List<String> goOn(int stepsDone) {
    Provenance before = directory.provenance();
    String now = fingerprint();
    if (!now.equals(before.dataFingerprint())) {
      throw CissException.usage(
          "the data of run %s has changed: its fingerprint was %s, now it is %s; restore the data,"
              + " or train into another folder",
          directory.root(), shortened(before.dataFingerprint()), shortened(now));
    }
    requireSameFolders(before);
    Session session = session(stepsDone);
    directory.write(before.with(session));
    return before.sessions().stream()
        .flatMap(earlier -> earlier.environment().differences(session.environment()).stream())
        .distinct()
        .toList();
  }

  /** After the last step; the time stays if it is known. */
  void end() {
    Provenance provenance = directory.provenance();
    if (provenance.ended() == null) {
      directory.write(provenance.endedAt(now()));
    }
  }

  private String fingerprint() {
    List<Split> looked =
        experiment.evaluation().onHeldOut() ? List.of(Split.TRAIN) : List.of(Split.values());
    return DataFingerprint.of(experiment.dataset(), looked);
  }

  private void requireSameFolders(Provenance before) {
    folders()
        .forEach(
            (name, now) -> {
              String then = before.folders().getOrDefault(name, now);
              if (!now.equals(then)) {
                throw CissException.usage(
                    "what folder --%s of run %s holds has changed: its fingerprint was %s, now it"
                        + " is %s; restore its files, or train into another folder",
                    name, directory.root(), shortened(then), shortened(now));
              }
            });
  }

  /** Of those that the method reads beside the data. */
  private Map<String, String> folders() {
    Map<String, String> folders = new LinkedHashMap<>();
    ReplayFolder replayed = experiment.replayed();
    List<Integer> old = experiment.replayedClasses();
    if (replayed != null && !old.isEmpty()) {
      folders.put("replay", DataFingerprint.of(replayed.ids(old), replayed::bytes));
    }
    experiment
        .pipeline()
        .extras()
        .forEach(
            (name, maps) -> {
              if (maps.given()) {
                folders.put(name, DataFingerprint.of(experiment.trainingImages(), maps::bytes));
              }
            });
    return folders;
  }

  private static String shortened(String hash) {
    return hash.substring(0, Math.min(16, hash.length()));
  }

  private Session session(int stepsDone) {
    return new Session(now(), control.command(), environment(), stepsDone);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** What this process runs on. */
  static Environment environment() {
    Build build = Build.current();
    return new Environment(
        build.version(),
        build.commit(),
        Environment.javaOfProcess(),
        Environment.systemOfProcess(),
        Platform.backend(),
        Platform.blas(),
        Platform.oneDnn(),
        Platform.instructions(),
        Platform.threads());
  }
}
