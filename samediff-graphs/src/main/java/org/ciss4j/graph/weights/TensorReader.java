// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.bytedeco.javacpp.indexer.Bfloat16Indexer;
import org.bytedeco.javacpp.indexer.HalfIndexer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads tensors of an open file straight into the memory of new arrays. */
final class TensorReader {
  private static final int BLOCK = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final long dataStart;

  /** A reader of a file whose data starts at a byte and is as its header says. */
  TensorReader(Path file, FileChannel channel, long dataStart) {
    this.file = file;
    this.channel = channel;
    this.dataStart = dataStart;
  }

  /** The array of a tensor. */
  INDArray read(TensorEntry entry) throws IOException {
    INDArray array = ArrayMemory.allocate(entry.type().dataType(), entry.dimensions());
    try {
      fill(array, entry);
    } catch (IOException | RuntimeException | Error e) {
      array.close();
      throw e;
    }
    return array;
  }

  private void fill(INDArray array, TensorEntry entry) throws IOException {
    switch (entry.type()) {
      case F16, BF16 -> widen(array, entry);
      case BOOL -> {
        copy(array, entry);
        ArrayMemory.forEachWindow(array, TensorReader::toZeroOrOne);
      }
      default -> copy(array, entry);
    }
    ArrayMemory.changedOnHost(array);
  }

  private void copy(INDArray array, TensorEntry entry) throws IOException {
    long[] position = {dataStart + entry.begin()};
    ArrayMemory.forEachWindow(
        array,
        window -> {
          int bytes = window.remaining();
          ArrayMemory.fill(window, file, channel, position[0]);
          position[0] += bytes;
        });
  }

  /** Native code takes a byte for granted that is 0 or 1. */
  private static void toZeroOrOne(ByteBuffer window) {
    for (int i = 0; i < window.limit(); i++) {
      if (window.get(i) != 0) {
        window.put(i, (byte) 1);
      }
    }
  }

  private void widen(INDArray array, TensorEntry entry) throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    boolean half = entry.type() == ElementType.F16;
    long[] position = {dataStart + entry.begin()};
    ArrayMemory.forEachWindow(
        array,
        window -> {
          FloatBuffer floats = window.asFloatBuffer();
          while (floats.hasRemaining()) {
            block.clear().limit(Math.min(BLOCK, floats.remaining() * Short.BYTES));
            ArrayMemory.fill(block, file, channel, position[0]);
            position[0] += block.flip().remaining();
            while (block.hasRemaining()) {
              short bits = block.getShort();
              floats.put(half ? HalfIndexer.toFloat(bits) : Bfloat16Indexer.toFloat(bits));
            }
          }
        });
  }
}
