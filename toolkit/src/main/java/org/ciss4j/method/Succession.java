// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.model.Backbone;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.RandomFeatures;
import org.ciss4j.graph.option.SignRule;
import org.ciss4j.learn.GradientLearner;
import org.ciss4j.learn.ParameterGroup;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.learn.Rehearsal;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepData;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.learn.TakeOver;
import org.ciss4j.method.label.Decision;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;
import org.jspecify.annotations.Nullable;

/**
 * The methods of a run that was extended, one after the other: each step was learnt by a method of
 * its own, and those after them are learnt by the last one. Classifiers stay on random features
 * once there are some.
 *
 * @param learnt the methods of the steps that were there, in order
 * @param last the one that goes on
 */
public record Succession(List<Method> learnt, Method last) implements Method {

  /**
   * Copies the list.
   *
   * @throws CissException of kind usage if the last method learns all classes at once
   */
  public Succession {
    learnt = List.copyOf(learnt);
    if (last instanceof Joint || last instanceof SoftmaxJoint) {
      throw CissException.usage(
          "method %s learns all classes at once, and what was learnt before has no images here; use"
              + " one that learns step by step, such as analytic, dkd or mib",
          last.name());
    }
  }

  private Method of(Step step) {
    return of(step.index());
  }

  private Method of(int step) {
    return step < learnt.size() ? learnt.get(step) : last;
  }

  /**
   * The classifiers that the network of the last learnt step has if its answers are put as the last
   * method puts them: where that is not its {@link #headLayout}, the step that follows needs
   * another start than what was learnt.
   */
  public HeadLayout startLayout(Scenario scenario) {
    return layout(scenario, scenario.get(learnt.size() - 1), last);
  }

  @Override
  public HeadLayout headLayout(Scenario scenario, Step step) {
    return layout(scenario, step, of(step));
  }

  @Override
  public HeadLayout trainedLayout(Scenario scenario, Step step) {
    Method method = of(step);
    HeadLayout trained = method.trainedLayout(scenario, step);
    return trained.equals(method.headLayout(scenario, step)) ? headLayout(scenario, step) : trained;
  }

  private HeadLayout layout(Scenario scenario, Step step, Method method) {
    HeadLayout own = method.headLayout(scenario, step);
    requireSameKind(own, scenario, method);
    RandomFeatures random = random(scenario, step.index());
    return own.random() == null && random != null ? own.on(random) : own;
  }

  /** One kind of classifiers cannot be made of the other, as the networks below them differ. */
  private void requireSameKind(HeadLayout own, Scenario scenario, Method method) {
    Method first = of(0);
    if (own.kind() != first.headLayout(scenario, scenario.get(0)).kind()) {
      throw CissException.usage(
          "the network that method %s has learnt has other classifiers than method %s trains (%s);"
              + " go on with %s",
          first.name(),
          method.name(),
          own.kind() == HeadLayout.Kind.CONVOLVED
              ? "each with a convolution of its own"
              : "1x1 convolutions of one map",
          first.name());
    }
  }

  /** What classifiers see from a step on: what its method says, else what they saw before. */
  private @Nullable RandomFeatures random(Scenario scenario, int step) {
    RandomFeatures own = of(step).headLayout(scenario, scenario.get(step)).random();
    return own != null || step == 0 ? own : random(scenario, step - 1);
  }

  @Override
  public boolean replaysFolder() {
    return last.replaysFolder();
  }

  @Override
  public Set<String> extras() {
    return last.extras();
  }

  @Override
  public boolean answersInShares() {
    return last.answersInShares();
  }

  @Override
  public String name() {
    return last.name();
  }

  @Override
  public List<LossTerm> lossTerms(Step step) {
    return of(step).lossTerms(step);
  }

  @Override
  public List<LossTerm> memoryTerms(Step step) {
    return of(step).memoryTerms(step);
  }

  @Override
  public List<LossTerm> watched(Step step) {
    return of(step).watched(step);
  }

  @Override
  public Decision decision() {
    return last.decision();
  }

  @Override
  public Decision decision(Step step) {
    return of(step).decision();
  }

  @Override
  public Mode mode(Step step) {
    return of(step).mode(step);
  }

  @Override
  public Optional<PseudoLabels> pseudoLabels(Step step, HeadLayout layout) {
    return of(step).pseudoLabels(step, layout);
  }

  @Override
  public VoidPixels voidPixels() {
    return last.voidPixels();
  }

  @Override
  public SignRule signRule() {
    return last.signRule();
  }

  @Override
  public void initializeNewClassifiers(Parameters parameters, HeadLayout layout) {
    last.initializeNewClassifiers(parameters, layout);
  }

  @Override
  public List<String> unfrozen(Step step, Backbone backbone, List<String> trainable) {
    return of(step).unfrozen(step, backbone, trainable);
  }

  @Override
  public List<ParameterGroup> parameterGroups(
      Step step, HeadLayout layout, List<String> trainable, double weightDecay) {
    return of(step).parameterGroups(step, layout, trainable, weightDecay);
  }

  @Override
  public StepLearner learner(StepContext context) {
    return of(context.step()).learner(context);
  }

  @Override
  public Optional<TakeOver> takeOver(
      StepContext context, HeadLayout wanted, Before before, Supplier<Optional<StepData>> old) {
    return last.takeOver(context, wanted, before, old);
  }

  @Override
  public int epochs(Step step, int wanted) {
    return of(step.index()).epochs(step, wanted);
  }

  @Override
  public Rehearsal rehearsal() {
    return last.rehearsal();
  }

  @Override
  public double keptBack(Step step) {
    return of(step.index()).keptBack(step);
  }

  @Override
  public long learnerBytes(HeadLayout layout) {
    return last.learnerBytes(layout);
  }

  @Override
  public GradientLearner.Plan plan(StepContext context) {
    return of(context.step()).plan(context);
  }
}
