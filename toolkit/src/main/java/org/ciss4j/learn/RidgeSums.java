// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.RandomFeatures;
import org.ciss4j.graph.ridge.RidgeStatistics;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Sums of {@link RidgeLearner} as steps pass them on, by name, and what is made of them. */
public final class RidgeSums {
  private static final String STATE = "ridge.";

  private RidgeSums() {}

  /** The sums by the names that they have in the state of a learner. */
  static Map<String, INDArray> state(RidgeStatistics statistics) {
    Map<String, INDArray> state = new LinkedHashMap<>();
    statistics.arrays().forEach((name, array) -> state.put(STATE + name, array));
    return state;
  }

  /** The sums in what a step has passed on: the arrays themselves. */
  static RidgeStatistics of(Map<String, INDArray> state) {
    Map<String, INDArray> sums = new LinkedHashMap<>();
    state.forEach(
        (name, array) -> {
          if (name.startsWith(STATE)) {
            sums.put(name.substring(STATE.length()), array);
          }
        });
    if (sums.isEmpty()) {
      throw CissException.failure(
          "the sums that analytic goes on from are not there; restore learner.safetensors and"
              + " learner.json of the step and of its folder start, if it had one");
    }
    return RidgeStatistics.of(sums);
  }

  /** Whether what a step has passed on are sums over so many features. */
  public static boolean areIn(Map<String, INDArray> inherited, RandomFeatures random) {
    List<INDArray> sums =
        inherited.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(STATE))
            .map(Map.Entry::getValue)
            .toList();
    return !sums.isEmpty() && sums.get(0).size(0) == random.width() + 1;
  }

  /** A network whose classifiers solve a regression. */
  static Parameters solved(
      Parameters network,
      RidgeStatistics statistics,
      double lambda,
      HeadLayout layout,
      Seeds seeds) {
    Map<String, INDArray> arrays = new LinkedHashMap<>(network.arrays());
    arrays.keySet().removeIf(name -> HeadLayout.isClassifier(name) && !isRandom(name));
    try (INDArray solution = statistics.solve(lambda)) {
      int features = statistics.features() - 1;
      int first = 0;
      for (int step = 0; step < layout.steps(); step++) {
        int outputs = layout.outputs(step);
        INDArray rows =
            solution.get(NDArrayIndex.interval(first, first + outputs), NDArrayIndex.all());
        arrays.put(
            HeadLayout.classifierName(step) + ".weight",
            rows.get(NDArrayIndex.all(), NDArrayIndex.interval(0, features))
                .dup('c')
                .reshape(outputs, features, 1, 1));
        arrays.put(
            HeadLayout.classifierName(step) + ".bias",
            rows.get(NDArrayIndex.all(), NDArrayIndex.point(features)).dup('c').reshape(outputs));
        first += outputs;
      }
    }
    return new Parameters(arrays, seeds.child("init").value());
  }

  /**
   * The network of a step as it would be if an earlier step's images had not been seen, with the
   * labels that the others had. That step's classes are gone; pixels of other images that were
   * taken for them count as background.
   *
   * @param network of the step
   * @param sums that the step has passed on
   * @param lambda the penalty of large weights
   * @param layout its classifiers without those of the step that is forgotten
   * @param forgotten what is taken out
   */
  public static TakeOver without(
      Parameters network,
      Map<String, INDArray> sums,
      double lambda,
      HeadLayout layout,
      Forgotten forgotten) {
    try (RidgeStatistics all = of(sums);
        RidgeStatistics before = of(forgotten.before());
        RidgeStatistics after = of(forgotten.after())) {
      all.subtract(after);
      all.add(before);
      RidgeStatistics rest = all.withoutOutputs(forgotten.from(), forgotten.to());
      return new TakeOver(solved(network, rest, lambda, layout, new Seeds(0)), state(rest));
    }
  }

  /**
   * A step that is forgotten.
   *
   * @param before sums that it was given; freed by {@link #without}
   * @param after sums that it has passed on; freed, too
   * @param from the first of its outputs
   * @param to the first output behind them
   */
  public record Forgotten(
      Map<String, INDArray> before, Map<String, INDArray> after, int from, int to) {}

  private static boolean isRandom(String name) {
    return name.equals(RandomFeatures.parameterName());
  }
}
