// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RidgeTargetsTest {
  private static final double[] EVEN = {1, 1, 1};
  private static final RidgeScores SCORES =
      new RidgeScores(new float[] {0.3f, 0.8f, 0.6f, 0.1f}, 2, 2);

  /** One image of 2 x 4 pixels, seen at two positions. */
  private static RidgeTargets.Positions positions(
      int[] labels, RidgeTargets.@Nullable Belief belief, double[] pixelWeights) {
    return new RidgeTargets(3, 0.5).of(labels, 1, 2, 4, 1, 2, belief, pixelWeights);
  }

  @Test
  void aPositionShowsTheSharesOfTheLabelledPixelsBelowIt() {
    int[] labels = {0, 0, 2, 255, 1, 0, 255, 1};
    RidgeTargets.Positions seen = positions(labels, null, EVEN);
    assertThat(seen.shares()).containsExactly(0.75f, 0.25f, 0, 0, 0.5f, 0.5f);
    assertThat(seen.weights()).containsExactly(1, 1);
  }

  @Test
  void openPixelsCountForTheMostBelievedChannel() {
    int[] labels = {0, 0, 0, 0, 2, 2, 0, 0};
    RidgeTargets.Positions seen = positions(labels, SCORES.belief(0), EVEN);
    assertThat(seen.shares()).containsExactly(0, 0.5f, 0.5f, 1, 0, 0);
  }

  @Test
  void openPixelsAreLeftOutWhereNothingIsBelievedEnough() {
    int[] labels = {0, 0, 0, 0, 2, 2, 0, 0};
    RidgeTargets.Positions seen = positions(labels, SCORES.belief(0.9), EVEN);
    assertThat(seen.shares()).containsExactly(0, 0, 1, 0, 0, 0);
    assertThat(seen.weights()).containsExactly(1, 0);
  }

  @Test
  void positionsWeighWhatTheirPixelsDo() {
    int[] labels = {0, 0, 2, 2, 2, 2, 2, 255};
    RidgeTargets.Positions seen = positions(labels, null, new double[] {1, 9, 3});
    assertThat(seen.weights()).containsExactly(2, 3);
  }

  @Test
  void voidAloneIsNotSeen() {
    int[] labels = {255, 255, 1, 1, 255, 255, 1, 1};
    RidgeTargets.Positions seen = positions(labels, null, EVEN);
    assertThat(seen.weights()).containsExactly(0, 1);
  }

  @Test
  void rareChannelsGainByTheBalance() {
    long[] pixels = {90, 0, 10};
    assertThat(new RidgeTargets(3, 0).weights(pixels)).containsExactly(1, 0, 1);
    double[] level = new RidgeTargets(3, 1).weights(pixels);
    assertThat(level[0] * 90).isCloseTo(level[2] * 10, within(1e-9));
    assertThat(level[0] * 90 + level[2] * 10).isCloseTo(100, within(1e-9));
  }
}
