// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ciss4j.Ciss;
import org.ciss4j.cli.output.Console;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;

/**
 * Several runs in one folder, each in one of its name. Those with the same base step train it once.
 * What was trained before is gone on with.
 */
public final class SharedBaseRuns {
  private final Console console;
  private final Path folder;
  private final String goOn;

  /**
   * Trains nothing yet.
   *
   * @param goOn the words that go on with these runs after a stop
   */
  public SharedBaseRuns(Console console, Path folder, String goOn) {
    this.console = console;
    this.folder = folder;
    this.goOn = goOn;
  }

  /**
   * Trains all runs to their end.
   *
   * @return results in the order of the runs
   * @throws Interruption if a signal stopped one
   */
  public List<RunResult> train(Map<String, Ciss> runs) {
    Map<String, RunResult> results = new HashMap<>();
    List<String> done = new ArrayList<>();
    for (String name : order(runs)) {
      Ciss run = of(runs, name);
      Optional<Path> base =
          done.stream()
              .filter(other -> run.sharesBaseStep(of(runs, other)))
              .findFirst()
              .map(folder::resolve);
      console.note(name);
      results.put(name, train(run, base, folder.resolve(name)));
      done.add(name);
    }
    return runs.keySet().stream().map(name -> Objects.requireNonNull(results.get(name))).toList();
  }

  /** Those first whose base step has what others need, and not the other way round. */
  private static List<String> order(Map<String, Ciss> runs) {
    List<String> order = new ArrayList<>();
    runs.forEach(
        (name, run) -> {
          if (!takes(run, runs)) {
            order.add(name);
          }
        });
    runs.keySet().stream().filter(name -> !order.contains(name)).forEach(order::add);
    return order;
  }

  private static boolean takes(Ciss run, Map<String, Ciss> runs) {
    return runs.values().stream()
        .anyMatch(other -> run.sharesBaseStep(other) && !other.sharesBaseStep(run));
  }

  private RunResult train(Ciss ciss, Optional<Path> base, Path run) {
    return LiveRun.watch(
        console,
        ciss,
        goOn,
        (watched, listener) -> {
          if (RunDirectory.exists(run)) {
            return watched.goOn(run, listener);
          }
          return base.isPresent()
              ? watched.trainAfterBaseOf(base.get(), run, listener)
              : watched.train(run, listener);
        });
  }

  private static Ciss of(Map<String, Ciss> runs, String name) {
    return Objects.requireNonNull(runs.get(name));
  }
}
