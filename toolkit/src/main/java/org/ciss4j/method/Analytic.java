// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.RandomFeatures;
import org.ciss4j.graph.ridge.RidgeStatistics;
import org.ciss4j.learn.GradientLearner;
import org.ciss4j.learn.RidgeLearner;
import org.ciss4j.learn.RidgeSums;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepData;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.learn.TakeOver;
import org.ciss4j.method.label.Decision;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.method.label.SoftmaxDecision;
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
 * @param base where the network comes from
 * @param width d, number of random features
 * @param features what they are made of
 * @param lambda the penalty of large weights
 * @param passes how often each image is looked at, each time in another crop
 * @param confidence least score of what the classifiers so far say of an open pixel; below it the
 *     pixel is left out
 * @param balance how much rare labels gain in weight: 0 nothing, 1 that all labels weigh the same
 */
public record Analytic(
    Base base,
    int width,
    Features features,
    double lambda,
    int passes,
    double confidence,
    double balance)
    implements Method {

  /** Where the network comes from. */
  public enum Base {
    /** The base step trains it, with a softmax cross-entropy. */
    TRAINED,
    /**
     * It is what the run starts from, such as a backbone from ImageNet or the base step of another
     * run; nothing trains it.
     */
    GIVEN
  }

  /** What random features are made of. */
  public enum Features {
    /** What other methods classify. */
    ASPP(List.of(RandomFeatures.Block.ASPP)),
    /** The backbone's last stage, which knows more than the base classes. */
    BACKBONE(List.of(RandomFeatures.Block.BACKBONE)),
    /** Both, each scaled to length 1. */
    BOTH(List.of(RandomFeatures.Block.ASPP, RandomFeatures.Block.BACKBONE)),
    /** The backbone's last three stages, on a grid of 8 pixels: what pretrained weights have. */
    TRUNK(
        List.of(
            RandomFeatures.Block.STAGE_2,
            RandomFeatures.Block.STAGE_3,
            RandomFeatures.Block.BACKBONE)),
    /** These and the ASPP. */
    STAGES(List.of(RandomFeatures.Block.values()));

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

  /** With a network that the base step trains. */
  public Analytic(
      int width, Features features, double lambda, int passes, double confidence, double balance) {
    this(Base.TRAINED, width, features, lambda, passes, confidence, balance);
  }

  /**
   * What did best on held-out images: VOC 15-1 at 160 pixels, MobileNetV2, one base network. hIoU
   * after the last step in percent, each with what came before: 24.4 with {@link Features#BOTH},
   * width 2048 and balance 0.5; 28.9 with the third stage, 29.5 with the second on the same grid;
   * 32.0 with balance 0.9; 31.9 with width 1024; 33.4 on the grid of the second stage. Width 4096,
   * two passes, a confidence and any lambda from 0.1 to 10,000 change nothing that counts.
   */
  public static Analytic standard() {
    return new Analytic(1024, Features.STAGES, 100, 1, 0, 0.9);
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
    return onRandomFeatures(Method.super.headLayout(scenario, step).withBackground());
  }

  private HeadLayout onRandomFeatures(HeadLayout plain) {
    return plain.on(new RandomFeatures(width, features.blocks));
  }

  /** In the base step, what any softmax method trains. */
  @Override
  public HeadLayout trainedLayout(Scenario scenario, Step step) {
    return step.isBase() && base == Base.TRAINED
        ? Method.super.headLayout(scenario, step).withBackground()
        : headLayout(scenario, step);
  }

  @Override
  public boolean answersInShares() {
    return true;
  }

  /** In the base step all pixels are labelled, so that nothing has to be believed. */
  @Override
  public boolean sharesBaseStep(Method other) {
    return other instanceof Analytic analytic
        && equals(
            new Analytic(
                analytic.base,
                analytic.width,
                analytic.features,
                analytic.lambda,
                analytic.passes,
                confidence,
                analytic.balance));
  }

  @Override
  public int epochs(Step step, int wanted) {
    return step.isBase() && base == Base.TRAINED ? wanted : passes;
  }

  @Override
  public StepLearner learner(StepContext context) {
    if (!context.step().isBase()) {
      return RidgeLearner.later(context, options());
    }
    if (base == Base.GIVEN) {
      requireNetwork(context);
      return RidgeLearner.first(context, options(), context.parameters());
    }
    StepContext training = context.withLayout(trainedLayout(context.scenario(), context.step()));
    return RidgeLearner.base(context, options(), GradientLearner.of(training, plan(training)));
  }

  /** The sums of all images so far, if nobody has kept them. */
  @Override
  public Optional<TakeOver> takeOver(
      StepContext context, HeadLayout wanted, Before before, Supplier<Optional<StepData>> old) {
    RandomFeatures random = Objects.requireNonNull(wanted.random());
    if (wanted.equals(before.layout()) && RidgeSums.areIn(context.inherited(), random)) {
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

  /**
   * Learns a step as another method does, and then gives the network that it leaves behind
   * classifiers in closed form, over sums of all steps so far.
   *
   * @param context of the step, its layout being this method's
   * @param trained how the other method trains it
   * @param learner the other method's
   */
  StepLearner after(
      StepContext context,
      RidgeLearner.Trained trained,
      Function<StepContext, StepLearner> learner) {
    return RidgeLearner.after(context, options(), trained, learner);
  }

  /** As {@link RidgeSums#without}, of a step that this method has learnt. */
  public TakeOver without(
      Parameters network,
      Map<String, INDArray> sums,
      HeadLayout layout,
      RidgeSums.Forgotten forgotten) {
    return RidgeSums.without(network, sums, lambda, layout, forgotten);
  }

  private RidgeLearner.Options options() {
    return new RidgeLearner.Options(lambda, passes, confidence, balance);
  }

  private void requireNetwork(StepContext context) {
    if (features.blocks.stream().allMatch(block -> block.isIn(context.parameters()))) {
      return;
    }
    if (Features.TRUNK.blocks.stream().allMatch(block -> block.isIn(context.parameters()))) {
      throw CissException.usage(
          "method analytic with base=given takes the network as it is, and this one has no ASPP,"
              + " which features=%s read; take features=trunk, or the weights of a whole network",
          features);
    }
    throw CissException.usage(
        "method analytic with base=given takes the network as it is, and there is none; name one"
            + " with --weights, such as a backbone from ImageNet with features=trunk or"
            + " model.safetensors in step_0 of a run, or take base=trained");
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
