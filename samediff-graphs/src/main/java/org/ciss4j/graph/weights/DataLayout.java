// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ciss4j.graph.weights.tensor.ElementType;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.tensor.TensorEntry;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where the arrays of a new file go: one after the other, wider types first. */
final class DataLayout {
  private DataLayout() {}

  /**
   * The entries of arrays, in the order of the map.
   *
   * @throws IllegalArgumentException if a name or a type of array cannot be stored
   */
  static List<TensorEntry> of(Map<String, INDArray> arrays) {
    List<String> names = new ArrayList<>(arrays.keySet());
    // The sort is stable: among types of one width, the order of the map decides.
    names.sort(
        Comparator.comparingInt(
            name -> -type(name, Objects.requireNonNull(arrays.get(name))).bytes()));
    Map<String, TensorEntry> entries = new HashMap<>();
    long position = 0;
    for (String name : names) {
      TensorEntry entry = entry(name, Objects.requireNonNull(arrays.get(name)), position);
      entries.put(name, entry);
      position = entry.end();
    }
    return arrays.keySet().stream().map(entries::get).toList();
  }

  private static TensorEntry entry(String name, INDArray array, long begin) {
    if (name.equals(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException(
          "expected another name than "
              + SafetensorsHeader.METADATA
              + " for an array: the format uses it; rename the array");
    }
    ElementType type = type(name, array);
    List<Long> shape = Arrays.stream(array.shape()).boxed().toList();
    long elements = array.isEmpty() ? 0 : array.length();
    return new TensorEntry(name, type, shape, begin, begin + elements * type.bytes());
  }

  private static ElementType type(String name, INDArray array) {
    return ElementType.storing(array.dataType())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected numbers or truth values as "
                        + Printable.name(name)
                        + ", found "
                        + array.dataType()
                        + "; safetensors cannot store it, leave it out"));
  }
}
