// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.List;
import java.util.Set;
import org.ciss4j.graph.model.Endpoint;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Pooled cube knowledge distillation (Zhang et al., CVPR 2022, "RCIL"): distances of maps of which
 * only means over neighbouring pixels, and over neighbouring channels, count. RCIL adds both.
 * Windows have 4 to 24 pixels, or 3 channels; each term is divided by the number of maps that its
 * kind is applied to.
 */
public final class CubeTerms {
  private static final List<Integer> PIXELS = List.of(4, 8, 12, 16, 20, 24);
  private static final List<Integer> CHANNELS = List.of(3);
  private static final List<Endpoint> FEATURES = List.of(Endpoint.FEATURES);

  private CubeTerms() {}

  /** Over pixels, of the four stages before their activations and of the features. */
  public static LossTerm pixels(double weight, int maps) {
    List<Endpoint> all = FeatureTerms.STAGES_AND_FEATURES;
    return term("pckd_pixels", weight, maps, all, false);
  }

  /**
   * Over pixels, of the logits at feature resolution; those of new classes are added to the
   * background's.
   */
  public static LossTerm pixelsOfLogits(double weight, int maps) {
    return new LossTerm(
        "pckd_pixels_logits",
        weight,
        Set.of(Endpoint.SMALL_LOGITS),
        inputs ->
            inputs
                .ops()
                .pooledCubes(
                    FeatureTerms.merged(inputs),
                    inputs.ops().channelsLast(inputs.teacher(Endpoint.SMALL_LOGITS)),
                    PIXELS,
                    false)
                .div(maps));
  }

  /** Over channels, of the four stages before their activations. */
  public static LossTerm channels(double weight, int maps) {
    return term("pckd_channels", weight, maps, Endpoint.STAGES, true);
  }

  /** Over channels, of the features, which the official code weighs as it does the logits. */
  public static LossTerm channelsOfFeatures(double weight, int maps) {
    return term("pckd_channels_features", weight, maps, FEATURES, true);
  }

  private static LossTerm term(
      String name, double weight, int maps, List<Endpoint> endpoints, boolean overChannels) {
    return new LossTerm(
        name,
        weight,
        Set.copyOf(endpoints),
        inputs ->
            endpoints.stream()
                .map(endpoint -> distance(inputs, endpoint, overChannels))
                .reduce(SDVariable::add)
                .orElseThrow()
                .div(maps));
  }

  private static SDVariable distance(LossInputs inputs, Endpoint endpoint, boolean overChannels) {
    SDVariable own = inputs.student(endpoint);
    SDVariable taught = inputs.teacher(endpoint);
    return inputs.ops().pooledCubes(own, taught, overChannels ? CHANNELS : PIXELS, overChannels);
  }
}
