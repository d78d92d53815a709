// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train.grow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.learn.RidgeSums;
import org.ciss4j.learn.TakeOver;
import org.ciss4j.method.Analytic;
import org.ciss4j.method.Method;
import org.ciss4j.result.OutputFolder;
import org.ciss4j.result.RunCopy;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.Lineage;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.train.Checkpoints;
import org.ciss4j.train.Experiment;
import org.ciss4j.train.MethodConfigs;
import org.ciss4j.train.Preflight;
import org.ciss4j.train.Provenances;
import org.ciss4j.train.RunControl;
import org.ciss4j.train.RunListener;
import org.ciss4j.train.ScenarioRunner;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes the images of a step out of a model again, exactly but for rounding: the sums of {@link
 * Analytic} are without them what they would be if these images had never been seen. Labels that
 * later images were given by the model of then stay, but for the classes of the step itself, which
 * become background.
 */
public final class Forgetter {
  private final RunDirectory from;
  private final RunConfig was;
  private final Scenario trained;
  private final Experiment before;
  private final int step;

  private Forgetter(RunDirectory from, int step) {
    this.from = from;
    this.was = from.config();
    this.before = Experiment.of(was);
    this.trained = before.trained();
    this.step = step;
  }

  /**
   * Writes a run like another that has not seen the images of a step.
   *
   * @param from the run, finished; stays as it is
   * @param step whose images are to be forgotten, from 1
   * @param out folder of the new run, empty or missing
   * @throws CissException of kind usage if the step, or one after it, was not learnt by {@link
   *     Analytic}
   */
  public static RunResult forget(
      RunDirectory from, int step, Path out, RunListener listener, RunControl control) {
    OutputFolder.requireFree(out);
    Extender.requireFinished(from);
    Forgetter forgetter = new Forgetter(from, step);
    forgetter.requirePossible();
    Experiment experiment = Experiment.of(forgetter.config());
    Preflight.data(experiment, listener);
    forgetter.write(experiment, out, control);
    return ScenarioRunner.trainLast(experiment, out, List.of(), listener, control);
  }

  private void requirePossible() {
    int last = trained.stepCount() - 1;
    if (step < 0 || step > last) {
      throw CissException.usage("run %s has no step %d; it has 0 to %d", from.root(), step, last);
    }
    if (step == 0) {
      throw CissException.usage(
          "the images of step 0 have trained the network itself, which nobody can take back; train"
              + " without them, or forget a step from 1 to %d",
          last);
    }
    for (int t = step; t <= last; t++) {
      requireSums(t);
    }
  }

  private void requireSums(int t) {
    boolean gathered = t > step && from.step(t).start().isPresent();
    boolean sums = new Checkpoints(from, t).hasLasting();
    if (!(method(t) instanceof Analytic) || gathered || !sums) {
      throw CissException.usage(
          "step %d of run %s was learnt by %s%s; images can be taken out of steps that analytic has"
              + " learnt one on the other",
          t, from.root(), method(t).name(), gathered ? " from sums that were gathered anew" : "");
    }
  }

  private Method method(int t) {
    int learnt = was.lineage().learnt();
    return t < learnt
        ? MethodConfigs.method(was.lineage().steps().get(t).method())
        : MethodConfigs.method(was.method());
  }

  /** Of the run without the step. */
  private RunConfig config() {
    List<Integer> sizes = new ArrayList<>(trained.stepSizes());
    sizes.remove(step);
    List<Lineage.Learnt> learnt = Extender.learnt(from);
    String name = Scenario.nameOf(sizes);
    if (was.lineage().extendsAnother()) {
      return was.withLineage(was.lineage().without(step, learnt, run()))
          .withScenario(was.scenario().withName(name));
    }
    List<Integer> classes = new ArrayList<>(trained.classOrder());
    classes.removeAll(trained.get(step).newClasses());
    return was.withLineage(was.lineage().withForgotten(learnt.get(step), run()))
        .withScenario(was.scenario().withName(name).withClasses(classes).withClassOrder(List.of()));
  }

  private String run() {
    return from.root().toAbsolutePath().normalize().toString();
  }

  private void write(Experiment experiment, Path out, RunControl control) {
    RunCopy copy = RunCopy.of(from, config(), experiment.channelNames(), out);
    IntStream.range(0, step).forEach(copy::step);
    for (int t = step + 1; t < trained.stepCount(); t++) {
      TakeOver rest = without(t, experiment.layout(experiment.trained().get(t - 1)));
      copy.losses(t, t - 1);
      new Checkpoints(copy.made(), t - 1).saveModel(0, rest.inherited(), rest.parameters());
    }
    new Provenances(experiment, copy.made(), control).begin(from.startingWeights().orElse(null));
    copy.finish();
  }

  private TakeOver without(int t, HeadLayout layout) {
    Parameters network = Checkpoints.load(from, t);
    Map<String, INDArray> sums = new Checkpoints(from, t).lasting();
    Step gone = trained.get(step);
    int first = before.layout(gone).oldOutputs();
    RidgeSums.Forgotten forgotten =
        new RidgeSums.Forgotten(
            Checkpoints.start(from, step)
                .orElseGet(() -> new Checkpoints(from, step - 1))
                .lasting(),
            new Checkpoints(from, step).lasting(),
            first,
            first + gone.newClasses().size());
    return ((Analytic) method(t)).without(network, sums, layout, forgotten);
  }
}
