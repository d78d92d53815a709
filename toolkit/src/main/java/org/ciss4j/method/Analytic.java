// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.RandomFeatures;
import org.ciss4j.graph.ridge.RidgeStatistics;
import org.ciss4j.learn.GradientLearner;
import org.ciss4j.learn.RidgeLearner;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepData;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.learn.TakeOver;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The closed-form learner (SegACIL, arXiv 2412.10834, after ACIL, NeurIPS 2022): the base step is
 * trained by gradient descent, and from then on the network stays as it is; classifiers are ridge
 * regressions from random features, over sums that hold all that was ever seen. A later step takes
 * one look at its images and no gradient.
 *
 * @param width d, number of random features
 * @param features what they are made of
 * @param lambda the penalty of large weights
 * @param passes how often each image is looked at, each time in another crop
 * @param confidence least score of what the classifiers so far say of an open pixel; below it the
 *     pixel is left out
 * @param balance how much rare labels gain in weight: 0 nothing, 1 that all labels weigh the same
 */
public record Analytic(
    int width, Features features, double lambda, int passes, double confidence, double balance)
    implements Method {

  /** What random features are made of. */
  public enum Features {
    /** What other methods classify. */
    ASPP(List.of(RandomFeatures.Block.ASPP)),
    /** The backbone's last stage, which knows more than the base classes. */
    BACKBONE(List.of(RandomFeatures.Block.BACKBONE)),
    /** Both, each scaled to length 1. */
    BOTH(List.of(RandomFeatures.Block.ASPP, RandomFeatures.Block.BACKBONE));

    @SuppressWarnings("ImmutableEnumChecker") // List.of, which nobody can change
    private final List<RandomFeatures.Block> blocks;

    Features(List<RandomFeatures.Block> blocks) {
      this.blocks = blocks;
    }
  }

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Analytic {
    Ranges.positive("width", width);
    Ranges.positive("lambda", lambda);
    Ranges.positive("passes", passes);
    Ranges.atLeastZero("confidence", confidence);
    Ranges.atLeastZero("balance", balance);
  }

  /** What did best on held-out images of small data. */
  public static Analytic standard() {
    return new Analytic(2048, Features.BOTH, 1, 2, 0, 0.5);
  }

  @Override
  public String name() {
    return "analytic";
  }

  /** Of the base step alone. */
  @Override
  public List<LossTerm> lossTerms(Step step) {
    return step.isBase() ? List.of(SoftmaxTerms.crossEntropy(1)) : List.of();
  }

  @Override
  public HeadLayout headLayout(Scenario scenario, Step step) {
    return plain(scenario, step).on(new RandomFeatures(width, features.blocks));
  }

  private HeadLayout plain(Scenario scenario, Step step) {
    return Method.super.headLayout(scenario, step).withBackground();
  }

  @Override
  public StepLearner learner(StepContext context) {
    if (!context.step().isBase()) {
      return RidgeLearner.later(context, options());
    }
    StepContext training = context.withLayout(plain(context.scenario(), context.step()));
    return RidgeLearner.base(context, options(), GradientLearner.of(training, plan(training)));
  }

  /** The sums of all images so far, if nobody has kept them. */
  @Override
  public Optional<TakeOver> takeOver(
      StepContext context, HeadLayout wanted, Before before, Supplier<Optional<StepData>> old) {
    RandomFeatures random = Objects.requireNonNull(wanted.random());
    if (wanted.equals(before.layout()) && RidgeLearner.hasSums(context.inherited(), random)) {
      return Optional.empty();
    }
    StepData images = old.get().orElseThrow(() -> noSums(before));
    return Optional.of(RidgeLearner.gathered(context.ofOldClasses(wanted, images), options()));
  }

  private CissException noSums(Before before) {
    return CissException.usage(
        "analytic goes on from sums over all images so far, and method %s of the step before has"
            + " left none of %d features of %s; name labelled images of the old classes with"
            + " --old-data DIR, or take what the network says of the new images with"
            + " --own-answers",
        before.method().name(), width, features);
  }

  /** As {@link RidgeLearner#without}, of a step that this method has learnt. */
  public TakeOver without(
      Parameters network,
      Map<String, INDArray> sums,
      HeadLayout layout,
      RidgeLearner.Forgotten forgotten) {
    return RidgeLearner.without(network, sums, options(), layout, forgotten);
  }

  private RidgeLearner.Options options() {
    return new RidgeLearner.Options(lambda, passes, confidence, balance);
  }

  /** The sums of this step and the one before, and a copy that is solved. */
  @Override
  public long learnerBytes(HeadLayout layout) {
    return 3 * RidgeStatistics.bytes(width + 1L, layout.outputs());
  }

  @Override
  public VoidPixels voidPixels() {
    return VoidPixels.IGNORED;
  }

  @Override
  public Decision decision() {
    return new SoftmaxDecision();
  }
}
