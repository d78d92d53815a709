// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.BytePointer;
import org.ciss4j.common.CissException;

/**
 * A data set whose images are decoded once, as far as they find room in memory; what is read is the
 * same. An epoch reads every image once, so those that came first are kept and the rest is decoded
 * anew: to drop some for others would keep none until it is needed. The images lie outside the Java
 * heap. Files that change while they are kept are not noticed.
 */
public final class CachedDataset extends DatasetView {
  private static final int BYTES_PER_PIXEL = 4;

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  /** An image in native memory. */
  private record Kept(int width, int height, BytePointer rgb, BytePointer label) {}

  /**
   * Keeps images of a data set.
   *
   * @param limit most bytes to keep; 4 per pixel
   * @throws CissException of kind usage if it is not positive
   */
  public CachedDataset(SegmentationDataset dataset, long limit) {
    super(dataset);
    if (limit < 1) {
      throw CissException.usage("a cache needs a size such as 500m or 4g; came %d bytes", limit);
    }
    this.limit = limit;
  }

  @Override
  public LabeledImage read(String id) {
    Kept found = kept.get(id);
    if (found != null) {
      return copy(id, found);
    }
    LabeledImage image = behind().read(id);
    keep(image);
    return image;
  }

  private static LabeledImage copy(String id, Kept found) {
    byte[] rgb = new byte[3 * found.width * found.height];
    byte[] label = new byte[found.width * found.height];
    found.rgb.get(rgb);
    found.label.get(label);
    return new LabeledImage(id, found.width, found.height, rgb, label);
  }

  private void keep(LabeledImage image) {
    long size = (long) BYTES_PER_PIXEL * image.width() * image.height();
    if (used.addAndGet(size) > limit) {
      used.addAndGet(-size);
      return;
    }
    Kept fresh =
        new Kept(image.width(), image.height(), toNative(image.rgb()), toNative(image.label()));
    if (kept.putIfAbsent(image.id(), fresh) != null) { // Another thread was faster.
      fresh.rgb.close();
      fresh.label.close();
      used.addAndGet(-size);
    }
  }

  /** Holds on to the memory, which the scope of a batch would free otherwise. */
  private static BytePointer toNative(byte[] bytes) {
    BytePointer pointer = new BytePointer(bytes.length);
    pointer.retainReference();
    return pointer.put(bytes);
  }

  /** The number of bytes that are kept. */
  public long used() {
    return used.get();
  }
}
