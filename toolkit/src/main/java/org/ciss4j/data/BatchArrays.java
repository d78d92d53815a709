// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The arrays of a batch while they are filled. */
final class BatchArrays {
  private final int pixels;
  private final float[][] colourTables;
  private final INDArray image;
  private final INDArray label;
  private final FloatBuffer imageBuffer;
  private final IntBuffer labelBuffer;

  BatchArrays(int n, int width, int height, Normalization normalization) {
    this.pixels = width * height;
    this.colourTables =
        new float[][] {normalization.table(0), normalization.table(1), normalization.table(2)};
    this.image = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', n, 3, height, width);
    this.label = Nd4j.createUninitializedDetached(DataType.INT32, 'c', n, height, width);
    this.imageBuffer = image.data().asNioFloat();
    this.labelBuffer = label.data().asNioInt();
  }

  /**
   * Writes an image and its label as number n.
   *
   * @param labelTable channel of each of the 256 labels of the data set
   */
  void put(int n, LabeledImage source, byte[] labelTable) {
    for (int channel = 0; channel < 3; channel++) {
      imageBuffer.put((3 * n + channel) * pixels, plane(source.rgb(), channel));
    }
    labelBuffer.put(n * pixels, channels(source.label(), labelTable));
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
  Batch toBatch(List<String> ids, int replayed) {
    AffinityManager affinity = Nd4j.getAffinityManager();
    affinity.tagLocation(image, AffinityManager.Location.HOST);
    affinity.tagLocation(label, AffinityManager.Location.HOST);
    return new Batch(image, label, ids, replayed);
  }
}
