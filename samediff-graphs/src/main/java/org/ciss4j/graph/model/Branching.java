// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

/**
 * How many branches a convolution and its normalisation have where there may be two (Zhang et al.,
 * CVPR 2022, "RCIL"), and which of them are trained. Two are joined by {@link DropPath}.
 */
public enum Branching {
  /** One branch, as in any network that is not in training. */
  ONE,

  /** Two that are trained. */
  BOTH,

  /** Two of which the second is trained; the first stays as it is. */
  SECOND
}
