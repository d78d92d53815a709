// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.RandomFeatures;
import org.ciss4j.graph.ridge.RidgeStatistics;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The base step of {@link RidgeLearner}: another learner trains the network, then its classifiers
 * are replaced by those of a regression on the same images.
 */
final class BaseRidge implements StepLearner {
  private final StepContext context;
  private final RidgeLearner.Options options;
  private final StepLearner features;
  private final RidgeStatistics statistics;

  BaseRidge(StepContext context, RidgeLearner.Options options, StepLearner features) {
    this.context = context;
    this.options = options;
    this.features = features;
    RandomFeatures random = Objects.requireNonNull(context.layout().random());
    this.statistics = RidgeStatistics.empty(random.width() + 1, context.layout().outputs());
  }

  @Override
  public Parameters parameters() {
    return features.parameters();
  }

  /** The sums are empty until the network is trained, but have their place in it. */
  @Override
  public Map<String, INDArray> state() {
    Map<String, INDArray> state = new LinkedHashMap<>(features.state());
    state.putAll(RidgeLearner.state(statistics));
    return state;
  }

  @Override
  public Set<String> lasting() {
    return RidgeLearner.state(statistics).keySet();
  }

  @Override
  public long iterations() {
    return features.iterations();
  }

  @Override
  public double rate(long iteration) {
    return features.rate(iteration);
  }

  @Override
  public List<String> recorded() {
    return features.recorded();
  }

  @Override
  public Losses learn(Batch batch, long iteration) {
    return features.learn(batch, iteration);
  }

  @Override
  public Parameters finish() {
    Map<String, INDArray> trained = new LinkedHashMap<>(features.finish().arrays());
    trained.keySet().removeIf(HeadLayout::isClassifier);
    Parameters network = new Parameters(trained, context.seeds().child("random").value());
    RidgeLearner regression = RidgeLearner.on(context, options, network, statistics);
    for (int pass = 0; pass < options.passes(); pass++) {
      context.data().pass("ridge" + pass, regression::look);
    }
    return regression.finish();
  }

  @Override
  public void close() {
    features.close();
    statistics.close();
  }
}
