// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.Drift;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.LossTerms;
import org.ciss4j.graph.model.ClassifierInit;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.option.SignRule;
import org.ciss4j.learn.DiscriminantStart;
import org.ciss4j.learn.GradientLearner;
import org.ciss4j.learn.RidgeLearner;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepData;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.learn.TakeOver;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.method.label.SigmoidDecision;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;

/**
 * Decomposed Knowledge Distillation (Baek et al., NeurIPS 2022): {@code L = mBCE + kd KD +
 * dkdPositive DKD+ + dkdNegative DKD- + ac AC}, and the auxiliary classifier as the start of every
 * new classifier.
 *
 * <p>A weight of 0 leaves a term out. The rows of the paper's Table 3 are {@link #withoutDkd},
 * {@link #withoutInit} and both.
 *
 * @param posWeight γ, weight of positive pixels in the base step
 * @param laterPosWeight γ in later steps
 * @param kd α, weight of KD
 * @param dkdPositive β of DKD+
 * @param dkdNegative β of DKD-
 * @param ac weight of AC; with 0 there is no auxiliary classifier to start from, and new
 *     classifiers start at random
 * @param tau probability above which a pixel is a class
 * @param signRule how logits are split into reasoning scores
 * @param closedForm what regression does beside; the paper has nothing of it
 */
