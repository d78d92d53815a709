// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.PrototypeTerms;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepData;
import org.ciss4j.learn.TakeOver;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;

/**
 * SDR, sparse and disentangled representations (Michieli and Zanuttigh, CVPR 2021): {@code L = UNCE
 * + unkd UNKD + matching PM + attraction FA + repulsion FR + sparsity SP}. The first two are MiB's;
 * the others shape the backbone's features by a prototype of each class, the mean of all its
 * vectors so far, which every step learns, the base step too, and leaves to the next.
 *
 * <p>The weights are those of the official code's {@code --method SDR}; its README advises to begin
 * with 10, 0.01, 0.001 and 0.0001 for distillation, matching, contrast and sparsity.
 *
 * @param unkd weight of the unbiased distillation
 * @param matching weight of prototypes matching: what the network of the step before takes for an
 *     old class keeps to its prototype
 * @param attraction weight of the attraction of features to the prototype of their class
 * @param repulsion weight of the repulsion of the mean features of classes
 * @param sparsity weight of sparsity
 * @param faithful whether the four last are as in the official code, whose vectors mix channels and
 *     pixels, and whose attraction is almost that of the last class alone
 * @param background whether the background has a prototype, learnt in the base step, as the
 *     official code has it where the setting is disjoint
 * @param init whether new classifiers start from the background's, as in MiB
 * @param headFactor learning rate of ASPP and classifiers, as a multiple of the backbone's
 * @param freezeBn whether normalisations are frozen in later steps
 */
public record Sdr(
    double unkd,
    double matching,
    double attraction,
    double repulsion,
    double sparsity,
    boolean faithful,
    boolean background,
    boolean init,
    double headFactor,
    boolean freezeBn)
    implements SoftmaxMethod {

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Sdr {
    Ranges.atLeastZero("unkd", unkd);
    Ranges.atLeastZero("matching", matching);
    Ranges.atLeastZero("attraction", attraction);
    Ranges.atLeastZero("repulsion", repulsion);
    Ranges.atLeastZero("sparsity", sparsity);
    Ranges.positive("headFactor", headFactor);
  }

  /** The values of the official code. */
  public static Sdr standard() {
    return new Sdr(100, 0.01, 1e-3, 1e-3, 1e-3, false, false, true, 1, false);
  }

  @Override
  public String name() {
    return "sdr";
  }

  private PrototypeTerms terms(Step step) {
    return new PrototypeTerms(faithful, background && step.isBase());
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    PrototypeTerms terms = terms(step);
    return List.of(
        SoftmaxTerms.unbiasedCrossEntropy(1),
        SoftmaxTerms.unbiasedKd(unkd, 1),
        terms.matching(matching),
        terms.attraction(attraction),
        terms.repulsion(repulsion),
        terms.sparsity(sparsity));
  }

  /** Attraction reads the prototypes, and so has them learnt also where it has no weight. */
  @Override
  public List<LossTerm> watched(Step step) {
    return step.isBase() || attraction == 0 ? List.of(terms(step).attraction(1)) : List.of();
  }

  /** Other methods leave no prototypes. */
  @Override
  public boolean sharesBaseStep(Method other) {
    return other instanceof Sdr sdr
        && sdr.faithful == faithful
        && sdr.background == background
        && SoftmaxMethod.super.sharesBaseStep(other);
  }

  @Override
  public Optional<TakeOver> takeOver(
      StepContext context, HeadLayout wanted, Before before, Supplier<Optional<StepData>> old) {
    if (before.method() instanceof Sdr) {
      return SoftmaxMethod.super.takeOver(context, wanted, before, old);
    }
    throw CissException.usage(
        "sdr goes on from the prototypes of the classes so far, which its own steps leave behind,"
            + " and the step before was learnt by %s; go on with another method, such as mib",
        before.method().name());
  }

  @Override
  public VoidPixels voidPixels() {
    return VoidPixels.IGNORED;
  }
}
