// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import org.ciss4j.common.CissException;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.method.Method;
import org.ciss4j.method.label.Decision;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;

/**
 * A step of a run that is done, read from the run's folder alone.
 *
 * @param method how it was learnt
 * @param network what it was learnt with
 * @param layout its classifiers
 * @param parameters its numbers
 * @param view from its channels to the ids of the data set
 */
record TrainedStep(
    Method method, Network network, HeadLayout layout, Parameters parameters, LabelView view) {

  /** How its logits become labels. */
  Decision decision() {
    return method.decision(view.step());
  }

  /**
   * Reads a step.
   *
   * @throws CissException of kind usage if the run has no such step
   */
  static TrainedStep load(RunDirectory directory, int step) {
    return read(directory, step, MethodConfigs.method(directory.config().method()));
  }

  /**
   * The same for a method of one's own.
   *
   * @throws CissException of kind usage also if the run was trained with another method
   */
  static TrainedStep load(RunDirectory directory, int step, Method method) {
    MethodConfigs.require(method, directory.config().method());
    return read(directory, step, method);
  }

  private static TrainedStep read(RunDirectory directory, int step, Method last) {
    Natives.requireUsable();
    Method method = MethodConfigs.method(directory.config(), last);
    Scenario trained = method.trained(directory.scenario());
    Network network = Model.of(directory.config().model()).network();
    Checkpoints.requireDone(directory, step);
    Step done = trained.get(step);
    HeadLayout layout = method.headLayout(trained, done);
    Parameters parameters = Fit.load(directory, step, network, layout);
    return new TrainedStep(method, network, layout, parameters, new LabelView(trained, done));
  }
}
