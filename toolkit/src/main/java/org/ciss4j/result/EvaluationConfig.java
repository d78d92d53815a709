// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.scenario.CissException;

/**
 * How a step is scored, and on what.
 *
 * @param protocol what the field does not agree on
 * @param heldOut 0 to score on test images; else the fraction of training images that are kept from
 *     training and scored on instead, while no test image is opened
 */
public record EvaluationConfig(EvaluationProtocol protocol, double heldOut) {

  /**
   * Checks the fraction.
   *
   * @throws CissException of kind usage if it is not at least 0 and below 1
   */
  public EvaluationConfig {
    if (!(heldOut >= 0 && heldOut < 1)) {
      throw CissException.usage(
          "the fraction of images held out must be at least 0 and below 1, not %s", heldOut);
    }
  }

  /** On test images. */
  public EvaluationConfig(EvaluationProtocol protocol) {
    this(protocol, 0);
  }

  /** On test images as DKD's official code scores PASCAL VOC. */
  public static EvaluationConfig standard() {
    return new EvaluationConfig(EvaluationProtocol.dkd());
  }

  /** Whether scores are of held-out training images and not of test images. */
  public boolean onHeldOut() {
    return heldOut > 0;
  }

  /** The same under this protocol. */
  public EvaluationConfig withProtocol(EvaluationProtocol other) {
    return new EvaluationConfig(other, heldOut);
  }

  /** The same on this fraction of the training images; 0 for the test images. */
  public EvaluationConfig withHeldOut(double fraction) {
    return new EvaluationConfig(protocol, fraction);
  }
}
