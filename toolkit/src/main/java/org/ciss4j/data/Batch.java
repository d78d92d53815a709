// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Images and labels for one iteration, outside the Java heap; whoever takes a batch closes it.
 *
 * @param image float {@code [N, 3, H, W]}: red, green, blue, normalised
 * @param label int32 {@code [N, H, W]}: channels, 0 for background or unknown, 255 for void
 * @param salient int32 {@code [N, H, W]}: above 0 where something stands out; null unless the
 *     method asks for it
 * @param ids the names of the N images
 * @param replayed how many images at the end come from a memory with labels of their own steps
 */
public record Batch(
    INDArray image, INDArray label, @Nullable INDArray salient, List<String> ids, int replayed)
    implements AutoCloseable {
  /** Copies the list. */
  public Batch {
    ids = List.copyOf(ids);
  }

  /** Without saliency. */
  public Batch(INDArray image, INDArray label, List<String> ids, int replayed) {
    this(image, label, null, ids, replayed);
  }

  /**
   * A new array, int32 {@code [N, H, W]}: the labels of the replayed images, and 255 for all pixels
   * of the others. Whoever takes it closes it.
   */
  public INDArray memoryLabel() {
    INDArray labels = label.dup('c');
    int own = size() - replayed;
    if (own > 0) {
      labels.get(NDArrayIndex.interval(0, own)).assign(LabelSpace.VOID);
    }
    return labels;
  }

  /** N. */
  public int size() {
    return ids.size();
  }

  /** Frees the arrays; a second call does nothing. */
  @Override
  public void close() {
    List<INDArray> arrays =
        salient == null ? List.of(image, label) : List.of(image, label, salient);
    for (INDArray array : arrays) {
      if (!array.wasClosed() && array.closeable()) {
        array.close();
      }
    }
  }
}
