// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.scenario.LabelSpace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Images and labels for one iteration, outside the Java heap; whoever takes a batch closes it.
 *
 * @param image float {@code [N, 3, H, W]}: red, green, blue, normalised
 * @param label int32 {@code [N, H, W]}: channels, 0 for background or unknown, 255 for void
 * @param extras int32 {@code [N, H, W]} each, 0 to 255 and 0 beside an image: the {@linkplain
 *     ExtraMaps maps} that the method asks for, by name, seen through the windows of the labels
 * @param ids the names of the N images
 * @param replayed how many images at the end come from a memory with labels of their own steps
 */
public record Batch(
    INDArray image, INDArray label, Map<String, INDArray> extras, List<String> ids, int replayed)
    implements AutoCloseable {
  /** Copies map and list. */
  public Batch {
    extras = Map.copyOf(extras);
    ids = List.copyOf(ids);
  }

  /** Of images and labels alone. */
  public Batch(INDArray image, INDArray label, List<String> ids, int replayed) {
    this(image, label, Map.of(), ids, replayed);
  }

  /**
   * The maps of a name, int32 {@code [N, H, W]}.
   *
   * @throws CissException if the method does not ask for them
   */
  public INDArray extra(String name) {
    INDArray maps = extras.get(name);
    if (maps == null) {
      throw CissException.failure(
          "batches have no maps '%s' beside image and label, they have %s; name them in the"
              + " method's extras()",
          name, extras.isEmpty() ? "none" : String.join(", ", extras.keySet()));
    }
    return maps;
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
    Stream.concat(Stream.of(image, label), extras.values().stream())
        .filter(array -> !array.wasClosed() && array.closeable())
        .forEach(INDArray::close);
  }
}
