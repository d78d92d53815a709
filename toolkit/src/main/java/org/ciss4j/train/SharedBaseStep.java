// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.ciss4j.common.CissException;
import org.ciss4j.method.Method;
import org.ciss4j.result.BaseStep;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.MethodConfig;
import org.ciss4j.result.config.RunConfig;

/**
 * Trains runs whose base step is that of another run: both differ in nothing but what counts in
 * later steps, and in their methods, as far as these learn the base step in the same way,
 * classifiers that a method never uses aside.
 */
public final class SharedBaseStep {
  private SharedBaseStep() {}

  /** Whether two runs, each a configuration and its method, may share a base step. */
  public static boolean isShared(
      RunConfig one, Method method, RunConfig other, Method otherMethod) {
    return BaseStep.isShared(one, other) && method.sharesBaseStep(otherMethod);
  }

  /**
   * Trains and scores all steps but the first.
   *
   * @param base folder of the run whose base step is taken, which is done
   * @param config of the new run
   * @param method what it calls by its name
   * @param experiment the same as objects, made once the base step is there
   * @param out folder of the new run, empty or missing
   * @throws CissException of kind usage if the base steps are not the same, or the folder is not
   *     free
   */
  public static RunResult train(
      Path base,
      RunConfig config,
      Method method,
      Supplier<Experiment> experiment,
      Path out,
      RunListener listener,
      RunControl control) {
    RunDirectory from = RunDirectory.open(base);
    MethodConfig other = from.config().method();
    boolean same = other.equals(config.method());
    if (!same && !method.sharesBaseStep(MethodConfigs.method(other))) {
      throw CissException.usage(
          "the base step of %s is not that of %s; train both from the start",
          other, config.method());
    }
    BaseStep.copy(from, config, out);
    return ScenarioRunner.resume(experiment.get(), config, out, listener, control);
  }
}
