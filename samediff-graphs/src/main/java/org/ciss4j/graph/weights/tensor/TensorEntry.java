// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.util.Comparator;
import java.util.List;

/**
 * What a weights file says about one of its tensors.
 *
 * @param name the name, such as {@code backbone.conv1.weight}
 * @param type the type of the elements in the file
 * @param shape the dimensions in C order; empty for a scalar
 * @param begin where the elements start, in bytes from the end of the header
 * @param end where the elements end, in bytes from the end of the header, exclusive
 */
public record TensorEntry(String name, ElementType type, List<Long> shape, long begin, long end) {
  /** Copies the list. */
  public TensorEntry {
    shape = List.copyOf(shape);
  }

  /** The number of elements; 1 for a scalar. */
  public long elements() {
    return (end - begin) / type.bytes();
  }

  /** The shape as ND4J takes it; empty for a scalar. */
  public long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** The tensor without its place in the file. */
  public TensorInfo info() {
    return new TensorInfo(name, type, shape);
  }

  /** The entries in the order of their bytes in the file. */
  public static List<TensorEntry> byOffset(List<TensorEntry> entries) {
    return entries.stream()
        .sorted(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end))
        .toList();
  }
}
