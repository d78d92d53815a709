// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.util.Optional;
import org.ciss4j.Ciss;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import picocli.CommandLine.Mixin;

/** What runs that differ in their methods alone have in common. */
public final class CommonChoice {
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private ScenarioOptions scenario = new ScenarioOptions();
  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();
  @Mixin private BackboneOptions backbone = new BackboneOptions();
  @Mixin private WeightsOptions weights = new WeightsOptions();
  @Mixin private TrainingOptions training = new TrainingOptions();

  /** A run that the options describe, of any method. */
  public Ciss chosen() {
    Ciss ciss = searched();
    scenario.requireDrawn(ciss.config().evaluation().onHeldOut());
    return ciss;
  }

  /** The same for a study, which holds images out by itself. */
  Ciss searched() {
    Ciss ciss = evaluation.applyTo(scenario.applyTo(data));
    return training.begin(weights.applyTo(backbone.applyTo(ciss)));
  }

  /** Where the data is. */
  public DataOptions data() {
    return data;
  }

  /** A method with its standard settings as the schedule of a run wants it. */
  public Method scheduled(Ciss ciss, Method standard) {
    return training.isSmall(ciss) ? Methods.forFewImages(standard) : standard;
  }

  /** What to say of the schedule before the runs begin. */
  public Optional<String> remark(Ciss ciss) {
    return training.remark(ciss);
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
