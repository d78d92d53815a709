// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Initial values of the classifier of a new step. */
public final class ClassifierInit {
  private ClassifierInit() {}

  /**
   * Starts every new class from the auxiliary classifier, which has learnt to answer "no" to
   * everything seen so far (DKD, equation 11). All new classes start alike; their labels tell them
   * apart.
   */
  public static void fromAuxiliary(Parameters parameters, HeadLayout layout) {
    String newest = HeadLayout.classifierName(layout.steps() - 1);
    repeat(parameters, ".weight", newest);
    repeat(parameters, ".bias", newest);
  }

  private static void repeat(Parameters parameters, String suffix, String classifier) {
    INDArray auxiliary = parameters.get(HeadLayout.auxiliaryName() + suffix);
    INDArray rows = parameters.get(classifier + suffix);
    for (long row = 0; row < rows.size(0); row++) {
      rows.slice(row).assign(auxiliary.slice(0));
    }
  }
}
