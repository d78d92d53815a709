// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import org.bytedeco.dnnl.memory;
import org.ciss4j.graph.memory.ArrayPool;
import org.ciss4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A contiguous array copied to numbers of another type: floats to the nearest of bfloat16, or back,
 * which loses nothing.
 *
 * @param length elements
 * @param from type of what is read
 * @param to type of what is written
 */
public record Rounding(long length, DataType from, DataType to) {

  /** Sets the elements of an array to those of another one of as many. */
  public static void copy(INDArray from, INDArray to) {
    Rounding rounding = new Rounding(from.length(), from.dataType(), to.dataType());
    OneDnn.call(rounding, Work.ofElements(from.length()), rounding::compile)
        .execute(HostMemory.map(from), HostMemory.map(to));
  }

  /** A map as floats: a copy of this thread's pool, which whoever asks gives back. */
  static INDArray toFloats(INDArray map) {
    INDArray result = ArrayPool.ofThread().allocate(false, DataType.FLOAT, map.shape());
    copy(map, result);
    return result;
  }

  private DnnCall compile() {
    return DnnCall.reordering(vector(from), vector(to));
  }

  private memory.desc vector(DataType type) {
    return OneDnn.desc(OneDnn.type(type), memory.format_tag.a, length);
  }
}
