// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.io.IOException;
import java.util.List;
import org.ciss4j.graph.weights.tensor.ElementSource;
import org.ciss4j.graph.weights.tensor.ElementType;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.StridedElements;
import org.ciss4j.graph.weights.tensor.TensorInfo;
import org.ciss4j.graph.weights.tensor.TensorReader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor whose elements are known to lie in the file.
 *
 * @param info its name, type and shape
 * @param position its first element, in bytes from the start of the file
 * @param stride the distance of neighbours along each dimension, in elements
 * @param span the number of elements from the first to the last in the file; 0 without elements
 */
public record TorchView(TensorInfo info, long position, List<Long> stride, long span) {
  /** Copies the list. */
  public TorchView {
    stride = List.copyOf(stride);
  }

  /** Reads the elements into a new array in C order and single precision. */
  public INDArray read(OpenFile file) throws IOException {
    return isPlain() ? read(ElementSource.of(file, position)) : gather(file);
  }

  /** Reads what the view spans, then picks its elements from memory. */
  private INDArray gather(OpenFile file) throws IOException {
    long bytes = span * info.type().bytes();
    try (INDArray memory =
        TensorReader.read(
            ElementType.I8, DataType.INT8, new long[] {bytes}, ElementSource.of(file, position))) {
      return read(new StridedElements(memory, info, stride));
    }
  }

  private INDArray read(ElementSource source) throws IOException {
    return TensorReader.read(info.type(), info.type().singlePrecision(), info.dimensions(), source);
  }

  /** Whether the elements follow each other in C order. */
  private boolean isPlain() {
    long expected = 1;
    for (int i = stride.size() - 1; i >= 0; i--) {
      long size = info.shape().get(i);
      if (size != 1 && stride.get(i) != expected) {
        return span == 0;
      }
      expected *= size;
    }
    return true;
  }
}
