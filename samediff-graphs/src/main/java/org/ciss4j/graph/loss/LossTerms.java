// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.Set;
import java.util.function.BiFunction;
import org.ciss4j.graph.model.Endpoint;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The loss terms of the papers. Every cross-entropy here is a mean over batch and pixels for each
 * class, summed over classes. Pixels labelled 255 are left out of the sums and counts of terms that
 * read labels; where void pixels are to be negatives, as in the official code of DKD, they are
 * labelled 0. The other terms look at every pixel.
 */
public final class LossTerms {
  private LossTerms() {}

  /**
   * mBCE, binary cross-entropy of the new classes (DKD, equation 3): each pixel is positive for its
   * class, negative for all others.
   *
   * @param posWeight γ, the weight of positive pixels
   */
  public static LossTerm mbce(double weight, double posWeight) {
    return new LossTerm(
        "mbce",
        weight,
        Set.of(),
        inputs -> {
          int first = inputs.layout().oldClasses() + 1;
          return ofLabels(inputs, Endpoint.NEW_LOGITS, inputs.label(), first, posWeight);
        });
  }

  /**
   * Binary cross-entropy of all classes, old ones included: where a step's labels call an old class
   * background, its classifier is told so. What training without any care for old classes does.
   *
   * @param posWeight weight of positive pixels
   */
  public static LossTerm mbceOfAllClasses(double weight, double posWeight) {
    return new LossTerm(
        "mbce",
        weight,
        Set.of(),
        inputs -> ofLabels(inputs, Endpoint.CLASS_LOGITS, inputs.label(), 1, posWeight));
  }

  /**
   * Binary cross-entropy of all outputs of a network with a background channel, that one included:
   * each pixel is positive for its label and negative for all others. The mean counts pixels
   * labelled 255, which add nothing, as in the code of MiB.
   */
  public static LossTerm bce(double weight) {
    return new LossTerm(
        "bce", weight, Set.of(), inputs -> ofLabelled(inputs).mul(inputs.labelledFraction()));
  }

  /** {@link #bce} as mean over the pixels that are not labelled 255 (SSUL). */
  public static LossTerm bceOfLabelled(double weight) {
    return new LossTerm("bce", weight, Set.of(), LossTerms::ofLabelled);
  }

  private static SDVariable ofLabelled(LossInputs inputs) {
    return ofLabels(inputs, Endpoint.CLASS_LOGITS, inputs.label(), 0, 1);
  }

  private static SDVariable ofLabels(
      LossInputs inputs, Endpoint logits, SDVariable label, int first, double posWeight) {
    return inputs.ops().crossEntropyAgainstLabels(inputs.student(logits), label, first, posWeight);
  }

  /**
   * Binary cross-entropy of the old classes on replayed images alone, against the labels that these
   * images once had: what the code of arXiv 2405.09858 adds to DKD for its memory, whose labels of
   * old classes no other term of DKD reads. Old classes that no step labelled in such an image are
   * negatives. 0 in a batch without replayed images.
   *
   * @param posWeight γ, the weight of positive pixels
   */
  public static LossTerm mbceOfMemory(double weight, double posWeight) {
    return new LossTerm(
        "mbce_memory",
        weight,
        Set.of(),
        inputs -> ofLabels(inputs, Endpoint.OLD_LOGITS, inputs.memoryLabel(), 1, posWeight));
  }

  /** KD, distillation of the old classes' logits at image resolution (DKD, equation 4). */
  public static LossTerm kd(double weight) {
    return distillation(
        "kd",
        weight,
        Endpoint.OLD_LOGITS,
        Endpoint.SMALL_CLASS_LOGITS,
        (inputs, small) -> inputs.ops().resizeLike(small, inputs.image()));
  }

  /**
   * DKD+, distillation of the old classes' positive reasoning scores (DKD, equation 8). At feature
   * resolution, as in the official code; the paper writes image resolution.
   */
  public static LossTerm dkdPositive(double weight) {
    return distillation(
        "dkd_pos", weight, Endpoint.OLD_POSITIVE, Endpoint.POSITIVE, (inputs, scores) -> scores);
  }

  /** DKD-, as {@link #dkdPositive} for the negative reasoning scores. */
  public static LossTerm dkdNegative(double weight) {
    return distillation(
        "dkd_neg", weight, Endpoint.OLD_NEGATIVE, Endpoint.NEGATIVE, (inputs, scores) -> scores);
  }

  /**
   * AC, the auxiliary classifier's loss (DKD, equation 10): it is to answer "no" for every pixel.
   * Trains that classifier alone; no gradient reaches the features.
   */
  public static LossTerm ac(double weight) {
    return new LossTerm(
        "ac",
        weight,
        Set.of(),
        inputs -> inputs.ops().crossEntropyAgainstNothing(inputs.student(Endpoint.AUXILIARY)));
  }

  /**
   * A term on outputs of both networks.
   *
   * @param sized brings the teacher's to the size of the student's
   */
  private static LossTerm distillation(
      String name,
      double weight,
      Endpoint student,
      Endpoint teacher,
      BiFunction<LossInputs, SDVariable, SDVariable> sized) {
    return new LossTerm(
        name,
        weight,
        Set.of(teacher),
        inputs -> {
          SDVariable logits = sized.apply(inputs, inputs.teacher(teacher));
          SDVariable target = inputs.ops().sigmoid(logits);
          return inputs.ops().crossEntropyAgainstProbabilities(inputs.student(student), target);
        });
  }
}
