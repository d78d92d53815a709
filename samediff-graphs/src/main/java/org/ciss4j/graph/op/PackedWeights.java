// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights in the layout that one convolution likes best. Where others take their place, the garbage
 * collector frees them: another thread may still read them.
 *
 * @param fused the convolution
 * @param whole the memory, and some bytes more
 * @param part where the weights begin
 */
record PackedWeights(FusedConvolution fused, BytePointer whole, BytePointer part) {

  static PackedWeights of(FusedConvolution fused, INDArray weights) {
    long bytes = fused.pack().lastArgumentBytes();
    BytePointer whole = new BytePointer(bytes + Scratch.ALIGNMENT);
    long start = Scratch.aligned(whole.address()) - whole.address();
    BytePointer part = whole.getPointer(start).capacity(bytes);
    fused.pack().execute(HostMemory.floats(weights), part);
    return new PackedWeights(fused, whole, part);
  }
}
