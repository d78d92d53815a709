// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.model.Backbone;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.option.SignRule;
import org.ciss4j.learn.GradientLearner;
import org.ciss4j.learn.ParameterGroup;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.learn.Rehearsal;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepData;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.learn.TakeOver;
import org.ciss4j.learn.TermWeights;
import org.ciss4j.method.label.Decision;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;

/**
 * A way to learn classes step by step. Implementations are records: equal components, equal method.
 *
 * <p>To add one, write a record with the components that matter and override what differs from the
 * defaults, which are those of DKD's official code.
 */
public interface Method {
  /** Short name as used on the command line: {@code dkd}. */
  String name();

  /**
   * The terms of the objective in a step; none for a method whose {@link #learner} has no
   * objective. Terms that read the teacher may only appear in later steps.
   */
  List<LossTerm> lossTerms(Step step);

  /**
   * What joins these terms in a later step that replays images with their labels of old classes;
   * none unless the method says so.
   */
  default List<LossTerm> memoryTerms(Step step) {
    return List.of();
  }

  /** What is computed beside the terms and written down with them; nothing is learnt from it. */
  default List<LossTerm> watched(Step step) {
    return List.of();
  }

  /** How logits become labels. */
  Decision decision();

  /** How the logits of a step become labels: in the same way at every step, as a rule. */
  default Decision decision(Step step) {
    return decision();
  }

  /**
   * The steps that are trained for a scenario: the scenario itself, unless the method needs others.
   */
  default Scenario trained(Scenario scenario) {
    return scenario;
  }

  /**
   * The classifiers of the network in a step: one per step so far, without a background channel.
   */
  default HeadLayout headLayout(Scenario scenario, Step step) {
    return new HeadLayout(scenario.stepSizes().subList(0, step.index() + 1));
  }

  /** The classifiers in training, if a step leaves others behind. */
  default HeadLayout trainedLayout(Scenario scenario, Step step) {
    return headLayout(scenario, step);
  }

  /** Whether outputs are shares of pixels, about 0 to 1, and not logits. */
  default boolean answersInShares() {
    return false;
  }

  /** How the network runs in training: batch statistics and dropout at first, both frozen later. */
  default Mode mode(Step step) {
    return step.isBase() ? Mode.BASE_STEP : Mode.LATER_STEP;
  }

  /**
   * Names of the maps that training wants beside image and label, {@link
   * org.ciss4j.data.Batch#extra}: such as the data set offers, or {@code saliency}.
   */
  default Set<String> extras() {
    return Set.of();
  }

  /** Whether later steps replay images of old classes from a folder that the user names. */
  default boolean replaysFolder() {
    return false;
  }

  /**
   * What completes the labels of a step, in the base step without a teacher; they stay as they are
   * unless the method says so. Each call begins anew, with nothing gathered.
   *
   * @param layout of the network in training
   */
  default Optional<PseudoLabels> pseudoLabels(Step step, HeadLayout layout) {
    return Optional.empty();
  }

  /**
   * What to say before a step that is trained in so many iterations, such as that they are few for
   * this method: a line each.
   */
  default List<String> remarks(Step step, long iterations) {
    return List.of();
  }

  /** What training makes of void pixels, unless it is told otherwise. */
  default VoidPixels voidPixels() {
    return VoidPixels.BACKGROUND;
  }

  /** By which rule logits are split into reasoning scores. */
  default SignRule signRule() {
    return SignRule.PRODUCT;
  }

  /**
   * Sets the classifier of the new classes before a later step, and the background's if that has to
   * make room; the new one holds random values when this is called, and does so after it unless the
   * method changes them. Called after the teacher was made.
   */
  default void initializeNewClassifiers(Parameters parameters, HeadLayout layout) {}

  /**
   * Whether the base step of another method leaves the same network behind as this one's, so that
   * it need be trained only once; classifiers that this method never uses aside.
   */
  default boolean sharesBaseStep(Method other) {
    return equals(other);
  }

