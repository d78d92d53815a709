// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

/** A part of a network whose layers share what the official codes set for them. */
public enum Part {
  /** Initialised by outputs as in torchvision; running statistics follow slowly. */
  BACKBONE("backbone.", 0.01) {
    @Override
    long fan(long inputs, long outputs) {
      return outputs;
    }
  },
  /** Initialised by inputs; the momentum is PyTorch's default. */
  ASPP("aspp.", 0.1),
  /** Convolutions of classifiers, as those of the ASPP. */
  CLASSIFIER("", 0.1);

  private final String prefix;
  private final double momentum;

  Part(String prefix, double momentum) {
    this.prefix = prefix;
    this.momentum = momentum;
  }

  /** What the names of its parameters begin with. */
  String prefix() {
    return prefix;
  }

  /** Share of the newest batch in the running statistics of normalisations. */
  double momentum() {
    return momentum;
  }

  /** The side of a convolution that decides how large its initial weights are. */
  long fan(long inputs, long outputs) {
    return inputs;
  }
}
