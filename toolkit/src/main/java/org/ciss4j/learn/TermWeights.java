// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.Graphs;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights of terms that are not the same in every iteration, and how they are found. */
public interface TermWeights {

  /** Questions about single terms at the parameters before the update. */
  interface TermGradients {
    /**
     * The gradients of some terms of the batch that was just learnt from, each before its weight.
     * What the terms have in common is computed once.
     *
     * @param parameters names of parameters that are trained, by name of a term
     * @return by name of the term; to be closed
     */
    Map<String, Graphs.Values> of(Map<String, List<String>> parameters);

    /**
     * The gradient of one term of another batch, before its weight, with respect to all parameters
     * that are trained; to be closed.
     *
     * @param batch stays its owner's
     */
    Graphs.Values ofOther(Batch batch, String term);

    /**
     * What the terms of the batch that was just learnt from would be, before their weights, if the
     * parameters had moved.
     *
     * @param direction by name of a parameter
     * @param factor of the direction
     * @return by name of the term
     */
    Map<String, Double> moved(Map<String, INDArray> direction, double factor);
  }

  /** The weights of the next batch, by name of the term; terms without one keep their own. */
  Map<String, Double> now();

  /**
   * Told of each batch.
   *
   * @param losses what its terms were
   * @param gradients to ask for those of single terms
   */
  void follow(Losses losses, TermGradients gradients);

  /** What decides the weights to come, as {@link StepLearner#state}. */
  default Map<String, INDArray> state() {
    return Map.of();
  }

  /** Names of what the next step is given, as {@link StepLearner#lasting}. */
  default Set<String> lasting() {
    return Set.of();
  }

  /** What was found out about the terms, once a step is done, as {@link StepLearner#findings}. */
  default List<String> findings() {
    return List.of();
  }

  /** Every term keeps its own. */
  static TermWeights own() {
    return new TermWeights() {
      @Override
      public Map<String, Double> now() {
        return Map.of();
      }

      @Override
      public void follow(Losses losses, TermGradients gradients) {}
    };
  }
}
