// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.util.List;

/**
 * What is in a weights file, without the elements.
 *
 * @param format the format of the file
 * @param tensors the tensors in the order of the file
 */
public record WeightsSummary(WeightsFormat format, List<TensorInfo> tensors) {
  public WeightsSummary {
    tensors = List.copyOf(tensors);
  }

  /** The number of elements of all tensors. */
  public long elements() {
    return tensors.stream().mapToLong(TensorInfo::elements).sum();
  }

  /** The size of all tensors in the types of the file, in bytes. */
  public long bytes() {
    return tensors.stream().mapToLong(TensorInfo::bytes).sum();
  }
}
