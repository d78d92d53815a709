// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images and labels for one iteration, outside the Java heap; whoever takes a batch closes it.
 *
 * @param image float {@code [N, 3, H, W]}: red, green, blue, normalised
 * @param label int32 {@code [N, H, W]}: channels, 0 for background or unknown, 255 for void
 * @param ids the names of the N images
 */
public record Batch(INDArray image, INDArray label, List<String> ids) implements AutoCloseable {
  public Batch {
    ids = List.copyOf(ids);
  }

  /** N. */
  public int size() {
    return ids.size();
  }

  /** Frees the arrays; a second call does nothing. */
  @Override
  public void close() {
    for (INDArray array : List.of(image, label)) {
      if (!array.wasClosed() && array.closeable()) {
        array.close();
      }
    }
  }
}
