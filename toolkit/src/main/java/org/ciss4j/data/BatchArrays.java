// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
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
  private final Map<String, INDArray> extras = new LinkedHashMap<>();

  /** With extra maps of these names. */
  public BatchArrays(
      int n, int width, int height, Normalization normalization, Set<String> extras) {
    this.pixels = Math.multiplyExact(width, height);
    this.colourTables =
        new float[][] {normalization.table(0), normalization.table(1), normalization.table(2)};
    this.image = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', n, 3, height, width);
    this.label = maps(n, height, width);
    extras.forEach(name -> this.extras.put(name, maps(n, height, width)));
  }

  private static INDArray maps(int n, int height, int width) {
    return Nd4j.createUninitializedDetached(DataType.INT32, 'c', n, height, width);
  }

  /**
   * Writes an image and its maps as number n.
   *
   * @param labelTable channel of each of the 256 labels of the data set
   * @param maps the extra ones, unsigned bytes
   */
  public void put(int n, LabeledImage source, byte[] labelTable, Map<String, byte[]> maps) {
    FloatPointer imageStart = new FloatPointer(image.data().addressPointer());
    for (int channel = 0; channel < 3; channel++) {
      FloatPointer plane = imageStart.getPointer((3L * n + channel) * pixels);
      plane.capacity(pixels).asBuffer().put(plane(source.rgb(), channel));
    }
    put(label, n, channels(source.label(), labelTable));
    maps.forEach(
        (name, map) -> put(Objects.requireNonNull(extras.get(name), name), n, numbers(map)));
  }

  private void put(INDArray maps, int n, int[] numbers) {
    IntPointer plane = new IntPointer(maps.data().addressPointer()).getPointer((long) n * pixels);
    plane.capacity(pixels).asBuffer().put(numbers);
  }

  private static int[] numbers(byte[] map) {
    int[] numbers = new int[map.length];
    for (int i = 0; i < map.length; i++) {
      numbers[i] = Byte.toUnsignedInt(map[i]);
    }
    return numbers;
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
    Stream.concat(Stream.of(image, label), extras.values().stream())
        .forEach(array -> affinity.tagLocation(array, AffinityManager.Location.HOST));
    return new Batch(image, label, extras, ids, replayed);
  }
}
