// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.FeatureTerms;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.graph.model.Backbone;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;

/**
 * The distillation schemes of Michieli and Zanuttigh (ICCV workshops 2019; CVIU 2021), each alone
 * or together: {@code L = CE + output L'_D + encoder L''_D + branches L'''_D + similarity L''''_D},
 * with the encoder frozen as a whole, in its first stages, or not at all. Their setting is {@code
 * sequential}. Normalisations are frozen in later steps.
 *
 * <p>The terms of 2019 follow the paper. Those of 2021 are our own definitions by what is known of
 * that paper, and their weights are ours. The network is the one of all methods here, DeepLabV3,
 * where the papers have DeepLabV2.
 *
 * @param output weight of the distillation of the output
 * @param encoder weight of the distillation of the encoder's features; 0 where the encoder is
 *     frozen
 * @param branches weight of the distillation of the ASPP's convolutions
 * @param similarity weight of the similarity-preserving distillation
 * @param freeze what of the encoder is frozen in later steps
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 */
public record Mz(
    double output,
    double encoder,
    double branches,
    double similarity,
    Freeze freeze,
    double headFactor)
    implements SoftmaxMethod {

  /** Which part of the encoder stays as the step before left it. */
  public enum Freeze {
    /** Nothing. */
    NONE,
    /** E_F: all of it. */
    ENCODER,
    /** E_2LF: the stem and the first stage. */
    FIRST_STAGES
  }

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range, or the distillation of an
   *     encoder is asked for that is frozen, and so can learn nothing
   */
  public Mz {
    Ranges.atLeastZero("output", output);
    Ranges.atLeastZero("encoder", encoder);
    Ranges.atLeastZero("branches", branches);
    Ranges.atLeastZero("similarity", similarity);
    Ranges.positive("headFactor", headFactor);
    if (freeze == Freeze.ENCODER && encoder + similarity > 0) {
      throw CissException.usage(
          "a frozen encoder cannot be distilled; set encoder and similarity to 0, or freeze less");
    }
  }

  /** L'_D and L''_D with the weights of 2019, its best scheme for 19-1. */
  public static Mz standard() {
    return new Mz(1, 50, 0, 0, Freeze.NONE, 1);
  }

  /** L'_D alone. */
  public static Mz outputAlone() {
    return new Mz(1, 0, 0, 0, Freeze.NONE, 1);
  }

  /** L''_D alone. */
  public static Mz encoderAlone() {
    return new Mz(0, 50, 0, 0, Freeze.NONE, 1);
  }

  /** L'''_D alone, with the weight of L''_D. */
  public static Mz branchesAlone() {
    return new Mz(0, 0, 50, 0, Freeze.NONE, 1);
  }

  /** L''''_D alone, with a weight of our own. */
  public static Mz similarityAlone() {
    return new Mz(0, 0, 0, 100, Freeze.NONE, 1);
  }

  /** L'_D with the encoder frozen, the best scheme of 2019 for 15-1. */
  public static Mz frozenEncoder() {
    return new Mz(1, 0, 0, 0, Freeze.ENCODER, 1);
  }

  @Override
  public String name() {
    return "mz";
  }

  @Override
  public boolean freezeBn() {
    return true;
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    return List.of(
        SoftmaxTerms.crossEntropyOfLabelled(1),
        SoftmaxTerms.outputDistillation(output),
        FeatureTerms.encoderDistillation(encoder),
        FeatureTerms.branchDistillation(branches),
        FeatureTerms.similarity(similarity));
  }

  @Override
  public List<String> unfrozen(Step step, Backbone backbone, List<String> trainable) {
    return step.isBase()
        ? trainable
        : trainable.stream().filter(name -> !isFrozen(backbone, name)).toList();
  }

  private boolean isFrozen(Backbone backbone, String name) {
    return switch (freeze) {
      case NONE -> false;
      case ENCODER -> Backbone.isParameter(name);
      case FIRST_STAGES -> backbone.isOfFirstStage(name);
    };
  }

  @Override
  public VoidPixels voidPixels() {
    return VoidPixels.IGNORED;
  }
}
