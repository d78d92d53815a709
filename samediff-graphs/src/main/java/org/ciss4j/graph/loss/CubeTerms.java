// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.List;
import org.ciss4j.graph.model.Endpoint;

/**
 * Pooled cube knowledge distillation (Zhang et al., CVPR 2022, "RCIL"): distances of maps of which
 * only means over neighbouring pixels, and over neighbouring channels, count. RCIL adds both.
 * Windows have 4 to 24 pixels, or 3 channels; each term is divided by the number of maps that its
 * kind is applied to.
 */
public final class CubeTerms {
  private static final List<Integer> PIXELS = List.of(4, 8, 12, 16, 20, 24);
  private static final List<Integer> CHANNELS = List.of(3);

  private CubeTerms() {}

  /** Over pixels, of the four stages before their activations and of the features. */
  public static LossTerm pixels(double weight, int maps) {
    return FeatureTerms.sum(
        "pckd_pixels", weight, FeatureTerms.STAGES_AND_FEATURES, maps, overPixels());
  }

  /**
   * Over pixels, of the logits at feature resolution; those of new classes are added to the
   * background's.
   */
  public static LossTerm pixelsOfLogits(double weight, int maps) {
    return FeatureTerms.sum(
        "pckd_pixels_logits", weight, List.of(Endpoint.SMALL_LOGITS), maps, overPixels());
  }

  /** Over channels, of the four stages before their activations. */
  public static LossTerm channels(double weight, int maps) {
    return FeatureTerms.sum("pckd_channels", weight, Endpoint.STAGES, maps, overChannels());
  }

  /** Over channels, of the features, which the official code weighs as it does the logits. */
  public static LossTerm channelsOfFeatures(double weight, int maps) {
    return FeatureTerms.sum(
        "pckd_channels_features", weight, List.of(Endpoint.FEATURES), maps, overChannels());
  }

  private static FeatureTerms.Distance overPixels() {
    return (ops, own, taught) -> ops.pooledCubes(own, taught, PIXELS, false);
  }

  private static FeatureTerms.Distance overChannels() {
    return (ops, own, taught) -> ops.pooledCubes(own, taught, CHANNELS, true);
  }
}
