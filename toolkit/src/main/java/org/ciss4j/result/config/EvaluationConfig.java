// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.config;

import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;
import org.ciss4j.metric.EvaluationProtocol;

/**
 * How a step is scored, and on what.
 *
 * @param protocol what the field does not agree on
 * @param heldOut 0 to score on test images; else the fraction of training images that are kept from
 *     training and scored on instead, while no test image is opened
 * @param region which part of each image is scored
 */
public record EvaluationConfig(EvaluationProtocol protocol, double heldOut, Region region) {

  /** Which part of an image is scored. */
  public enum Region {
    /**
     * The central square of the crop's size, the shorter side resized to it: as in the official
     * code of DKD, MiB and PLOP.
     */
    CROP,
    /** All of it at its own size, one image a batch; no label is resized. */
    FULL;

    /**
     * The region of a text, in any case.
     *
     * @throws CissException of kind usage if there is none
     */
    public static Region parse(String text) {
      return EnumLabel.parse(
          Region.class, text, "scored region \"%s\" is unknown; use crop or full");
    }

    /** The lower-case word for commands and reports. */
    public String label() {
      return EnumLabel.of(this);
    }
  }

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

  /** On centre crops of test images. */
  public EvaluationConfig(EvaluationProtocol protocol) {
    this(protocol, 0, Region.CROP);
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
    return new EvaluationConfig(other, heldOut, region);
  }

  /** The same on this fraction of the training images; 0 for the test images. */
  public EvaluationConfig withHeldOut(double fraction) {
    return new EvaluationConfig(protocol, fraction, region);
  }

  /** The same on this part of each image. */
  public EvaluationConfig withRegion(Region other) {
    return new EvaluationConfig(protocol, heldOut, other);
  }
}
