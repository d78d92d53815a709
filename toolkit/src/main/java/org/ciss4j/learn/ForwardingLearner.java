// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A learner that does what another does, but for what a subclass says. */
abstract class ForwardingLearner implements StepLearner {
  private final StepLearner learner;

  ForwardingLearner(StepLearner learner) {
    this.learner = learner;
  }

  @Override
  public Parameters parameters() {
    return learner.parameters();
  }

  /** What this learner passes on to the next step itself, by name; nothing unless it says so. */
  Map<String, INDArray> passedOn() {
    return Map.of();
  }

  @Override
  public Map<String, INDArray> state() {
    Map<String, INDArray> state = new LinkedHashMap<>(learner.state());
    state.putAll(passedOn());
    return state;
  }

  @Override
  public Set<String> lasting() {
    Set<String> lasting = new LinkedHashSet<>(learner.lasting());
    lasting.addAll(passedOn().keySet());
    return lasting;
  }

  @Override
  public long iterations() {
    return learner.iterations();
  }

  @Override
  public double rate(long iteration) {
    return learner.rate(iteration);
  }

  @Override
  public boolean seesEveryImage() {
    return learner.seesEveryImage();
  }

  @Override
  public List<String> remarks() {
    return learner.remarks();
  }

  @Override
  public List<String> findings() {
    return learner.findings();
  }

  @Override
  public List<String> recorded() {
    return learner.recorded();
  }

  @Override
  public Losses learn(Batch batch, long iteration) {
    return learner.learn(batch, iteration);
  }

  @Override
  public Parameters finish() {
    return learner.finish();
  }

  @Override
  public void close() {
    learner.close();
  }
}
