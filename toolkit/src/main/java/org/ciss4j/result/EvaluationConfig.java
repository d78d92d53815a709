// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import org.ciss4j.metric.EvaluationProtocol;

/**
 * How a step is scored.
 *
 * @param protocol what the field does not agree on
 */
public record EvaluationConfig(EvaluationProtocol protocol) {

  /** As DKD's official code scores PASCAL VOC. */
  public static EvaluationConfig standard() {
    return new EvaluationConfig(EvaluationProtocol.dkd());
  }

  /** The same under this protocol. */
  public EvaluationConfig withProtocol(EvaluationProtocol other) {
    return new EvaluationConfig(other);
  }
}
