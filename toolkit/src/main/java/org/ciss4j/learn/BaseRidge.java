// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.graph.model.Parameters;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The base step of {@link RidgeLearner}: another learner trains the network, then its classifiers
 * are replaced by those of a regression on the same images.
 */
final class BaseRidge extends ForwardingLearner {
  private final StepContext context;
  private final RidgeLearner.Options options;

  /** Null until the network is trained. */
  private @Nullable RidgeLearner regression;

  BaseRidge(StepContext context, RidgeLearner.Options options, StepLearner features) {
    super(features);
    this.context = context;
    this.options = options;
  }

  @Override
  public Map<String, INDArray> state() {
    Map<String, INDArray> state = new LinkedHashMap<>(super.state());
    if (regression != null) {
      state.putAll(regression.state());
    }
    return state;
  }

  @Override
  public Set<String> lasting() {
    return regression == null ? Set.of() : regression.lasting();
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(super.remarks());
    remarks.add(RidgeCost.of(context, options.passes()).remark());
    return remarks;
  }

  @Override
  public Parameters finish() {
    RidgeLearner ridge = RidgeLearner.first(context, options, super.finish());
    regression = ridge;
    for (int pass = 0; pass < options.passes(); pass++) {
      context.data().pass("ridge" + pass, ridge::look);
    }
    return ridge.finish();
  }

  @Override
  public void close() {
    super.close();
    if (regression != null) {
      regression.close();
    }
  }
}
