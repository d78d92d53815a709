// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.util.List;
import java.util.Optional;
import org.ciss4j.Ciss;
import picocli.CommandLine.Mixin;

/** All options that say what a run is: its data, scenario, method, network and training. */
public final class RunChoice {
  @Mixin private MethodOptions method = new MethodOptions();
  @Mixin private CommonChoice common = new CommonChoice();

  /** The run that the options describe. */
  public Ciss chosen() {
    return withMethod(common.chosen());
  }

  /** The same for a study, which holds images out by itself. */
  public Ciss searched() {
    return withMethod(common.searched());
  }

  private Ciss withMethod(Ciss any) {
    Ciss ciss = method.applyTo(any, standard -> common.scheduled(any, standard));
    common.data().requireReader(List.of(ciss));
    return ciss;
  }

  /** What to say of the schedule before the run begins. */
  public Optional<String> remark(Ciss ciss) {
    return common.remark(ciss);
  }

  /** A stored run with what changes none of its numbers: where its data is, and how it is kept. */
  public Ciss moved(Ciss stored) {
    return common.moved(stored);
  }

  /** A stored run, trained or scored otherwise where options say so. */
  public Ciss changed(Ciss stored) {
    return common.changed(stored);
  }
}
