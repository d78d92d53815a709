// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import java.util.Optional;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.FeatureTerms;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.method.label.EntropyPseudoLabels;
import org.ciss4j.method.label.EntropyRule;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;

/**
 * PLOP (Douillard et al., CVPR 2021): cross-entropy against pseudo-labels, and local POD of the
 * four stages before their activations, of the features, and of the logits. Both POD terms are
 * multiplied by {@code sqrt(K / n)}, K being all outputs so far and n the new classes.
 *
 * @param pod weight of the POD of stages and features
 * @param podLogits weight of the POD of the logits
 * @param pseudo whether open pixels get pseudo-labels; else they are background
 * @param entropy how sure the teacher must be: as in the paper, or as in the official code, whose
 *     POD then has square regions also in maps that are not square
 * @param threshold least uncertainty that is accepted of any class
 * @param adaptive whether images count by the fraction of their open pixels that get a label
 * @param init whether new classifiers start from the background's, as in MiB
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 * @param freezeBn whether normalisations are frozen in later steps
 */
public record Plop(
    double pod,
    double podLogits,
    boolean pseudo,
    EntropyRule entropy,
    double threshold,
    boolean adaptive,
    boolean init,
    double headFactor,
    boolean freezeBn)
    implements SoftmaxMethod {

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Plop {
    Ranges.atLeastZero("pod", pod);
    Ranges.atLeastZero("podLogits", podLogits);
    Ranges.atLeastZero("threshold", threshold);
    Ranges.positive("headFactor", headFactor);
  }

  /** The paper's values for PASCAL VOC. */
  public static Plop voc() {
    return new Plop(0.01, 0.0005, true, EntropyRule.FIXED, 0.001, true, true, 1, false);
  }

  /** The paper's values for ADE20K. */
  public static Plop ade() {
    return new Plop(0.001, 0.00001, true, EntropyRule.FIXED, 0.001, true, true, 1, false);
  }

  @Override
  public String name() {
    return "plop";
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    double schedule = SoftmaxMethod.growth(step);
    int maps = podLogits > 0 ? 6 : 5;
    boolean squares = entropy == EntropyRule.FAITHFUL;
    return List.of(
        pseudo ? SoftmaxTerms.crossEntropyByImage(1) : SoftmaxTerms.crossEntropy(1),
        FeatureTerms.pod(pod * schedule, maps, squares),
        FeatureTerms.podOfLogits(podLogits * schedule, maps, squares));
  }

  @Override
  public Optional<PseudoLabels> pseudoLabels(Step step, HeadLayout layout) {
    return step.isBase() || !pseudo
        ? Optional.empty()
        : Optional.of(EntropyPseudoLabels.of(layout, entropy, threshold, adaptive));
  }

  @Override
  public VoidPixels voidPixels() {
    return VoidPixels.IGNORED;
  }
}
