// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.ciss4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Two float matrices {@code [rows, columns]} side by side in one, {@code [rows, 2 columns]}.
 *
 * @param rows rows of all three
 * @param columns columns of a half
 */
public record Halves(long rows, long columns) {

  private record Key(Halves halves, boolean left, boolean out) {}

  /** Sets {@code left} and {@code right} to the halves of {@code whole}. */
  public static void split(INDArray whole, INDArray left, INDArray right) {
    Halves halves = new Halves(left.size(0), left.size(1));
    halves.copy(true, true).execute(halves.floats(whole), HostMemory.floats(left));
    halves.copy(false, true).execute(halves.floats(whole), HostMemory.floats(right));
  }

  /** Sets the halves of {@code whole} to {@code left} and {@code right}. */
  public static void join(INDArray left, INDArray right, INDArray whole) {
    Halves halves = new Halves(left.size(0), left.size(1));
    halves.copy(true, false).execute(HostMemory.floats(left), halves.floats(whole));
    halves.copy(false, false).execute(HostMemory.floats(right), halves.floats(whole));
  }

  /** Of one row oneDNN counts the half alone. */
  private FloatPointer floats(INDArray whole) {
    FloatPointer all = HostMemory.floats(whole);
    return rows == 1 ? all.capacity(columns) : all;
  }

  private DnnCall copy(boolean left, boolean out) {
    return OneDnn.call(
        new Key(this, left, out), Work.ofElements(rows * columns), () -> compile(left, out));
  }

  private DnnCall compile(boolean left, boolean out) {
    memory.desc matrix = OneDnn.desc(memory.format_tag.ab, rows, columns);
    memory.desc half =
        OneDnn.desc(memory.format_tag.ab, rows, 2 * columns)
            .submemory_desc(new long[] {rows, columns}, new long[] {0, left ? 0 : columns});
    return out ? DnnCall.reordering(half, matrix) : DnnCall.reordering(matrix, half);
  }
}
