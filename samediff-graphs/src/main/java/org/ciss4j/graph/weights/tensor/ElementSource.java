// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The elements of a tensor as bytes, little-endian, one after the other. */
public interface ElementSource {
  /** Fills what remains of a buffer, a whole number of elements, with the next ones. */
  void next(ByteBuffer target) throws IOException;

  /** The elements that stand in a file from a position on. */
  static ElementSource of(OpenFile file, long position) {
    long[] next = {position};
    return target -> {
      int bytes = target.remaining();
      ArrayMemory.fill(target, file.path(), file.channel(), next[0]);
      next[0] += bytes;
    };
  }
}
