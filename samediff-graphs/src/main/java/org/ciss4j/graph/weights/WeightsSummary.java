// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ciss4j.graph.weights.tensor.TensorInfo;
import org.ciss4j.graph.weights.tensor.Whereabouts;
import org.ciss4j.graph.weights.tensor.Wrappers;

/**
 * What is in a weights file, without the elements.
 *
 * @param format the format of the file
 * @param tensors the tensors in the order of the file
 * @param whereabouts where in the file they are
 */
public record WeightsSummary(
    WeightsFormat format, List<TensorInfo> tensors, Whereabouts whereabouts) {
  /** Copies the list. */
  public WeightsSummary {
    tensors = List.copyOf(tensors);
  }

  /**
   * Whose names the tensors have, and behind what; empty if they are of no network that is known,
   * or of several.
   */
  public Optional<String> network() {
    Wrappers.Plain<TensorInfo> plain = Wrappers.takeOff(byName());
    List<Location> found = Location.among(plain.values().keySet());
    return found.size() == 1
        ? Optional.of(found.get(0).behind(plain.takenOff()).toString())
        : Optional.empty();
  }

  private Map<String, TensorInfo> byName() {
    Map<String, TensorInfo> byName = new LinkedHashMap<>();
    tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    return byName;
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
