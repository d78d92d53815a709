// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
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
    RunConfig config = directory.config();
    Method method =
        Methods.with(Methods.named(config.method().name()), config.method().hyperParameters());
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

  private static Scenario scenario(RunConfig config, List<String> namesByChannel) {
    int classes = namesByChannel.size() - 1;
    List<Integer> order =
        config.scenario().classOrder().isEmpty()
            ? IntStream.rangeClosed(1, classes).boxed().toList()
            : config.scenario().classOrder();
    String[] names = new String[classes + 1];
    names[LabelSpace.BACKGROUND] = namesByChannel.get(0);
    for (int i = 0; i < classes; i++) {
      names[order.get(i)] = namesByChannel.get(i + 1);
    }
    LabelSpace labels = new LabelSpace(config.data().dataset(), Arrays.asList(names));
    return Scenario.parse(config.scenario().name(), labels, order);
  }
}
