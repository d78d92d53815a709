// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.CubeTerms;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.graph.model.Branching;
import org.ciss4j.graph.model.ClassifierInit;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.learn.BranchedLearner;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;

/**
 * Representation compensation (Zhang et al., CVPR 2022, "RCIL"): in training, each 3x3 convolution
 * with its normalisation has two branches, whose maps are averaged or, by channel and chance,
 * dropped one for the other. When a step is done they are merged into one, which is the frozen
 * first branch of the next step; the second goes on learning. The network that is left behind,
 * scored and exported has one branch. Losses are MiB's unbiased cross-entropy and distillation, and
 * pooled cube distillation over pixels, of the four stages before their activations, the features
 * and the logits, and over channels, of all these but the logits; both are multiplied by {@code
 * sqrt(K / n)}, K being all outputs so far and n the new classes.
 *
 * <p>Two branches have the 3x3 convolutions of the backbone and of the ASPP and, as in the official
 * code, the 1x1 convolution beside the dilated ones. Our ASPP has one 3x3 convolution more than
 * that code's.
 *
 * @param unkd weight of the unbiased distillation
 * @param pckd weight of pooled cube distillation
 * @param pckdLast the same of the last map: over pixels the logits, over channels the features
 * @param start from where later steps begin
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 * @param freezeBn whether normalisations are frozen in later steps; those of first branches are
 */
public record Rcil(
    double unkd,
    double pckd,
    double pckdLast,
    BranchStart start,
    double headFactor,
    boolean freezeBn)
    implements SoftmaxMethod {
  /** How many maps are compared over pixels, and over channels. */
  private static final int MAPS = 6;

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Rcil {
    Ranges.atLeastZero("unkd", unkd);
    Ranges.atLeastZero("pckd", pckd);
    Ranges.atLeastZero("pckdLast", pckdLast);
    Ranges.positive("headFactor", headFactor);
  }

  /** The values of the official code for PASCAL VOC. */
  public static Rcil voc() {
    return new Rcil(100, 0.01, 0.0005, BranchStart.PRESERVING, 1, false);
  }

  /** The values of the official code for ADE20K. */
  public static Rcil ade() {
    return new Rcil(100, 5e-6, 5e-7, BranchStart.PRESERVING, 1, false);
  }

  @Override
  public String name() {
    return "rcil";
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    double schedule = SoftmaxMethod.growth(step);
    return List.of(
        SoftmaxTerms.unbiasedCrossEntropy(1),
        SoftmaxTerms.unbiasedKd(unkd, 1),
        CubeTerms.pixels(pckd * schedule, MAPS),
        CubeTerms.pixelsOfLogits(pckdLast * schedule, MAPS),
        CubeTerms.channels(pckd * schedule, MAPS - 1),
        CubeTerms.channelsOfFeatures(pckdLast * schedule, MAPS - 1));
  }

  /** Without dropout, as in the official code. */
  @Override
  public Mode mode(Step step) {
    return step.isBase()
        ? new Mode(true, 0).with(Branching.BOTH)
        : new Mode(!freezeBn, 0).with(Branching.SECOND);
  }

  @Override
  public void initializeNewClassifiers(Parameters parameters, HeadLayout layout) {
    if (start == BranchStart.PRESERVING) {
      ClassifierInit.fromBackground(parameters, layout);
    } else {
      ClassifierInit.fromWeightsOfBackground(parameters, layout);
    }
  }

  @Override
  public StepLearner learner(StepContext context) {
    return BranchedLearner.of(context, plan(context), start == BranchStart.FAITHFUL);
  }

  /** A base step passes its second branches on if later ones go on from them. */
  @Override
  public boolean sharesBaseStep(Method other) {
    return other instanceof Rcil rcil && rcil.start == start && rcil.headFactor == headFactor;
  }

  @Override
  public VoidPixels voidPixels() {
    return VoidPixels.IGNORED;
  }
}
