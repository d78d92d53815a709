// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.LossTerms;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.scenario.Step;

/**
 * LwF for many classes: the loss of iCaRL (Rebuffi et al., CVPR 2017) without its memory, as MiB's
 * paper compares with it. Each output, the background's included, is a sigmoid that learns from
 * labels by binary cross-entropy, and the old ones from the teacher's sigmoids as well.
 *
 * @param kd weight of the distillation, whose loss is a sum over old outputs
 * @param labelsOfOld whether old outputs learn from labels too, which call old classes background,
 *     as in the code of MiB; else from the teacher alone, as in the paper of iCaRL
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 * @param freezeBn whether normalisations are frozen in later steps
 */
public record LwfMc(double kd, boolean labelsOfOld, double headFactor, boolean freezeBn)
    implements SoftmaxMethod {

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public LwfMc {
    Ranges.atLeastZero("kd", kd);
    Ranges.positive("headFactor", headFactor);
  }

  /** As in the code of MiB, which published numbers for segmentation. */
  public static LwfMc standard() {
    return new LwfMc(10, true, 1, false);
  }

  /** As in the paper of iCaRL: all outputs weigh alike. */
  public static LwfMc icarl() {
    return new LwfMc(1, false, 1, false);
  }

  @Override
  public String name() {
    return "lwf-mc";
  }

  @Override
  public List<LossTerm> baseTerms() {
    return List.of(LossTerms.bce(1));
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    return List.of(labelsOfOld ? LossTerms.bce(1) : LossTerms.mbce(1, 1), LossTerms.kd(kd));
  }
}
