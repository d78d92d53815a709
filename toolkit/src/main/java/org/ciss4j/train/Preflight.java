// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.set.ReplayFolder;
import org.ciss4j.graph.machine.MachineMemory;
import org.ciss4j.scenario.Step;

/**
 * Finds out before training what would stop it later. Everything here throws a {@link
 * CissException} that says what to mend.
 */
public final class Preflight {
  private final Experiment experiment;
  private final List<String> loaded;
  private final StepImages images;
  private final StepScorer scorer;
  private final RunListener listener;

  /**
   * Of a run whose data was {@linkplain #data looked at}.
   *
   * @param loaded names of the parameters that came from a weights file
   */
  Preflight(
      Experiment experiment,
      List<String> loaded,
      StepImages images,
      StepScorer scorer,
      RunListener listener) {
    this.experiment = experiment;
    this.loaded = loaded;
    this.images = images;
    this.scorer = scorer;
    this.listener = listener;
  }

  /** Before a run begins. */
  void all() {
    images();
    besidesData();
    batches();
    machine(0);
  }

  /** What the method reads beside the data set. */
  void besidesData() {
    extras();
    replayed();
  }

  /**
   * Whether this machine can train what is left.
   *
   * @param done number of steps that are done
   */
  void machine(int done) {
    Model.requireTrainable(experiment.network());
    memory(done);
  }

  /**
   * Looks at all files of the parts that a run reads, and tells what a person should know of them.
   *
   * @throws CissException of kind failure if a file is missing or broken
   */
  public static void data(Experiment experiment, RunListener listener) {
    experiment.dataset().origin().forEach(line -> listener.on(new RunEvent.Remark(line)));
    for (Split split : experiment.splits()) {
      experiment
          .dataset()
          .check(
              split,
              (done, total) -> listener.on(new RunEvent.DataChecked(split.name(), done, total)));
    }
    experiment.dataset().remarks().forEach(line -> listener.on(new RunEvent.Remark(line)));
  }

  private void images() {
    for (Step step : experiment.own()) {
      if (images.training(step).isEmpty()) {
        throw CissException.usage(
            "step %d of %s %s has no training image: none shows %s; use another scenario or"
                + " setting",
            step.index(),
            experiment.scenario().name(),
            experiment.rules().setting().label(),
            experiment.names(step.newClasses()));
      }
      scorer.requireImages(step);
    }
  }

  /** Maps of all images that are trained on, as many as the method asks for. */
  private void extras() {
    experiment
        .pipeline()
        .extras()
        .forEach(
            (name, maps) -> {
              maps.require(experiment.trainingImages());
              listener.on(new RunEvent.Remark(name + " maps: " + maps.origin()));
            });
  }

  /** Images of all classes that are old in some step, if the method asks for some. */
  private void replayed() {
    experiment.requireReplayed();
    ReplayFolder folder = experiment.replayed();
    if (folder == null || experiment.replayedClasses().isEmpty()) {
      return;
    }
    folder.check(
        Split.TRAIN, (done, total) -> listener.on(new RunEvent.DataChecked("REPLAY", done, total)));
    List<String> ids = folder.ids(experiment.replayedClasses());
    experiment.pipeline(folder).extras().values().forEach(maps -> maps.require(ids));
    folder.origin().forEach(line -> listener.on(new RunEvent.Remark(line)));
  }

  /** What only some learners keep, which may be more than all the rest. */
  private void learner(MachineMemory here) {
    Step last = experiment.trained().get(experiment.trained().stepCount() - 1);
    long needed = experiment.method().learnerBytes(experiment.layout(last));
    if (needed > here.bytes()) {
      throw CissException.usage(
          "method %s would keep %d MB besides the network, more than %s, %d MB; make it smaller, as"
              + " with a lower width",
          experiment.method().name(), needed / 1_000_000, here.source(), here.bytes() / 1_000_000);
    }
  }

  /** Freezing what was drawn at random would leave a network without normalisation. */
  static void normalisations(Experiment experiment, List<String> loaded) {
    Model model = experiment.model();
    Step first = experiment.trained().get(0);
    if (experiment.learnt() == 0
        && model.freezeBn()
        && experiment.mode(first, loaded).frozen().isEmpty()) {
      throw CissException.usage(
          "normalisations can be frozen as a weights file has them, and %s; name a file that has"
              + " some, or leave them free",
          model.weights() == null ? "none is named" : model.weights().file() + " has none");
    }
  }

  /** One image leaves one value per channel behind the pooling of the image. */
  private void batches() {
    for (Step step : experiment.own()) {
      int count = images.training(step).size();
      boolean single = Math.min(count, experiment.training().batchSize()) == 1;
      if (single && experiment.mode(step, loaded).needsSeveralImages()) {
        throw CissException.usage(
            "step %d would learn from batches of one image, which batch normalisation cannot; use a"
                + " batch size of at least 2 and a data set with more than one image (batch size"
                + " %d, images %d)",
            step.index(), experiment.training().batchSize(), count);
      }
    }
  }

  /** Steps that were learnt elsewhere are not trained. */
  private void memory(int done) {
    MachineMemory here = MachineMemory.here();
    learner(here);
    if (!experiment.network().backend().reckonsMemory()) {
      return; // Other backends have memory of their own.
    }
    int first = Math.max(done, experiment.learnt());
    try (MemoryCheck check = new MemoryCheck(experiment, first, loaded, images, scorer)) {
      check.require(here, remark -> listener.on(new RunEvent.Remark(remark)));
    }
  }
}
