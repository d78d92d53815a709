// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import java.util.Optional;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.learn.GradientLearner;
import org.ciss4j.learn.ParameterGroup;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.learn.ReplayLearner;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.learn.TermWeights;
import org.ciss4j.method.label.HelperLabels;
import org.ciss4j.method.label.InpaintedLabels;
import org.ciss4j.method.label.PlainLabels;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.method.label.ReplayLabels;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;

/**
 * RECALL (Maracani et al., ICCV 2021): later steps train ASPP and classifiers alone, by
 * cross-entropy, on batches of the step and batches of other images of old classes in turn. What
 * the step's labels call background, or leave out, is what the network of the step before says;
 * replayed images come from a folder of the user's and are labelled by what has learnt their
 * classes. The official code has them generated or searched in the web.
 *
 * <p>Unlike that code, classifiers of new classes are not there before their step; labels are made
 * of each crop instead of once of each image; a helper learns beside the step, from its batches,
 * and starts as the network's own ASPP.
 *
 * @param inpainting whether open pixels get labels; else they are background, as void ones are
 * @param labels who labels what is replayed
 * @param helperFactor learning rate of helpers, as a multiple of that of ASPP and classifiers
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 */
public record Recall(
    boolean inpainting, ReplayLabels labels, double helperFactor, double headFactor)
    implements SoftmaxMethod {

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Recall {
    Ranges.positive("helperFactor", helperFactor);
    Ranges.positive("headFactor", headFactor);
  }

  /** As the official code for disjoint and overlapped scenarios. */
  public static Recall standard() {
    return new Recall(true, ReplayLabels.HELPER, 0.4, 1);
  }

  @Override
  public String name() {
    return "recall";
  }

  /** Of all, as the encoder is frozen with them. */
  @Override
  public boolean freezeBn() {
    return true;
  }

  @Override
  public boolean replaysFolder() {
    return true;
  }

  @Override
  public List<LossTerm> baseTerms() {
    return List.of(SoftmaxTerms.crossEntropyOfLabelled(1));
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    return baseTerms();
  }

  @Override
  public Optional<PseudoLabels> pseudoLabels(Step step, HeadLayout layout) {
    if (step.isBase()) {
      return Optional.empty();
    }
    return Optional.of(inpainting ? new InpaintedLabels() : new PlainLabels());
  }

  @Override
  public List<ParameterGroup> parameterGroups(
      Step step, HeadLayout layout, List<String> trainable, double weightDecay) {
    return step.isBase()
        ? SoftmaxMethod.super.parameterGroups(step, layout, trainable, weightDecay)
        : decoder(trainable, headFactor, weightDecay);
  }

  private static List<ParameterGroup> decoder(
      List<String> trainable, double factor, double weightDecay) {
    List<String> decoder =
        trainable.stream().filter(name -> !name.startsWith("backbone.")).toList();
    return ParameterGroup.uniform(decoder, factor, weightDecay);
  }

  @Override
  public StepLearner learner(StepContext context) {
    GradientLearner.Plan plan = plan(context);
    return labels == ReplayLabels.MODEL
        ? ReplayLearner.labelledByModel(context, plan, decision()::labels)
        : ReplayLearner.labelledByHelpers(context, plan, helping(context), decision()::labels);
  }

  /** Of all earlier steps, but for those of a run that was extended, which have passed on none. */
  @Override
  public int decoders(Step step) {
    return labels == ReplayLabels.HELPER ? step.index() : 0;
  }

  /** Nobody will ask that of the last step. */
  @Override
  public boolean trainsDecoder(Scenario scenario, Step step) {
    return labels == ReplayLabels.HELPER
        && !step.isBase()
        && step.index() < scenario.stepCount() - 1;
  }

  private GradientLearner.Plan helping(StepContext context) {
    return new GradientLearner.Plan(
        baseTerms(),
        List.of(),
        Optional.of(
            HelperLabels.of(
                context.step().oldClasses().size() + 1, context.step().newClasses().size())),
        signRule(),
        (parameters, layout) -> {},
        trainable ->
            decoder(trainable, headFactor * helperFactor, context.training().weightDecay()),
        TermWeights.own());
  }

  /** A base step passes its decoder on if that is to label. */
  @Override
  public boolean sharesBaseStep(Method other) {
    return other instanceof Recall recall
        && recall.labels == labels
        && recall.headFactor == headFactor;
  }

  @Override
  public VoidPixels voidPixels() {
    return VoidPixels.IGNORED;
  }
}
