// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The bytes of arrays. ND4J runs on little-endian machines only, so these are the bytes of a file.
 */
public final class ArrayMemory {
  /** Java's buffers end at 2 GB, arrays do not. */
  private static final long LARGEST_WINDOW = 1L << 20;

  private ArrayMemory() {}

  /** Something done with a part of an array's memory. */
  interface WindowBody {
    void accept(ByteBuffer window) throws IOException;
  }

  /** A new array in C order, outside of any workspace, with arbitrary values. */
  static INDArray allocate(DataType type, long[] shape) {
    return Nd4j.createUninitializedDetached(type, 'c', shape);
  }

  /** Calls {@code body} for the memory of an array without gaps, part after part. */
  static void forEachWindow(INDArray array, WindowBody body) throws IOException {
    if (array.isEmpty()) {
      return;
    }
    long bytes = array.length() * array.dataType().width();
    BytePointer start = new BytePointer(array.data().addressPointer());
    try {
      for (long done = 0; done < bytes; done += LARGEST_WINDOW) {
        long length = Math.min(bytes - done, LARGEST_WINDOW);
        // A pointer of its own for each: positions within one pointer stop at 2 GB as well.
        ByteBuffer window = start.getPointer(done).capacity(length).asByteBuffer();
        body.accept(window.order(ByteOrder.LITTLE_ENDIAN));
      }
    } finally {
      // The windows alone do not keep the memory from being freed with the array.
      Reference.reachabilityFence(array);
    }
  }

  /** Says that the array's values were changed here, for backends with memory elsewhere. */
  static void changedOnHost(INDArray array) {
    if (!array.isEmpty()) {
      Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }
  }

  /** Writes the elements in C order. */
  public static void write(INDArray array, FileChannel channel) throws IOException {
    if (array.isEmpty()) {
      return;
    }
    INDArray plain = isPlain(array) ? array : array.dup('c');
    try {
      Nd4j.getAffinityManager().ensureLocation(plain, Location.HOST);
      forEachWindow(plain, window -> drain(window, channel));
    } finally {
      if (plain != array && plain.closeable()) {
        plain.close();
      }
    }
  }

  /** Fills what remains of a buffer from a position of the file on. */
  public static void fill(ByteBuffer buffer, Path file, FileChannel channel, long position)
      throws IOException {
    long from = position;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, from);
      if (count < 0) {
        throw new WeightsFormatException(
            file,
            buffer.remaining() + " more bytes",
            "the end of the file at " + from,
            "the file changed while it was read: try again");
      }
      from += count;
    }
  }

  /** Writes all that remains of a buffer. */
  public static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static boolean isPlain(INDArray array) {
    return array.ordering() == 'c' && !array.isView() && array.elementWiseStride() == 1;
  }
}
