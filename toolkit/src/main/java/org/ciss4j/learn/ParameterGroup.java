// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.scenario.Step;

/**
 * Parameters that are optimised alike. A parameter that is in no group is frozen.
 *
 * @param name what they are: {@code backbone}
 * @param parameters their names
 * @param rateFactor their learning rate, as a multiple of the step's
 * @param weightDecay factor of the L2 penalty in their gradient
 * @param leastRate below which their learning rate does not fall; 0 for none
 */
public record ParameterGroup(
    String name, List<String> parameters, double rateFactor, double weightDecay, double leastRate) {

  /** The ASPP and the classifiers learn this many times as fast as the backbone. */
  private static final double HEAD_FACTOR = 10;

  /** Copies the list. */
  public ParameterGroup {
    parameters = List.copyOf(parameters);
  }

  /** With a learning rate that may fall to 0. */
  public ParameterGroup(
      String name, List<String> parameters, double rateFactor, double weightDecay) {
    this(name, parameters, rateFactor, weightDecay, 0);
  }

  /** The learning rate of these parameters when the step's is this. */
  public double rate(double ofStep) {
    return Math.max(ofStep * rateFactor, leastRate);
  }

  /**
   * The groups of DKD's official code. All weights decay in the base step; later only those of the
   * newest classifier do.
   *
   * @param trainable names of all parameters that have a gradient
   */
  public static List<ParameterGroup> standard(
      Step step, HeadLayout layout, List<String> trainable, double weightDecay) {
    String newest = HeadLayout.classifierName(layout.steps() - 1) + ".";
    Predicate<String> isNewest = name -> name.startsWith(newest);
    Predicate<String> isClassifier = HeadLayout::isClassifier;
    Predicate<String> isBackbone = name -> name.startsWith("backbone.");
    Predicate<String> isAspp = name -> name.startsWith("aspp.");
    double oldDecay = step.isBase() ? weightDecay : 0;
    List<ParameterGroup> groups = new ArrayList<>();
    groups.add(group("backbone", trainable, isBackbone, 1, oldDecay));
    groups.add(group("aspp", trainable, isAspp, HEAD_FACTOR, oldDecay));
    groups.add(
        group(
            "old classifiers",
            trainable,
            isClassifier.and(isNewest.negate()),
            HEAD_FACTOR,
            oldDecay));
    groups.add(group("new classifier", trainable, isNewest, HEAD_FACTOR, weightDecay));
    return List.copyOf(groups);
  }

  /**
   * The groups of MiB's official code: weight decay for all, and one learning rate if the factor is
   * 1.
   *
   * @param trainable names of all parameters that are to be trained
   * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
   */
  public static List<ParameterGroup> uniform(
      List<String> trainable, double headFactor, double weightDecay) {
    Predicate<String> isBackbone = name -> name.startsWith("backbone.");
    return Stream.of(
            group("backbone", trainable, isBackbone, 1, weightDecay),
            group("head", trainable, isBackbone.negate(), headFactor, weightDecay))
        .filter(group -> !group.parameters().isEmpty())
        .toList();
  }

  private static ParameterGroup group(
      String name, List<String> all, Predicate<String> member, double factor, double weightDecay) {
    return new ParameterGroup(name, all.stream().filter(member).toList(), factor, weightDecay);
  }
}