public record Dkd(
    double posWeight,
    double laterPosWeight,
    double kd,
    double dkdPositive,
    double dkdNegative,
    double ac,
    double tau,
    SignRule signRule,
    ClosedForm closedForm)
    implements Method {

  /** Iterations that new classes of one step may need; with 152 and 363 they were not learnt. */
  private static final long PARTING = 1000;

  /** Of its own: networks that are stored have its shapes, whatever becomes standard later. */
  private static final Analytic LAST_WORD =
      new Analytic(1024, Analytic.Features.STAGES, 100, 1, 0, 0.9);

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Dkd {
    Ranges.positive("posWeight", posWeight);
    Ranges.positive("laterPosWeight", laterPosWeight);
    Ranges.atLeastZero("kd", kd);
    Ranges.atLeastZero("dkdPositive", dkdPositive);
    Ranges.atLeastZero("dkdNegative", dkdNegative);
    Ranges.atLeastZero("ac", ac);
    Ranges.probability("tau", tau);
  }

  /** What the paper has. */
  public Dkd(
      double posWeight,
      double laterPosWeight,
      double kd,
      double dkdPositive,
      double dkdNegative,
      double ac,
      double tau,
      SignRule signRule) {
    this(
        posWeight,
        laterPosWeight,
        kd,
        dkdPositive,
        dkdNegative,
        ac,
        tau,
        signRule,
        ClosedForm.NONE);
  }

  /** The paper's values for PASCAL VOC. */
  public static Dkd voc() {
    return new Dkd(2, 1, 5, 5, 5, 1, 0.5, SignRule.PRODUCT);
  }

  /** The paper's values for ADE20K. */
  public static Dkd ade() {
    return new Dkd(35, 35, 5, 5, 5, 1, 0.5, SignRule.PRODUCT);
  }

  /** The same with regression beside. */
  public Dkd with(ClosedForm other) {
    return new Dkd(
        posWeight, laterPosWeight, kd, dkdPositive, dkdNegative, ac, tau, signRule, other);
  }

  /** The same without distillation of reasoning scores. */
  public Dkd withoutDkd() {
    return new Dkd(posWeight, laterPosWeight, kd, 0, 0, ac, tau, signRule, closedForm);
  }

  /** The same without auxiliary classifier, so that new classifiers start at random. */
  public Dkd withoutInit() {
    return new Dkd(
        posWeight, laterPosWeight, kd, dkdPositive, dkdNegative, 0, tau, signRule, closedForm);
  }

  @Override
  public String name() {
    return "dkd";
  }

  @Override
  public List<LossTerm> lossTerms(Step step) {
    List<LossTerm> terms = new ArrayList<>();
    terms.add(LossTerms.mbce(1, step.isBase() ? posWeight : laterPosWeight));
    if (!step.isBase()) {
      terms.add(LossTerms.kd(kd));
      terms.add(LossTerms.dkdPositive(dkdPositive));
      terms.add(LossTerms.dkdNegative(dkdNegative));
    }
    terms.add(LossTerms.ac(ac));
    return terms.stream().filter(term -> term.weight() > 0).toList();
  }

  /** New classifiers that all begin as the auxiliary one have yet to part. */
  @Override
  public List<String> remarks(Step step, long iterations) {
    int count = step.newClasses().size();
    if (!areAlike(step) || closedForm.atStart()) {
      return List.of();
    }
    if (closedForm == ClosedForm.SEVERAL) {
      return List.of(
          count
              + " new classes begin by regression, as they would begin as one and the same"
              + " auxiliary classifier (--set closedForm=none)");
    }
    return iterations < PARTING
        ? List.of(
            String.format(
                Locale.ROOT,
                "%d new classes begin as one and the same auxiliary classifier; so few iterations"
                    + " (%d) may not tell them apart, and --set closedForm=start has them begin by"
                    + " regression",
                count,
                iterations))
        : List.of();
  }

  /** Whether several new classes would all begin as the auxiliary one. */
  private boolean areAlike(Step step) {
    return !step.isBase() && step.newClasses().size() > 1 && ac > 0;
  }

  /** Whether new classifiers begin by regression. */
  boolean regresses(Step step) {
    return closedForm.atStart() || (closedForm == ClosedForm.SEVERAL && areAlike(step));
  }

  /** How far the reasoning scores of old classes move, Figure 5 of the paper. */
  @Override
  public List<LossTerm> watched(Step step) {
    return Drift.beside(lossTerms(step));
  }

  /**
   * As in the code of arXiv 2405.09858; the paper of DKD says nothing of a loss for its memory, and
   * its code has none. The weight 1 is ours: that of mBCE, to which this term belongs.
   */
  @Override
  public List<LossTerm> memoryTerms(Step step) {
    return List.of(LossTerms.mbceOfMemory(1, laterPosWeight));
  }

  @Override
  public void initializeNewClassifiers(Parameters parameters, HeadLayout layout) {
    if (ac > 0) {
      ClassifierInit.fromAuxiliary(parameters, layout);
    }
  }

  @Override
  public GradientLearner.Plan plan(StepContext context) {
    GradientLearner.Plan plan = Method.super.plan(context);
    return regresses(context.step())
        ? plan.startingWith(
            (parameters, layout) ->
                DiscriminantStart.set(context, parameters, layout, laterPosWeight))
        : plan;
  }

  @Override
  public HeadLayout headLayout(Scenario scenario, Step step) {
    return closedForm.atEnd()
        ? LAST_WORD.headLayout(scenario, step)
        : Method.super.headLayout(scenario, step);
  }

  @Override
  public HeadLayout trainedLayout(Scenario scenario, Step step) {
    return Method.super.headLayout(scenario, step);
  }

  @Override
  public StepLearner learner(StepContext context) {
    if (!closedForm.atEnd()) {
      return Method.super.learner(context);
    }
    Scenario scenario = context.scenario();
    Step step = context.step();
    HeadLayout before =
        step.isBase() ? null : trainedLayout(scenario, scenario.get(step.index() - 1));
    return LAST_WORD.after(
        context,
        new RidgeLearner.Trained(trainedLayout(scenario, step), before),
        training -> GradientLearner.of(training, plan(training)));
  }

  /** With a last word only after itself: another method has not kept what that needs. */
  @Override
  public Optional<TakeOver> takeOver(
      StepContext context, HeadLayout wanted, Before before, Supplier<Optional<StepData>> old) {
    if (!closedForm.atEnd()) {
      return Method.super.takeOver(context, wanted, before, old);
    }
    if (before.method() instanceof Dkd dkd && dkd.closedForm.atEnd()) {
      return Optional.empty();
    }
    throw CissException.usage(
        "dkd with closedForm=%s goes on from sums and classifiers that its own steps leave behind,"
            + " and the step before was learnt by %s; take closedForm=none, or extend by dkd first"
            + " and by analytic then",
        closedForm, before.method().name());
  }

  @Override
  public long learnerBytes(HeadLayout layout) {
    return closedForm.atEnd() ? LAST_WORD.learnerBytes(layout) : 0;
  }

  @Override
  public boolean answersInShares() {
    return closedForm.atEnd();
  }

  /**
   * Distillation begins later, and AC trains the auxiliary classifier alone; a method that starts
   * new classifiers from that one needs a base step that has trained it.
   */
  @Override
  public boolean sharesBaseStep(Method other) {
    return other instanceof Dkd dkd
        && dkd.posWeight == posWeight
        && dkd.tau == tau
        && dkd.closedForm.atEnd() == closedForm.atEnd()
        && (ac == 0 || dkd.ac == ac);
  }

  @Override
  public Decision decision() {
    return closedForm.atEnd() ? LAST_WORD.decision() : new SigmoidDecision(tau);
  }
}
