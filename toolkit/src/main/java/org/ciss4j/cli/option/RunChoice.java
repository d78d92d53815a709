// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.util.List;
import java.util.Optional;
import org.ciss4j.Ciss;
import picocli.CommandLine.Mixin;

/** All options that say what a run is: its data, scenario, method, network and training. */
public final class RunChoice {
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private ScenarioOptions scenario = new ScenarioOptions();
  @Mixin private MethodOptions method = new MethodOptions();
  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();
  @Mixin private BackboneOptions backbone = new BackboneOptions();
  @Mixin private WeightsOptions weights = new WeightsOptions();
  @Mixin private TrainingOptions training = new TrainingOptions();

  /** The run that the options describe. */
  public Ciss chosen() {
    Ciss ciss = searched();
    scenario.requireDrawn(ciss.config().evaluation().onHeldOut());
    return ciss;
  }

  /** What to say of the schedule before the run begins. */
  public Optional<String> remark(Ciss ciss) {
    return training.remark(ciss);
  }

  /** The same for a study, which holds images out by itself. */
  public Ciss searched() {
    Ciss ciss = scenario.applyTo(data);
    ciss = evaluation.applyTo(ciss);
    ciss = weights.applyTo(backbone.applyTo(ciss));
    ciss = training.begin(method.applyTo(ciss));
    data.requireReader(List.of(ciss));
    return ciss;
  }

  /** A stored run with what changes none of its numbers: where its data is, and how it is kept. */
  public Ciss moved(Ciss stored) {
    return training.withLoading(data.moved(stored));
  }

  /** A stored run, trained or scored otherwise where options say so. */
  public Ciss changed(Ciss stored) {
    return training.applyTo(evaluation.applyTo(moved(stored)));
  }
}
