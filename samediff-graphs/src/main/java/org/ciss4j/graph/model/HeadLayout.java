// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which classifiers a network has: one per step, and outputs that are no class.
 *
 * <p>With an auxiliary output, that of DKD, each class is decided by itself, and a pixel that no
 * class claims is background. With a background channel, all outputs compete.
 *
 * @param classesPerStep number of classes of step 0, 1, ...; the last ones are the new classes
 * @param others what outputs there are besides, which come before the classes; none twice
 * @param kind what a classifier is made of
 * @param random what the classifiers see in place of the features; null for the features
 */
public record HeadLayout(
    List<Integer> classesPerStep,
    List<Channel> others,
    Kind kind,
    @Nullable RandomFeatures random) {

  /** An output that is no class. */
  public enum Channel {
    /** Learns to answer "no" to everything (DKD); has a classifier of its own. */
    AUXILIARY,
    /** What no label names and what stands out all the same (SSUL). */
    UNKNOWN,
    /** What is no class. */
    BACKGROUND
  }

  /** What a classifier is made of. */
  public enum Kind {
    /**
     * A 1x1 convolution of the features, which are the same for all. The background is the first
     * output of the first classifier.
     */
    LINEAR,
    /**
     * A 3x3 convolution, normalisation, ReLU and a 1x1 convolution, on the ASPP's projection: what
     * ends the ASPP of other networks, each has for itself. Unknown and background have classifiers
     * of their own (SSUL).
     */
    CONVOLVED
  }

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if there is no step or a step without classes, an output
   *     twice, or a combination that no network has
   */
  public HeadLayout {
    classesPerStep = List.copyOf(classesPerStep);
    others = List.copyOf(others);
    if (classesPerStep.isEmpty() || classesPerStep.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          "expected at least one step with at least one class each, got " + classesPerStep);
    }
    boolean linear = others.size() == 1 && others.get(0) != Channel.UNKNOWN;
    boolean convolved =
        others.equals(List.of(Channel.BACKGROUND))
            || others.equals(List.of(Channel.UNKNOWN, Channel.BACKGROUND));
    if (kind == Kind.LINEAR ? !linear : !convolved || random != null) {
      throw new IllegalArgumentException(
          "there are no " + kind + " classifiers with " + others + " on " + random);
    }
  }

  /** 1x1 convolutions with the auxiliary output. */
  public HeadLayout(List<Integer> classesPerStep) {
    this(classesPerStep, List.of(Channel.AUXILIARY), Kind.LINEAR, null);
  }

  /** The same classes with a background channel, on 1x1 convolutions. */
  public HeadLayout withBackground() {
    return new HeadLayout(classesPerStep, List.of(Channel.BACKGROUND), Kind.LINEAR, random);
  }

  /**
   * The same classes and a background on classifiers with a convolution of their own.
   *
   * @param unknown whether there is an unknown channel too
   */
  public HeadLayout convolved(boolean unknown) {
    List<Channel> before =
        unknown ? List.of(Channel.UNKNOWN, Channel.BACKGROUND) : List.of(Channel.BACKGROUND);
    return new HeadLayout(classesPerStep, before, Kind.CONVOLVED, null);
  }

  /** The same classifiers on random features. */
  public HeadLayout on(RandomFeatures features) {
    return new HeadLayout(classesPerStep, others, kind, features);
  }

  /** Whether there is a background channel. */
  public boolean background() {
    return others.contains(Channel.BACKGROUND);
  }

  /** Whether there is an unknown channel. */
  public boolean unknown() {
    return others.contains(Channel.UNKNOWN);
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

  /**
   * Number of outputs of a step's classifier: its classes, and in step 0 the background where that
   * has no classifier of its own.
   */
  public int outputs(int step) {
    boolean first = step == 0 && kind == Kind.LINEAR && background();
    return classesPerStep.get(step) + (first ? 1 : 0);
  }

  /** Number of outputs of all classifiers, the auxiliary one aside. */
  public int outputs() {
    return classes() + notClasses();
  }

  /** Number of outputs before the classes, the auxiliary one aside. */
  public int notClasses() {
    return others.size() - (others.contains(Channel.AUXILIARY) ? 1 : 0);
  }

  /** Number of outputs of the classifiers of all steps before the last; 0 at step 0. */
  public int oldOutputs() {
    return steps() == 1 ? 0 : outputs() - newClasses();
  }

  /**
   * Names of the classifiers of a step, in the order of their outputs: the one of its classes, and
   * in step 0 before it those of outputs that are no class, the auxiliary one aside.
   */
  public List<String> classifierNames(int step) {
    List<String> names = new ArrayList<>();
    if (step == 0 && kind == Kind.CONVOLVED) {
      others.forEach(
          other -> names.add(other == Channel.UNKNOWN ? unknownName() : backgroundName()));
    }
    names.add(classifierName(step));
    return names;
  }

  /** Whether a parameter of this name belongs to a classifier. */
  public static boolean isClassifier(String parameter) {
    return parameter.startsWith("cls.");
  }

  /** Name of the auxiliary classifier's parameters, as in the official code of DKD. */
  public static String auxiliaryName() {
    return "cls.0";
  }

  /** Name of the parameters of the unknown's classifier. */
  public static String unknownName() {
    return "cls.unknown";
  }

  /** Name of the 3x3 convolution of a classifier that has one. */
  static String convolutionName(String classifier) {
    return classifier + ".conv";
  }

  /** Name of the normalisation behind that. */
  static String normalisationName(String classifier) {
    return classifier + ".norm";
  }

  /** Name of the parameters of the background's classifier, where it has one of its own. */
  public static String backgroundName() {
    return "cls.background";
  }

  /**
   * Name of the parameters of a step's classifier, as in the official code of DKD: step 0 has
   * {@code cls.1}.
   */
  public static String classifierName(int step) {
    return "cls." + (step + 1);
  }
}
