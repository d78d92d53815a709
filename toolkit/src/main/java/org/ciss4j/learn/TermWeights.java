// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.graph.op.Graphs;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights of terms that are not the same in every iteration, and how they are found. */
public interface TermWeights {

  /** Gradients of single terms of the batch that was just learnt from. */
  @FunctionalInterface
  interface TermGradients {
    /**
     * The gradients of some terms, each before its weight, at the parameters before the update.
     * What the terms have in common is computed once.
     *
     * @param parameters names of parameters that are trained, by name of a term
     * @return by name of the term; to be closed
     */
    Map<String, Graphs.Values> of(Map<String, List<String>> parameters);
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
