// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.Set;
import java.util.function.BiFunction;
import org.ciss4j.graph.model.Endpoint;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Loss terms of networks with a background channel, whose outputs compete in a softmax: {@code p_k
 * = exp(z_k) / sum_j exp(z_j)}, output 0 being the background. All are means over all pixels at
 * image resolution. To terms that read labels, pixels labelled 255 add nothing; that the mean
 * counts them all the same is as in the official codes of MiB and PLOP.
 */
public final class SoftmaxTerms {
  private SoftmaxTerms() {}

  /**
   * CE, {@code -log(p_label)}: where the labels call an old class background, so does this term.
   */
  public static LossTerm crossEntropy(double weight) {
    return new LossTerm(
        "ce", weight, Set.of(), inputs -> ofLabelled(inputs, 1).mul(inputs.labelledFraction()));
  }

  /** {@link #crossEntropy} as mean over the pixels that are not labelled 255 (code of ILT). */
  public static LossTerm crossEntropyOfLabelled(double weight) {
    return new LossTerm("ce", weight, Set.of(), inputs -> ofLabelled(inputs, 1));
  }

  /**
   * Mean over the pixels that are not labelled 255.
   *
   * @param merged how many outputs from 0 on count as one
   */
  private static SDVariable ofLabelled(LossInputs inputs, int merged) {
    SDVariable logits = inputs.student(Endpoint.CLASS_LOGITS);
    return inputs.ops().softmaxCrossEntropyAgainstLabels(logits, inputs.label(), merged);
  }

  /** CE times the {@linkplain LossInputs#imageWeights factor of each image} (PLOP). */
  public static LossTerm crossEntropyByImage(double weight) {
    return new LossTerm(
        "ce",
        weight,
        Set.of(),
        inputs ->
            inputs
                .ops()
                .softmaxCrossEntropyAgainstLabels(
                    inputs.student(Endpoint.CLASS_LOGITS), inputs.label(), inputs.imageWeights()));
  }

  /**
   * UNCE, unbiased cross-entropy (MiB): labelled as background, or as an old class, may be any of
   * these, so that {@code p_0} is the sum over the background and all old classes. CE where there
   * is no old class.
   */
  public static LossTerm unbiasedCrossEntropy(double weight) {
    return new LossTerm(
        "unce",
        weight,
        Set.of(),
        inputs ->
            ofLabelled(inputs, Math.max(1, inputs.layout().oldOutputs()))
                .mul(inputs.labelledFraction()));
  }

  /**
   * KD, distillation of the old outputs as if there were no new ones (LwF; the code of MiB): {@code
   * -1/O sum_(c < O) q_c log(p_c)}, both a softmax over the O old outputs.
   *
   * @param alpha factor of the teacher's logits before their softmax
   */
  public static LossTerm kd(double weight, double alpha) {
    return distillation("kd", weight, alpha, perOutput(Endpoint.OLD_LOGITS, false));
  }

  /**
   * UNKD, unbiased knowledge distillation (MiB): what the teacher calls background may be a new
   * class by now, so that {@code p_0} is the sum over the background and all new classes. {@code
   * -1/O sum_(c < O) q_c log(p_c)}: divided by the number O of old outputs, as in the official
   * code, so that distillation weighs less the more of them there are.
   *
   * @param alpha factor of the teacher's logits before their softmax
   */
  public static LossTerm unbiasedKd(double weight, double alpha) {
    return distillation("unkd", weight, alpha, perOutput(Endpoint.CLASS_LOGITS, true));
  }

  /** Divided by the number of old outputs. */
  private static BiFunction<LossInputs, SDVariable, SDVariable> perOutput(
      Endpoint logits, boolean joined) {
    return (inputs, teacher) ->
        inputs
            .ops()
            .softmaxCrossEntropyAgainstLogits(inputs.student(logits), teacher, joined)
            .div(inputs.layout().oldOutputs());
  }

  /**
   * L'_D, distillation of the output (Michieli and Zanuttigh 2019): {@code -sum_(c < O) q_c
   * log(p_c)}, p being a softmax over old and new outputs, as mean over the pixels that are not
   * labelled as a new class.
   */
  public static LossTerm outputDistillation(double weight) {
    return distillation(
        "kd_output",
        weight,
        1,
        (inputs, teacher) ->
            inputs
                .ops()
                .softmaxCrossEntropyAgainstLogits(
                    inputs.student(Endpoint.CLASS_LOGITS), teacher, inputs.label()));
  }

  /** A term on the teacher's logits, which are resized along with the student's. */
  private static LossTerm distillation(
      String name,
      double weight,
      double alpha,
      BiFunction<LossInputs, SDVariable, SDVariable> body) {
    return new LossTerm(
        name,
        weight,
        Set.of(Endpoint.SMALL_LOGITS),
        inputs -> {
          SDVariable small = inputs.teacher(Endpoint.SMALL_LOGITS);
          SDVariable scaled = alpha == 1 ? small : small.mul(alpha);
          return body.apply(inputs, inputs.ops().resizeLike(scaled, inputs.image()));
        });
  }
}
