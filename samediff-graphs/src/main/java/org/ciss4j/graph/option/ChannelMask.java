// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.option;

import org.ciss4j.graph.op.BackgroundMask;

/** Which channels of a map {@link BackgroundMask} leaves. */
public enum ChannelMask {
  /**
   * As the official code of LSKD: by the signs that are right for the cosines of places, although
   * channels have differences, so that those are left that change most without the background, or
   * least without the new classes.
   */
  FAITHFUL,
  /**
   * What the places have, for channels: those that change least without the background, or most
   * without the new classes.
   */
  FLIPPED,
  /** All of them. */
  NONE
}
