// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Batches whose labels alone matter. */
public final class LabelBatch {
  private LabelBatch() {}

  /** With these labels, INT32 {@code [N, H, W]}, on black images. */
  public static Batch of(INDArray label) {
    return of(label, Map.of());
  }

  /** The same, with extra maps, INT32 {@code [N, H, W]}. */
  public static Batch of(INDArray label, Map<String, INDArray> extras) {
    INDArray image = Nd4j.zeros(DataType.FLOAT, label.size(0), 3, label.size(1), label.size(2));
    return new Batch(
        image,
        label,
        extras,
        IntStream.range(0, (int) label.size(0)).mapToObj(n -> "image" + n).toList(),
        0);
  }
}
