// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.saliency.SaliencyMaps;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.LossTerms;
import org.ciss4j.graph.model.ClassifierInit;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.learn.ParameterGroup;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.method.label.SigmoidPseudoLabels;
import org.ciss4j.method.label.SsulLabels;
import org.ciss4j.method.label.UnknownDecision;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;

/**
 * Semantic Segmentation with Unknown Label (Cha et al., NeurIPS 2021). The background is split:
 * what stands out there and has no label is unknown, a channel of its own, from which new classes
 * start. Each output is a sigmoid that learns by binary cross-entropy, the background and the
 * unknown included; what the network of the step before is sure of is a label too. Later steps
 * train the classifiers of the new classes and of the unknown, that of the background hardly, and
 * nothing else. With a memory it is SSUL-M.
 *
 * @param unknown whether there is an unknown channel; without it new classifiers start at random
 * @param saliency whether only what stands out is unknown, as for PASCAL VOC; else all that has no
 *     label, as for ADE20K
 * @param threshold least probability of a pseudo-label
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 * @param backgroundFactor in later steps, learning rate of the background's classifier, as a
 *     multiple of that of the others
 * @param leastRate below which no learning rate falls
 */
public record Ssul(
    boolean unknown,
    boolean saliency,
    double threshold,
    double headFactor,
    double backgroundFactor,
    double leastRate)
    implements Method {

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Ssul {
    Ranges.probability("threshold", threshold);
    Ranges.positive("headFactor", headFactor);
    Ranges.positive("backgroundFactor", backgroundFactor);
    Ranges.atLeastZero("leastRate", leastRate);
  }

  /** As for PASCAL VOC. */
  public static Ssul voc() {
    return new Ssul(true, true, 0.7, 10, 1e-4, 1e-6);
  }

  /** As for ADE20K, where all that has no label is unknown. */
  public static Ssul ade() {
    return new Ssul(true, false, 0.7, 10, 1e-4, 0);
  }

  @Override
  public String name() {
    return "ssul";
  }

  @Override
  public List<LossTerm> lossTerms(Step step) {
    return List.of(LossTerms.bceOfLabelled(1));
  }

  @Override
  public HeadLayout headLayout(Scenario scenario, Step step) {
    return Method.super.headLayout(scenario, step).convolved(unknown);
  }

  /** The dropout of the frozen network stays, as in the official code. */
  @Override
  public Mode mode(Step step) {
    return step.isBase()
        ? Mode.BASE_STEP
        : new Mode(Mode.LATER_STEP.batchStatistics(), Mode.BASE_STEP.dropout());
  }

  @Override
  public Set<String> extras() {
    return unknown && saliency ? Set.of(SaliencyMaps.NAME) : Set.of();
  }

  @Override
  public Optional<PseudoLabels> pseudoLabels(Step step, HeadLayout layout) {
    SigmoidPseudoLabels pseudo =
        step.isBase() ? null : new SigmoidPseudoLabels(layout.notClasses(), (float) threshold);
    return Optional.of(new SsulLabels(unknown, saliency, pseudo));
  }

  @Override
  public void initializeNewClassifiers(Parameters parameters, HeadLayout layout) {
    if (unknown) {
      ClassifierInit.fromUnknown(parameters, layout);
    }
  }

  @Override
  public List<ParameterGroup> parameterGroups(
      Step step, HeadLayout layout, List<String> trainable, double weightDecay) {
    return (step.isBase() ? baseGroups() : laterGroups(layout))
        .map(group -> group.among(trainable, weightDecay))
        .filter(group -> !group.parameters().isEmpty())
        .toList();
  }

  /** Some of the parameters, by name. */
  private record Group(String name, Predicate<String> member, double factor, double leastRate) {
    ParameterGroup among(List<String> trainable, double weightDecay) {
      return new ParameterGroup(
          name, trainable.stream().filter(member).toList(), factor, weightDecay, leastRate);
    }
  }

  private Stream<Group> baseGroups() {
    Predicate<String> backbone = name -> name.startsWith("backbone.");
    return Stream.of(
        new Group("backbone", backbone, 1, leastRate),
        new Group("head", backbone.negate(), headFactor, leastRate));
  }

  private Stream<Group> laterGroups(HeadLayout layout) {
    return Stream.of(
        of("new classifier", HeadLayout.classifierName(layout.steps() - 1), headFactor),
        of("unknown", HeadLayout.unknownName(), headFactor),
        of("background", HeadLayout.backgroundName(), headFactor * backgroundFactor));
  }

  private Group of(String name, String classifier, double factor) {
    return new Group(name, parameter -> parameter.startsWith(classifier + "."), factor, leastRate);
  }

  @Override
  public boolean sharesBaseStep(Method other) {
    return other instanceof Ssul ssul
        && ssul.unknown == unknown
        && ssul.extras().equals(extras())
        && ssul.headFactor == headFactor
        && ssul.leastRate == leastRate;
  }

  @Override
  public Decision decision() {
    return new UnknownDecision(unknown);
  }

  @Override
  public VoidPixels voidPixels() {
    return VoidPixels.IGNORED;
  }
}
