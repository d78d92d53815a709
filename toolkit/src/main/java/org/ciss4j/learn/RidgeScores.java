// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

/**
 * What classifiers say of some images.
 *
 * @param scores float {@code [N, channels, positions]}
 * @param positions of an image
 */
record RidgeScores(float[] scores, int channels, int positions) {
  /** The score of a channel, or 0 if the classifiers do not have it. */
  float at(int image, int channel, int position) {
    return channel < channels ? scores[(image * channels + channel) * positions + position] : 0;
  }

  /** Believes in the channel of the highest score, if that is high enough. */
  RidgeTargets.Belief belief(double confidence) {
    return (image, position) -> {
      int best = 0;
      for (int c = 1; c < channels; c++) {
        if (at(image, c, position) > at(image, best, position)) {
          best = c;
        }
      }
      return at(image, best, position) >= confidence ? best : RidgeTargets.UNKNOWN;
    };
  }
}
