// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.Locale;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.scenario.CissException;

/**
 * How a step is scored.
 *
 * @param protocol what the field does not agree on
 * @param region which part of an image is scored
 */
public record EvaluationConfig(EvaluationProtocol protocol, Region region) {

  /** Which part of an image is scored. */
  public enum Region {
    /**
     * The central square of the crop's size, the shorter side resized to it: as in the official
     * code of DKD, MiB and PLOP.
     */
    CROP,
    /** All of it, at its own size, one image a batch. */
    FULL;

    /**
     * The region of a text, in any case.
     *
     * @throws CissException of kind usage if there is none
     */
    public static Region parse(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "crop" -> CROP;
        case "full" -> FULL;
        default ->
            throw CissException.usage("evaluation \"%s\" is unknown; use crop or full", text);
      };
    }

    /** The lower-case word for commands and reports. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** On centre crops. */
  public EvaluationConfig(EvaluationProtocol protocol) {
    this(protocol, Region.CROP);
  }

  /** As DKD's official code scores PASCAL VOC. */
  public static EvaluationConfig standard() {
    return new EvaluationConfig(EvaluationProtocol.dkd());
  }

  /** The same under this protocol. */
  public EvaluationConfig withProtocol(EvaluationProtocol other) {
    return new EvaluationConfig(other, region);
  }

  /** The same on this part of each image. */
  public EvaluationConfig withRegion(Region other) {
    return new EvaluationConfig(protocol, other);
  }
}
