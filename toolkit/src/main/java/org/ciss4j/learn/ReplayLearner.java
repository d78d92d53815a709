// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Backbone;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Learns from batches of a step and batches of replayed images, which have no labels, in turn
 * (RECALL, Maracani et al., ICCV 2021). Who labels them are decoders on the encoder, which must not
 * be trained after the base step: that of the base step, and a helper for each later one, which
 * learns its classes alone from the step's own batches, beside the network.
 */
public final class ReplayLearner extends ForwardingLearner {
  private static final String HELPER = "helper";
  private static final String HELPERS = "helper.";

  private final int step;
  private final Map<String, INDArray> inherited;
  private final Map<Integer, Decoder> decoders;
  private final boolean passesOn;

  /** Null where nobody will ask it. */
  private final @Nullable StepLearner helper;

  private boolean finished;

  private ReplayLearner(
      StepLearner network,
      StepContext context,
      Map<Integer, Decoder> decoders,
      boolean passesOn,
      @Nullable StepLearner helper) {
    super(network);
    this.step = context.step().index();
    this.inherited = context.inherited();
    this.decoders = decoders;
    this.passesOn = passesOn;
    this.helper = helper;
  }

  /**
   * Without decoders: the network of the step before labels what is replayed.
   *
   * @param decision from logits to labels of a network with a background channel
   */
  public static StepLearner labelledByModel(
      StepContext context, GradientLearner.Plan plan, Function<INDArray, int[]> decision) {
    return context.step().isBase()
        ? GradientLearner.of(context, plan)
        : new ReplayLearner(
            GradientLearner.of(context, labelled(context, plan, Map.of(), decision)),
            context,
            Map.of(),
            false,
            null);
  }

  /**
   * With decoders; for classes of steps that have passed on none the network of the step before
   * labels what is replayed.
   *
   * @param helping what a helper learns in a later step, whose outputs are the rest and the new
   *     classes
   * @param decision from logits to labels of a network with a background channel
   */
  public static StepLearner labelledByHelpers(
      StepContext context,
      GradientLearner.Plan plan,
      GradientLearner.Plan helping,
      Function<INDArray, int[]> decision) {
    if (context.step().isBase()) {
      return new ReplayLearner(GradientLearner.of(context, plan), context, Map.of(), true, null);
    }
    int index = context.step().index();
    boolean last = index == context.scenario().stepCount() - 1;
    try (Opened opened = new Opened()) {
      Map<Integer, Decoder> decoders =
          opened.add(
              Decoder.inherited(
                  context.network(),
                  context.parameters(),
                  context.inherited(),
                  context.scenario().stepSizes().subList(0, index)),
              made -> made.values().forEach(Decoder::close));
      StepLearner helper = last ? null : opened.add(helper(context, helping), StepLearner::close);
      GradientLearner network =
          GradientLearner.of(context, labelled(context, plan, decoders, decision));
      return opened.handedTo(new ReplayLearner(network, context, decoders, true, helper));
    }
  }

  /** The classifiers of a decoder of so many classes. */
  public static HeadLayout decoderLayout(int classes) {
    return Decoder.layout(classes);
  }

  private static GradientLearner.Plan labelled(
      StepContext context,
      GradientLearner.Plan plan,
      Map<Integer, Decoder> decoders,
      Function<INDArray, int[]> decision) {
    return plan.labelledBy(
        new ReplayedLabels(
            plan.pseudoLabels().orElseThrow(), context.scenario(), decoders, decision));
  }

  /** Begins as the decoder of the step before, but for its classifiers. */
  private static StepLearner helper(StepContext context, GradientLearner.Plan plan) {
    Map<String, INDArray> arrays = Decoder.encoder(context.parameters());
    context
        .parameters()
        .arrays()
        .forEach(
            (name, array) -> {
              if (name.startsWith("aspp.")) {
                arrays.put(name, array.dup('c'));
              }
            });
    Parameters own = new Parameters(arrays, context.seeds().child(HELPER).value());
    return GradientLearner.of(
        context.with(Decoder.layout(context.step().newClasses().size()), null, own), plan);
  }

  @Override
  public Map<String, INDArray> state() {
    Map<String, INDArray> state = new LinkedHashMap<>(super.state());
    if (helper != null) {
      ofHelper().forEach((name, array) -> state.put(HELPERS + name, array));
      helper.state().forEach((name, array) -> state.put(HELPERS + name, array));
    }
    return state;
  }

  private Map<String, INDArray> ofHelper() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    if (helper != null) {
      arrays.putAll(helper.parameters().arrays());
      arrays.keySet().removeIf(Backbone::isParameter);
    }
    return arrays;
  }

  /** Nothing before the end. */
  @Override
  Map<String, INDArray> passedOn() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    if (finished && passesOn) {
      inherited.forEach(
          (name, array) -> {
            if (Decoder.isPart(name)) {
              arrays.put(name, array);
            }
          });
      if (step == 0) {
        arrays.putAll(Decoder.parts(step, parameters()));
      } else if (helper != null) {
        arrays.putAll(Decoder.parts(step, helper.parameters()));
      }
    }
    return arrays;
  }

  @Override
  public List<String> recorded() {
    return Stream.concat(
            super.recorded().stream(), helper == null ? Stream.empty() : Stream.of(HELPER))
        .toList();
  }

  /** The helper learns from batches of the step; in the others nothing is written of it. */
  @Override
  public Losses learn(Batch batch, long iteration) {
    Losses losses = super.learn(batch, iteration);
    if (helper == null || batch.replayed() == batch.size()) {
      return losses;
    }
    Map<String, Double> watched = new LinkedHashMap<>(losses.watched());
    watched.put(HELPER, helper.learn(batch, iteration).total());
    return new Losses(losses.total(), losses.terms(), watched, losses.rate());
  }

  @Override
  public List<String> remarks() {
    return Stream.concat(
            super.remarks().stream(),
            step == 0
                ? Stream.empty()
                : Optional.of(
                    decoders.isEmpty()
                        ? "replayed images are labelled by the network of the step before"
                        : "replayed images are labelled by decoders of steps " + decoders.keySet())
                    .stream())
        .toList();
  }

  @Override
  public Parameters finish() {
    finished = true;
    return super.finish();
  }

  @Override
  public void close() {
    super.close();
    decoders.values().forEach(Decoder::close);
    if (helper != null) {
      ofHelper().values().forEach(INDArray::close);
      helper.close();
    }
  }
}
