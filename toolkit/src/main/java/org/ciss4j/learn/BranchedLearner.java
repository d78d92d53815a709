// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.model.Branching;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.TwoBranches;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a network of two branches, in a mode that says so, and leaves one behind that has them
 * merged. The next step begins with that network in its first branch. Its second is a copy of it,
 * or goes on from where the second branch of this step was, if that is passed on.
 */
public final class BranchedLearner extends ForwardingLearner {
  /** What a number of a second branch is called in the state: its name behind this. */
  private static final String PASSED_ON = "branch.";

  private final TwoBranches branches;
  private final boolean passesOn;
  private boolean finished;

  private BranchedLearner(StepLearner learner, TwoBranches branches, boolean passesOn) {
    super(learner);
    this.branches = branches;
    this.passesOn = passesOn;
  }

  /**
   * At the beginning of a step.
   *
   * @param passesOn whether second branches go on from step to step; a step whose predecessor has
   *     passed on none begins with copies
   * @throws IllegalArgumentException if the mode is one of a single branch
   */
  public static BranchedLearner of(
      StepContext context, GradientLearner.Plan plan, boolean passesOn) {
    if (context.mode().branching() == Branching.ONE) {
      throw new IllegalArgumentException("expected a mode of two branches, got " + context.mode());
    }
    TwoBranches branches = TwoBranches.of(context.network(), context.layout());
    GradientLearner.Plan whole =
        plan.startingWith((parameters, layout) -> goOn(parameters, context.inherited()));
    return new BranchedLearner(GradientLearner.of(context, whole), branches, passesOn);
  }

  private static void goOn(Parameters parameters, Map<String, INDArray> inherited) {
    inherited.forEach(
        (name, array) -> {
          if (name.startsWith(PASSED_ON)) {
            parameters.get(name.substring(PASSED_ON.length())).assign(array);
          }
        });
  }

  /** Nothing before the end: until then they are parameters in training. */
  @Override
  Map<String, INDArray> passedOn() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    if (finished && passesOn) {
      second().forEach(name -> arrays.put(PASSED_ON + name, parameters().get(name)));
    }
    return arrays;
  }

  private List<String> second() {
    return parameters().arrays().keySet().stream().filter(TwoBranches::isOfSecond).toList();
  }

  @Override
  public Parameters finish() {
    finished = true;
    return branches.merge(super.finish());
  }

  @Override
  public void close() {
    super.close();
    second().forEach(name -> parameters().get(name).close());
  }
}
