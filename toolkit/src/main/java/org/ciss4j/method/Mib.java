// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.scenario.Step;

/**
 * Modeling the Background (Cermelli et al., CVPR 2020): {@code L = UNCE + unkd UNKD}. The
 * background of a step holds old and future classes; both terms, and the start of new classifiers,
 * allow for that. Void pixels are background in training, as in the official code.
 *
 * <p>The rows of the paper's ablation are {@code unce=false}, {@code unkd=0} and {@code
 * init=false}.
 *
 * @param unce whether cross-entropy is unbiased; else it is plain
 * @param unkd weight of the distillation
 * @param alpha factor of the teacher's logits before their softmax
 * @param init whether new classifiers start from the background's
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 * @param freezeBn whether normalisations are frozen in later steps
 */
public record Mib(
    boolean unce, double unkd, double alpha, boolean init, double headFactor, boolean freezeBn)
    implements SoftmaxMethod {

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Mib {
    Ranges.atLeastZero("unkd", unkd);
    Ranges.positive("alpha", alpha);
    Ranges.positive("headFactor", headFactor);
  }

  /** The values of the paper and its code; see {@link #voc15To1} for one scenario of it. */
  public static Mib standard() {
    return new Mib(true, 10, 1, true, 1, false);
  }

  /**
   * For the scenario 15-1 of PASCAL VOC, where the published numbers were made with a weight of 100
   * (the authors in two threads about the official code; its README does not say so).
   */
  public static Mib voc15To1() {
    return new Mib(true, 100, 1, true, 1, false);
  }

  @Override
  public String name() {
    return "mib";
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    return List.of(
        unce ? SoftmaxTerms.unbiasedCrossEntropy(1) : SoftmaxTerms.crossEntropy(1),
        SoftmaxTerms.unbiasedKd(unkd, alpha));
  }
}
