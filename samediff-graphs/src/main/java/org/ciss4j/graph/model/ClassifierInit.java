// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
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
    repeat(parameters, HeadLayout.auxiliaryName(), ".weight", newest);
    repeat(parameters, HeadLayout.auxiliaryName(), ".bias", newest);
  }

  /**
   * Splits the probability that the background had among it and the new classes, as the background
   * of earlier steps is all of these (MiB): {@code w_c = w_bg} and {@code b_c = b_bg = b_bg - log(1
   * + n)}, n being the number of new classes. Old classes keep their probabilities.
   */
  public static void fromBackground(Parameters parameters, HeadLayout layout) {
    String newest = HeadLayout.classifierName(layout.steps() - 1);
    String first = HeadLayout.classifierName(0);
    INDArray bias = parameters.get(first + ".bias");
    bias.putScalar(0, bias.getDouble(0) - Math.log(1 + layout.newClasses()));
    repeat(parameters, first, ".weight", newest);
    repeat(parameters, first, ".bias", newest);
  }

  /**
   * Gives every new class the weights of the background and leaves all biases as they are, as the
   * official code of RCIL does on PASCAL VOC and ADE20K.
   */
  public static void fromWeightsOfBackground(Parameters parameters, HeadLayout layout) {
    String newest = HeadLayout.classifierName(layout.steps() - 1);
    repeat(parameters, HeadLayout.classifierName(0), ".weight", newest);
  }

  /**
   * Starts every new class from the unknown, which new classes were until now (SSUL): convolution,
   * normalisation and its statistics are those of the unknown's classifier, and each row is its
   * row.
   */
  public static void fromUnknown(Parameters parameters, HeadLayout layout) {
    String unknown = HeadLayout.unknownName();
    String newest = HeadLayout.classifierName(layout.steps() - 1);
    List<String> rows = List.of(".weight", ".bias");
    rows.forEach(suffix -> repeat(parameters, unknown, suffix, newest));
    parameters.arrays().keySet().stream()
        .filter(name -> name.startsWith(unknown + "."))
        .map(name -> name.substring(unknown.length()))
        .filter(suffix -> !rows.contains(suffix))
        .forEach(
            suffix -> parameters.get(newest + suffix).assign(parameters.get(unknown + suffix)));
  }

  /** Sets all rows of a classifier to the first row of another. */
  private static void repeat(Parameters parameters, String from, String suffix, String classifier) {
    INDArray first = parameters.get(from + suffix);
    INDArray rows = parameters.get(classifier + suffix);
    for (long row = 0; row < rows.size(0); row++) {
      rows.slice(row).assign(first.slice(0));
    }
  }
}
