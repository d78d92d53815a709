// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ciss4j.common.CissException;

/**
 * The logits of one photograph taken apart, as DKD does it (Baek et al., NeurIPS 2022, equations 5
 * and 6): at each position of the feature map {@code z = z+ + z- + b}, where the positive reasoning
 * score z+ sums what speaks for a class, the negative one z- what speaks against it, and b is the
 * bias of its classifier.
 *
 * @param width positions in a row of the feature map
 * @param height rows
 * @param logits by data set id, in the order in which the classes were learnt; 0 comes first if
 *     there is a background channel
 */
public record ReasoningScores(int width, int height, Map<Integer, Logit> logits) {
  /** Copies the map. */
  public ReasoningScores {
    logits = Collections.unmodifiableMap(new LinkedHashMap<>(logits));
  }

  /**
   * The logit of one class.
   *
   * @param positive z+, {@code [height, width]}, at least 0
   * @param negative z-, {@code [height, width]}, at most 0
   * @param bias b
   */
  public record Logit(float[] positive, float[] negative, float bias) {
    /** z at a position, row by row. */
    public float at(int position) {
      return positive[position] + negative[position] + bias;
    }
  }

  /**
   * The logit of a class.
   *
   * @throws CissException of kind usage if the network has not learnt it
   */
  public Logit of(int id) {
    Logit logit = logits.get(id);
    if (logit == null) {
      throw CissException.usage("class %d is none of those learnt, %s", id, logits.keySet());
    }
    return logit;
  }

  /** The position of the feature map at which a pixel of a photograph of this size lies. */
  public int position(int x, int y, int photoWidth, int photoHeight) {
    return y * height / photoHeight * width + x * width / photoWidth;
  }
}
