// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Another learner trains the network; then its classifiers are replaced by those of a regression on
 * the same images, {@link RidgeLearner}.
 */
final class RidgeAfter extends ForwardingLearner {
  /** What a classifier that was trained is called in the state: its name behind this. */
  private static final String TRAINED = "trained.";

  private final StepContext context;
  private final Function<Parameters, RidgeLearner> regression;
  private final RidgeLearner.Options options;
  private final boolean keepsTrained;

  /** The classifiers that were trained, for the next step. */
  private final Map<String, INDArray> trained = new TreeMap<>();

  /** Null until the network is trained. */
  private @Nullable RidgeLearner ridge;

  /**
   * Before training.
   *
   * @param context whose layout is that of the regression
   * @param network learns the network
   * @param regression made of the network once that is trained
   * @param keepsTrained whether the next step is given the classifiers that were trained
   */
  RidgeAfter(
      StepContext context,
      RidgeLearner.Options options,
      StepLearner network,
      Function<Parameters, RidgeLearner> regression,
      boolean keepsTrained) {
    super(network);
    this.context = context;
    this.options = options;
    this.regression = regression;
    this.keepsTrained = keepsTrained;
  }

  /**
   * What a step goes on training: the network, with the classifiers that the step before has
   * trained in place of those it left behind.
   */
  static StepContext trainedAgain(StepContext context, HeadLayout layout, HeadLayout before) {
    Map<String, INDArray> arrays = new LinkedHashMap<>(context.parameters().arrays());
    arrays.keySet().removeIf(HeadLayout::isClassifier);
    context
        .inherited()
        .forEach(
            (name, array) -> {
              if (name.startsWith(TRAINED)) {
                arrays.put(name.substring(TRAINED.length()), array.dup('c'));
              }
            });
    return context.with(
        layout, before, new Parameters(arrays, context.seeds().child("init").value()));
  }

  @Override
  Map<String, INDArray> passedOn() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    if (ridge != null) {
      arrays.putAll(ridge.state());
    }
    trained.forEach((name, array) -> arrays.put(TRAINED + name, array));
    return arrays;
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(super.remarks());
    remarks.add(RidgeCost.of(context, options.passes()).remark());
    return remarks;
  }

  @Override
  public Parameters finish() {
    Parameters network = super.finish();
    if (keepsTrained) {
      network.arrays().forEach(this::keep);
    }
    ridge = regression.apply(network);
    for (int pass = 0; pass < options.passes(); pass++) {
      context.data().pass("ridge" + pass, ridge::look);
    }
    return ridge.finish();
  }

  private void keep(String name, INDArray array) {
    if (HeadLayout.isClassifier(name)) {
      trained.put(name, array);
    }
  }

  @Override
  public void close() {
    super.close();
    if (ridge != null) {
      ridge.close();
    }
  }
}
