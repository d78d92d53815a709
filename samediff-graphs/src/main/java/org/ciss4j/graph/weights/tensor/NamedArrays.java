// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays by name, all of them or none. */
public final class NamedArrays {
  private NamedArrays() {}

  /** Makes the array of a tensor. */
  public interface Reader<T> {
    /**
     * Reads one.
     *
     * @throws IOException if the file cannot be read
     */
    INDArray read(T tensor) throws IOException;
  }

  /** Reads tensors in their order; if one fails, those before it are closed. */
  public static <T> Map<String, INDArray> read(
      List<T> tensors, Function<T, String> name, Reader<T> reader) throws IOException {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    try {
      for (T tensor : tensors) {
        arrays.put(name.apply(tensor), reader.read(tensor));
      }
    } catch (IOException | RuntimeException | Error e) {
      arrays.values().forEach(INDArray::close);
      throw e;
    }
    return Collections.unmodifiableMap(arrays);
  }
}
