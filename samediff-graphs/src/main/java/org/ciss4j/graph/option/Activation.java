// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.option;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.post_ops;

/** What follows a normalisation, element by element. */
public enum Activation {
  /** Nothing. */
  NONE(0),
  /** {@code max(x, 0)}. */
  RELU(1),
  /** {@code min(max(x, 0), 6)}, as MobileNets have it; no gradient at 0 and at 6. */
  RELU6(2);

  private final int code;

  Activation(int code) {
    this.code = code;
  }

  /** As the first integer argument of an op. */
  public int code() {
    return code;
  }

  /** The activation of a {@link #code}. */
  public static Activation of(int code) {
    return switch (code) {
      case 0 -> NONE;
      case 1 -> RELU;
      case 2 -> RELU6;
      default -> throw new IllegalStateException("unknown activation " + code);
    };
  }

  /** Lets a primitive end with it. */
  public void appendTo(post_ops after) {
    switch (this) {
      case NONE -> {}
      case RELU -> after.append_eltwise(algorithm.eltwise_relu, 0f, 0f);
      case RELU6 -> after.append_eltwise(algorithm.eltwise_clip, 0f, 6f);
    }
  }

  /** Applies it to the first numbers of an array. */
  public void apply(float[] values, int length) {
    if (this == NONE) {
      return;
    }
    float most = this == RELU6 ? 6f : Float.POSITIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      values[i] = Math.min(Math.max(values[i], 0f), most);
    }
  }
}