  /**
   * Of the parameters that the network has for training, those that a step does not freeze; all by
   * default.
   *
   * @param backbone the run's, which knows the names of its parts
   */
  default List<String> unfrozen(Step step, Backbone backbone, List<String> trainable) {
    return trainable;
  }

  /**
   * Which parameters are optimised in a step, and how.
   *
   * @param trainable those that are {@linkplain #unfrozen not frozen}
   */
  default List<ParameterGroup> parameterGroups(
      Step step, HeadLayout layout, List<String> trainable, double weightDecay) {
    return ParameterGroup.standard(step, layout, trainable, weightDecay);
  }

  /**
   * What learns a step. By default that is gradient descent on the {@linkplain #plan objective}; a
   * method that learns in another way, or changes the network when a step is done, says so here.
   */
  default StepLearner learner(StepContext context) {
    return GradientLearner.of(context, plan(context));
  }

  /** Which images a memory keeps, where the user wants one; as many of each class by default. */
  default Rehearsal rehearsal() {
    return Rehearsal.balanced();
  }

  /**
   * What this method starts from where another one has learnt the steps before. By default that is
   * the same network with its answers put as this method puts them: every pixel keeps its label.
   *
   * @param context of the first step that this method learns; its parameters are those that the
   *     other left behind
   * @param wanted the classifiers that the step is to start from
   * @param before who learnt the step before, and the classifiers it left behind
   * @param old looks for labelled images of the classes so far, if they are asked for
   * @return empty if the step can start from what is there
   * @throws org.ciss4j.common.CissException of kind usage if something is missing
   */
  default Optional<TakeOver> takeOver(
      StepContext context, HeadLayout wanted, Before before, Supplier<Optional<StepData>> old) {
    return before.put(context, wanted, decision());
  }

  /**
   * How often a step looks at its images, for saying how long a run will take.
   *
   * @param wanted as often as the user wants a step of gradient descent to
   */
  default int epochs(Step step, int wanted) {
    return wanted;
  }

  /**
   * Which part of a step's images is kept back from what it is learnt from, and shown by {@link
   * StepData#keptBack} instead; 0 for none.
   */
  default double keptBack(Step step) {
    return 0;
  }

  /**
   * How many bytes outside the Java heap the learner of a step keeps besides networks, momentum and
   * batches; for finding out before training whether the memory suffices.
   *
   * @param layout of the network that the step leaves behind
   */
  default long learnerBytes(HeadLayout layout) {
    return 0;
  }

  /**
   * Of which parameters gradients of single terms are asked for in each iteration, by name of the
   * term, beside those of the objective; for finding out before training whether the memory
   * suffices.
   *
   * @param mode how the network runs in training
   */
  default Map<String, List<String>> askedGradients(Step step, Network network, Mode mode) {
    return Map.of();
  }

  /**
   * How many decoders of earlier steps, on the encoder that is trained, label images of a step; for
   * finding out before training whether the memory suffices.
   */
  default int decoders(Step step) {
    return 0;
  }

  /**
   * Whether a decoder of the step's classes, on the encoder that is trained, learns beside the
   * network; for finding out before training whether the memory suffices.
   *
   * @param scenario the steps that are trained
   */
  default boolean trainsDecoder(Scenario scenario, Step step) {
    return false;
  }

  /** What the default learner minimises, from all that the method says of its terms. */
  default GradientLearner.Plan plan(StepContext context) {
    Step step = context.step();
    List<LossTerm> ofMemory = context.data().labelsOldClasses() ? memoryTerms(step) : List.of();
    return new GradientLearner.Plan(
        Stream.concat(lossTerms(step).stream(), ofMemory.stream()).toList(),
        watched(step),
        pseudoLabels(step, context.layout()),
        signRule(),
        this::initializeNewClassifiers,
        trainable ->
            parameterGroups(
                step,
                context.layout(),
                unfrozen(step, context.network().backbone(), trainable),
                context.training().weightDecay()),
        TermWeights.own());
  }
}
