// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The arrays of a batch while they are filled. */
public final class BatchArrays {
  /** Of one image. A pointer for each plane: a Java buffer ends at 2^29 - 1 numbers. */
  private final int pixels;

  private final float[][] colourTables;
  private final INDArray image;
  private final INDArray label;
  private final @Nullable INDArray salient;
  private final FloatPointer imageStart;
  private final IntPointer labelStart;

  /** With maps of what stands out if they are wanted. */
  public BatchArrays(
      int n, int width, int height, Normalization normalization, boolean withSalient) {
    this.pixels = Math.multiplyExact(width, height);
    this.colourTables =
        new float[][] {normalization.table(0), normalization.table(1), normalization.table(2)};
    this.image = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', n, 3, height, width);
    this.label = Nd4j.createUninitializedDetached(DataType.INT32, 'c', n, height, width);
    this.salient =
        withSalient
            ? Nd4j.createUninitializedDetached(DataType.INT32, 'c', n, height, width)
            : null;
    this.imageStart = new FloatPointer(image.data().addressPointer());
    this.labelStart = new IntPointer(label.data().addressPointer());
  }

  /**
   * Writes an image and its label as number n.
   *
   * @param labelTable channel of each of the 256 labels of the data set
   */
  public void put(int n, LabeledImage source, byte[] labelTable) {
    for (int channel = 0; channel < 3; channel++) {
      FloatPointer plane = imageStart.getPointer((3L * n + channel) * pixels);
      plane.capacity(pixels).asBuffer().put(plane(source.rgb(), channel));
    }
    put(labelStart, n, channels(source.label(), labelTable));
  }

  /**
   * Writes what stands out in image number n.
   *
   * @param map unsigned bytes
   */
  public void putSalient(int n, byte[] map) {
    IntPointer start =
        new IntPointer(Objects.requireNonNull(salient, "asked for").data().addressPointer());
    int[] numbers = new int[pixels];
    for (int i = 0; i < pixels; i++) {
      numbers[i] = Byte.toUnsignedInt(map[i]);
    }
    put(start, n, numbers);
  }

  private void put(IntPointer start, int n, int[] numbers) {
    IntPointer plane = start.getPointer((long) n * pixels);
    plane.capacity(pixels).asBuffer().put(numbers);
  }

  private float[] plane(byte[] rgb, int channel) {
    float[] table = colourTables[channel];
    float[] plane = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      plane[i] = table[Byte.toUnsignedInt(rgb[3 * i + channel])];
    }
    return plane;
  }

  private int[] channels(byte[] labels, byte[] labelTable) {
    int[] channels = new int[pixels];
    for (int i = 0; i < pixels; i++) {
      channels[i] = Byte.toUnsignedInt(labelTable[Byte.toUnsignedInt(labels[i])]);
    }
    return channels;
  }

  /**
   * The finished batch; a backend with memory of its own learns that the host's copy is the newest.
   */
  public Batch toBatch(List<String> ids, int replayed) {
    AffinityManager affinity = Nd4j.getAffinityManager();
    affinity.tagLocation(image, AffinityManager.Location.HOST);
    affinity.tagLocation(label, AffinityManager.Location.HOST);
    if (salient != null) {
      affinity.tagLocation(salient, AffinityManager.Location.HOST);
    }
    return new Batch(image, label, salient, ids, replayed);
  }
}
