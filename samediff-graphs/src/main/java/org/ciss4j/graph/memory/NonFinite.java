// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.javacpp.FloatPointer;
import org.ciss4j.graph.machine.Threads;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Finds NaN and infinities in arrays. A loss does not tell of them: oneDNN's ReLU makes 0 of NaN,
 * so that a network which is dead to its image still has finite losses.
 */
public final class NonFinite {
  private static final int PIECE = 1 << 16;
  private static final int MOST_NAMES = 3;

  private NonFinite() {}

  /**
   * Names the arrays that hold what is no finite number, the first of them with how many.
   *
   * @return empty if all are finite; else as in {@code cls.0.weight (2 of 512 numbers) and 4 more}
   */
  public static Optional<String> among(Map<String, INDArray> arrays) {
    List<String> found = new ArrayList<>();
    arrays.forEach(
        (name, array) -> {
          long count = count(array);
          if (count > 0) {
            found.add(
                String.format(Locale.ROOT, "%s (%d of %d numbers)", name, count, array.length()));
          }
        });
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String first = String.join(", ", found.subList(0, Math.min(MOST_NAMES, found.size())));
    int more = found.size() - MOST_NAMES;
    return Optional.of(more > 0 ? first + " and " + more + " more" : first);
  }

  /** How many elements are NaN or infinite; whole numbers and truth values are not. */
  public static long count(INDArray array) {
    if (array.isEmpty() || !array.dataType().isFPType()) {
      return 0;
    }
    if (array.dataType() != DataType.FLOAT || !HostMemory.isContiguous(array)) {
      try (INDArray plain = Nd4j.createUninitializedDetached(DataType.FLOAT, array.shape())) {
        return countPlain(plain.assign(array));
      }
    }
    return countPlain(array);
  }

  private static long countPlain(INDArray array) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    FloatPointer start = HostMemory.floats(array);
    long length = array.length();
    LongAdder count = new LongAdder();
    try {
      Threads.share(
          (length + PIECE - 1) / PIECE,
          number -> {
            long first = (long) number * PIECE;
            float[] piece = new float[(int) Math.min(PIECE, length - first)];
            new FloatPointer(start).position(first).get(piece);
            count.add(count(piece));
          });
    } finally {
      Reference.reachabilityFence(array);
    }
    return count.sum();
  }

  private static long count(float[] values) {
    long count = 0;
    for (float value : values) {
      count += Float.isFinite(value) ? 0 : 1;
    }
    return count;
  }
}
