// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;

/**
 * Which classifiers a network has: one 1x1 convolution per step, and the auxiliary classifier of
 * DKD. There is no background channel: a pixel that no class claims is background.
 *
 * @param classesPerStep number of classes of step 0, 1, ...; the last ones are the new classes
 */
public record HeadLayout(List<Integer> classesPerStep) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if there is no step or a step without classes
   */
  public HeadLayout {
    classesPerStep = List.copyOf(classesPerStep);
    if (classesPerStep.isEmpty() || classesPerStep.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          "expected at least one step with at least one class each, got " + classesPerStep);
    }
  }

  /** Number of steps, that is, of classifiers. */
  public int steps() {
    return classesPerStep.size();
  }

  /** Number of classes of the last step. */
  public int newClasses() {
    return classesPerStep.get(steps() - 1);
  }

  /** Number of classes of all steps before the last. */
  public int oldClasses() {
    return classes() - newClasses();
  }

  /** Number of classes of all steps. */
  public int classes() {
    return classesPerStep.stream().mapToInt(Integer::intValue).sum();
  }

  /** Whether a parameter of this name belongs to a classifier. */
  public static boolean isClassifier(String parameter) {
    return parameter.startsWith("cls.");
  }

  /** Name of the auxiliary classifier's parameters, as in the official code. */
  public static String auxiliaryName() {
    return "cls.0";
  }

  /**
   * Name of the parameters of a step's classifier, as in the official code: step 0 has {@code
   * cls.1}.
   */
  public static String classifierName(int step) {
    return "cls." + (step + 1);
  }
}
