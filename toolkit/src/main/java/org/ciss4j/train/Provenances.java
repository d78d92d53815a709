// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.DataFingerprint;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.set.ReplayFolder;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.option.Precision;
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
            experiment.fingerprint(),
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
    requireSameData();
    requireSameFolders(before);
    Session session = session(stepsDone);
    directory.write(before.with(session));
    return before.sessions().stream()
        .flatMap(earlier -> earlier.environment().differences(session.environment()).stream())
        .distinct()
        .toList();
  }

  /**
   * Checks that the data is that which the run was trained on.
   *
   * @throws CissException of kind usage if it is not, which names the folder of joined ones
   */
  public void requireSameData() {
    Provenance before = directory.provenance();
    List<String> others = before.otherFolders(joined());
    if (!others.isEmpty()) {
      throw CissException.usage(
          "the data of run %s has changed: %s; name each folder with --data in the order of the"
              + " run (%s), or restore its files",
          directory.root(),
          String.join(", ", others),
          String.join(", ", directory.config().data().folders()));
    }
    String now = experiment.fingerprint();
    if (!now.equals(before.dataFingerprint())) {
      throw CissException.usage(
          "the data of run %s has changed: its fingerprint was %s, now it is %s; restore the data,"
              + " or train into another folder",
          directory.root(), shortened(before.dataFingerprint()), shortened(now));
    }
  }

  /**
   * What computes a step of a run otherwise here than where it was trained, in words; nothing of
   * what is not known.
   */
  public static List<String> computedOtherwise(RunDirectory run, int step) {
    if (!run.hasBegun()) {
      return List.of();
    }
    Environment trained =
        run.provenance().sessions().stream()
            .filter(session -> session.stepsDone() <= step)
            .reduce((one, later) -> later)
            .orElseThrow()
            .environment();
    Network network = Model.of(run.config().model()).network();
    String precision =
        "precision of convolutions "
            + network.precision().label()
            + ", now "
            + Precision.FLOAT32.label();
    return Stream.concat(
            Model.keepsPrecision(network) ? Stream.of() : Stream.of(precision),
            trained.differences(environment()).stream())
        .toList();
  }

  /** After the last step; the time stays if it is known. */
  void end() {
    Provenance provenance = directory.provenance();
    if (provenance.ended() == null) {
      directory.write(provenance.endedAt(now()));
    }
  }

  /** Of joined folders, by the number before the names of their images; else none. */
  private Map<String, String> joined() {
    SegmentationDataset dataset = experiment.dataset();
    Map<String, Set<String>> names = new TreeMap<>();
    if (!directory.config().data().joined().isEmpty()) {
      for (Split split : experiment.splits()) {
        for (String id : dataset.ids(split)) {
          int end = id.indexOf('/') + 1;
          names
              .computeIfAbsent(id.substring(0, end), part -> new TreeSet<>())
              .add(id.substring(end));
        }
      }
    }
    Map<String, String> prints = new LinkedHashMap<>();
    names.forEach(
        (part, ids) ->
            prints.put(
                "data " + part.replace("/", ""),
                DataFingerprint.of(ids, id -> dataset.bytes(part + id))));
    return prints;
  }

  private void requireSameFolders(Provenance before) {
    besides()
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

  /** Of all folders that are told apart. */
  private Map<String, String> folders() {
    Map<String, String> folders = joined();
    folders.putAll(besides());
    return folders;
  }

  /** Of those that the method reads beside the data. */
  private Map<String, String> besides() {
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
