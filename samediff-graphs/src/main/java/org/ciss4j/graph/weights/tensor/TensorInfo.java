// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.util.List;

/**
 * A tensor of a weights file, without its elements.
 *
 * @param name the name, such as {@code layer1.0.conv1.weight}
 * @param type the type of the elements in the file
 * @param shape the dimensions; empty for a scalar
 */
public record TensorInfo(String name, ElementType type, List<Long> shape) {
  /** Copies the list. */
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /** The number of elements; 1 for a scalar. */
  public long elements() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
  }

  /** The size of the elements as the file's type, in bytes. */
  public long bytes() {
    return elements() * type.bytes();
  }

  /** The shape as ND4J takes it; empty for a scalar. */
  public long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
