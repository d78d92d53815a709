// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.metric;

import java.util.Arrays;
import java.util.Locale;

/**
 * Counts of pixels by truth (rows) and prediction (columns), in channels: 0 is the background.
 *
 * <p>It grows by {@link #add}; matrices of parts of a test set may be merged by {@link #plus} in
 * any order. Not safe for use by several threads: give each its own and merge.
 */
public final class ConfusionMatrix {
  private final int size;
  private final long[] counts;

  /**
   * An empty matrix.
   *
   * @param size the number of channels, background included
   * @throws IllegalArgumentException if the size is not positive
   */
  public ConfusionMatrix(int size) {
    this(size, new long[size < 1 ? 0 : Math.multiplyExact(size, size)]);
    require(size > 0, "a confusion matrix needs a size of at least 1, not %d", size);
  }

  private ConfusionMatrix(int size, long[] counts) {
    this.size = size;
    this.counts = counts;
  }

  /**
   * A matrix of counts that were taken before, such as those of {@link #counts()}.
   *
   * @param counts square; {@code counts[t][p]} pixels of truth t were predicted as p
   * @throws IllegalArgumentException if the counts are not square or one is negative
   */
  public static ConfusionMatrix of(long[][] counts) {
    ConfusionMatrix matrix = new ConfusionMatrix(counts.length);
    for (int truth = 0; truth < counts.length; truth++) {
      long[] row = counts[truth];
      require(
          row.length == counts.length,
          "row %d of %d has %d counts",
          truth,
          counts.length,
          row.length);
      require(Arrays.stream(row).allMatch(n -> n >= 0), "row %d has a negative count", truth);
      System.arraycopy(row, 0, matrix.counts, truth * matrix.size, row.length);
    }
    return matrix;
  }

  /**
   * Counts the pixels of an image. A pixel whose truth is not a channel of this matrix, such as
   * void (255), is left out.
   *
   * @param truth labels as unsigned bytes, {@code [H*W]}
   * @param prediction channels, {@code [H*W]}
   * @throws IllegalArgumentException if the lengths differ, or if a counted pixel is predicted as
   *     no channel
   */
  public void add(byte[] truth, int[] prediction) {
    requireSameLength(truth.length, prediction.length);
    for (int i = 0; i < truth.length; i++) {
      add(Byte.toUnsignedInt(truth[i]), prediction[i]);
    }
  }

  /** As {@link #add(byte[], int[])} for labels as integers; a negative label is left out too. */
  public void add(int[] truth, int[] prediction) {
    requireSameLength(truth.length, prediction.length);
    for (int i = 0; i < truth.length; i++) {
      add(truth[i], prediction[i]);
    }
  }

  private void add(int truth, int prediction) {
    if (truth >= 0 && truth < size) {
      counts[index(truth, prediction)]++;
    }
  }

  /**
   * A new matrix with the counts of both.
   *
   * @throws IllegalArgumentException if their sizes differ
   */
  public ConfusionMatrix plus(ConfusionMatrix other) {
    require(
        size == other.size, "cannot add a matrix of size %d to one of size %d", other.size, size);
    long[] sum = counts.clone();
    Arrays.setAll(sum, i -> Math.addExact(counts[i], other.counts[i]));
    return new ConfusionMatrix(size, sum);
  }

  /** The number of channels, background included. */
  public int size() {
    return size;
  }

  /**
   * The number of pixels of one channel that were predicted as another.
   *
   * @throws IllegalArgumentException if one of them is no channel of this matrix
   */
  public long count(int truth, int prediction) {
    return counts[index(truth, prediction)];
  }

  /** The number of counted pixels that are of this channel in truth: a row sum. */
  public long truthCount(int channel) {
    long sum = 0;
    for (int prediction = 0; prediction < size; prediction++) {
      sum += count(channel, prediction);
    }
    return sum;
  }

  /** The number of counted pixels that are predicted as this channel: a column sum. */
  public long predictionCount(int channel) {
    long sum = 0;
    for (int truth = 0; truth < size; truth++) {
      sum += count(truth, channel);
    }
    return sum;
  }

  /** A copy of the counts as rows, {@code [truth][prediction]}. */
  public long[][] counts() {
    long[][] rows = new long[size][];
    Arrays.setAll(rows, truth -> Arrays.copyOfRange(counts, truth * size, (truth + 1) * size));
    return rows;
  }

  /** A table with a row for every truth and a column for every prediction. */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder("truth\\prediction");
    for (int channel = 0; channel < size; channel++) {
      table.append(String.format(Locale.ROOT, " %9d", channel));
    }
    for (int truth = 0; truth < size; truth++) {
      table.append(String.format(Locale.ROOT, "\n%16d", truth));
      for (int prediction = 0; prediction < size; prediction++) {
        table.append(String.format(Locale.ROOT, " %9d", count(truth, prediction)));
      }
    }
    return table.toString();
  }

  private int index(int truth, int prediction) {
    if (truth < 0 || truth >= size || prediction < 0 || prediction >= size) {
      throw new IllegalArgumentException(
          "truth " + truth + ", prediction " + prediction + ": channels are 0 to " + (size - 1));
    }
    return truth * size + prediction;
  }

  private static void requireSameLength(int truth, int prediction) {
    require(truth == prediction, "%d labels, but %d predictions", truth, prediction);
  }

  private static void require(boolean condition, String format, Object... args) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, format, args));
    }
  }
}
