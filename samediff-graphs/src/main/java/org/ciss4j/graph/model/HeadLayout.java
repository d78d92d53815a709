// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which classifiers a network has: one 1x1 convolution per step, and before them one of two things.
 *
 * <p>Without a background channel, each class is decided by itself, a pixel that no class claims is
 * background, and there is the auxiliary classifier of DKD. With one, the first classifier has an
 * output for the background before those of its classes, and all outputs compete.
 *
 * @param classesPerStep number of classes of step 0, 1, ...; the last ones are the new classes
 * @param background whether there is a background channel
 * @param random what the classifiers see in place of the features; null for the features
 */
public record HeadLayout(
    List<Integer> classesPerStep, boolean background, @Nullable RandomFeatures random) {

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

  /** Without a background channel. */
  public HeadLayout(List<Integer> classesPerStep) {
    this(classesPerStep, false, null);
  }

  /** The same classes with a background channel. */
  public HeadLayout withBackground() {
    return new HeadLayout(classesPerStep, true, random);
  }

  /** The same classifiers on random features. */
  public HeadLayout on(RandomFeatures features) {
    return new HeadLayout(classesPerStep, background, features);
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

  /** Number of outputs of a step's classifier: its classes, and the background in step 0. */
  public int outputs(int step) {
    return classesPerStep.get(step) + (background && step == 0 ? 1 : 0);
  }

  /** Number of outputs of all classifiers, the auxiliary one aside. */
  public int outputs() {
    return classes() + (background ? 1 : 0);
  }

  /** Number of outputs of the classifiers of all steps before the last; 0 at step 0. */
  public int oldOutputs() {
    return outputs() - outputs(steps() - 1);
  }

  /** Whether a parameter of this name belongs to a classifier. */
  public static boolean isClassifier(String parameter) {
    return parameter.startsWith("cls.");
  }

  /** Name of the auxiliary classifier's parameters, as in the official code of DKD. */
  public static String auxiliaryName() {
    return "cls.0";
  }

  /**
   * Name of the parameters of a step's classifier, as in the official code of DKD: step 0 has
   * {@code cls.1}.
   */
  public static String classifierName(int step) {
    return "cls." + (step + 1);
  }
}
