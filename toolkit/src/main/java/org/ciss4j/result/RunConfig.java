// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

/**
 * Everything that decides the numbers of a run, in words and numbers.
 *
 * @param data which images and labels
 * @param scenario which classes come when, and what a step sees of the data
 * @param method how classes are learnt
 * @param model what is trained
 * @param training how each step is optimised
 * @param evaluation how each step is scored
 * @param seed root of all that is random
 */
public record RunConfig(
    DataConfig data,
    ScenarioConfig scenario,
    MethodConfig method,
    ModelConfig model,
    Training training,
    EvaluationConfig evaluation,
    long seed) {

  /** The same on this data. */
  public RunConfig withData(DataConfig other) {
    return new RunConfig(other, scenario, method, model, training, evaluation, seed);
  }

  /** The same with this scenario. */
  public RunConfig withScenario(ScenarioConfig other) {
    return new RunConfig(data, other, method, model, training, evaluation, seed);
  }

  /** The same with this method. */
  public RunConfig withMethod(MethodConfig other) {
    return new RunConfig(data, scenario, other, model, training, evaluation, seed);
  }

  /** The same with this model. */
  public RunConfig withModel(ModelConfig other) {
    return new RunConfig(data, scenario, method, other, training, evaluation, seed);
  }

  /** The same with each step optimised like this. */
  public RunConfig withTraining(Training other) {
    return new RunConfig(data, scenario, method, model, other, evaluation, seed);
  }

  /** The same with each step scored like this. */
  public RunConfig withEvaluation(EvaluationConfig other) {
    return new RunConfig(data, scenario, method, model, training, other, seed);
  }

  /** The same with another seed. */
  public RunConfig withSeed(long other) {
    return new RunConfig(data, scenario, method, model, training, evaluation, other);
  }

  /** Name of a folder for this run: data set, scenario, setting, method, backbone and seed. */
  public String directoryName() {
    return String.join(
        "_",
        data.dataset(),
        scenario.name(),
        scenario.setting().label(),
        method.name(),
        model.backbone(),
        "s" + seed);
  }
}
