// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.nio.file.Path;
import java.util.Map;
import org.ciss4j.common.CissException;
import org.ciss4j.result.config.RunConfig;

/** The base step of a run as the beginning of others that differ from it only later. */
public final class BaseStep {
  private BaseStep() {}

  /**
   * Makes the folder of a run whose base step is done: it is that of another run.
   *
   * @param from whose base step is done
   * @param config of the new run; differs in nothing but its method, or what that does in later
   *     steps
   * @param out folder of the new run, empty or missing; it is there whole or not at all
   * @throws CissException of kind usage if the base step is not done, the configurations differ in
   *     more than the method and what counts in later steps alone, or the folder is not free
   */
  public static RunDirectory copy(RunDirectory from, RunConfig config, Path out) {
    OutputFolder.requireFree(out);
    requireShared(from, config);
    from.step(0).requireLosses();
    RunCopy copy = RunCopy.of(from, config, from.classNames(), out);
    copy.scored(0);
    Provenance old = from.provenance();
    copy.made()
        .write(
            new Provenance(
                old.dataFingerprint(),
                old.folders(),
                old.weightsSha256(),
                old.sessions().subList(0, 1),
                null,
                Map.of()));
    return copy.finish();
  }

  /**
   * Whether two runs differ in nothing but their methods, whose base steps may be the same, the
   * learning rate and epochs of later steps, what these replay, and their seed.
   */
  public static boolean isShared(RunConfig one, RunConfig other) {
    return one.seedOf(true) == other.seedOf(true)
        && one.withMethod(other.method())
            .withMemory(other.memory())
            .withSeed(other.seed())
            .withBaseSeed(other.baseSeed())
            .withTraining(
                one.training()
                    .withLearningRates(
                        one.training().learningRate(), other.training().laterLearningRate())
                    .withLaterEpochs(other.training().laterEpochs()))
            .equals(other);
  }

  private static void requireShared(RunDirectory from, RunConfig config) {
    if (!isShared(from.config(), config)) {
      throw CissException.usage(
          "run %s differs in more than its method, so its base step is not that of %s; train both"
              + " from the start",
          from.root(), config.directoryName());
    }
    if (from.result().steps().isEmpty()) {
      throw CissException.usage(
          "run %s has no base step that is done; go on with it first", from.root());
    }
  }
}
