// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights in a layout that a convolution likes best, which need not depend on the size of its maps.
 *
 * @param layout the layout
 * @param whole the memory, and some bytes more
 * @param part where the weights begin
 */
public record PackedWeights(memory.desc layout, BytePointer whole, BytePointer part) {

  /**
   * Weights of a plain array, which lie there as {@code from} says, put into a layout; whoever asks
   * for them frees the memory.
   */
  public static PackedWeights of(memory.desc from, memory.desc layout, INDArray weights) {
    return of(from, HostMemory.floats(weights), layout);
  }

  /** The same weights in another layout, with memory of their own. */
  public PackedWeights repacked(memory.desc other) {
    return of(layout, part, other);
  }

  private static PackedWeights of(memory.desc from, Pointer weights, memory.desc layout) {
    long bytes = layout.get_size();
    BytePointer whole = new BytePointer(bytes + Scratch.ALIGNMENT);
    long start = Scratch.aligned(whole.address()) - whole.address();
    BytePointer part = whole.getPointer(start).capacity(bytes);
    DnnCall.reordering(from, layout).execute(weights, part);
    return new PackedWeights(layout, whole, part);
  }
}
