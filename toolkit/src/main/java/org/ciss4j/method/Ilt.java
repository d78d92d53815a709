// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.FeatureTerms;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.scenario.Step;

/**
 * ILT, the method of Michieli and Zanuttigh (ICCV workshops 2019) as the code of MiB has it, with
 * which MiB, PLOP and their descendants compare: {@code L = CE + kd KD + features L''_D}. KD is
 * over the old outputs alone and on all pixels, where the authors' own, which {@link Mz} is, is
 * not.
 *
 * @param kd weight of the distillation of logits, whose loss is a mean over old outputs
 * @param features weight of the distillation of the encoder
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 * @param freezeBn whether normalisations are frozen in later steps
 */
public record Ilt(double kd, double features, double headFactor, boolean freezeBn)
    implements SoftmaxMethod {

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Ilt {
    Ranges.atLeastZero("kd", kd);
    Ranges.atLeastZero("features", features);
    Ranges.positive("headFactor", headFactor);
  }

  /** As in the code of MiB. */
  public static Ilt standard() {
    return new Ilt(100, 100, 1, false);
  }

  @Override
  public String name() {
    return "ilt";
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    return List.of(
        SoftmaxTerms.crossEntropy(1),
        SoftmaxTerms.kd(kd, 1),
        FeatureTerms.encoderDistillation(features));
  }
}
