// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.method.Method;
import org.ciss4j.result.RunConfig;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.LabelSpace;
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

  private static TrainedStep read(RunDirectory directory, int step, Method method) {
    Natives.requireUsable();
    RunConfig config = directory.config();
    Scenario trained = method.trained(scenario(config, directory.classNames()));
    Parameters parameters = ScenarioRunner.load(directory, step);
    Step done = trained.get(step);
    return new TrainedStep(
        method,
        Model.of(config.model()).network(),
        method.headLayout(trained, done),
        parameters,
        new LabelView(trained, done));
  }

  /** The names of classes that are not learnt are not in the run directory, and not needed. */
  private static Scenario scenario(RunConfig config, List<String> namesByChannel) {
    int learnt = namesByChannel.size() - 1;
    List<Integer> order = config.scenario().order(learnt);
    List<String> names = new ArrayList<>(List.of(namesByChannel.get(LabelSpace.BACKGROUND)));
    for (int id = 1; id <= Collections.max(order); id++) {
      int channel = order.indexOf(id) + 1;
      names.add(channel == 0 ? "class " + id : namesByChannel.get(channel));
    }
    LabelSpace labels = new LabelSpace(config.data().dataset(), names);
    return Scenario.parse(config.scenario().name(), labels, order, order);
  }
}
