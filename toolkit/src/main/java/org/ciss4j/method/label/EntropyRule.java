// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import java.util.stream.LongStream;

/** How PLOP measures uncertainty, and which uncertainty of a class is too much. */
public enum EntropyRule {
  /**
   * As the paper says: the entropy of the teacher's softmax as a fraction of the largest possible,
   * {@code H / log(O)}, and the median of that.
   */
  FIXED {
    @Override
    public double uncertainty(double entropy, int oldOutputs, int outputs) {
      return entropy / Math.log(oldOutputs);
    }

    @Override
    public double median(long[] histogram) {
      long total = LongStream.of(histogram).sum();
      double half = total / 2.0;
      double before = 0;
      for (int bin = 0; bin < histogram.length; bin++) {
        if (histogram[bin] > 0 && before + histogram[bin] >= half) {
          return (bin + (half - before) / histogram[bin]) / histogram.length;
        }
        before += histogram[bin];
      }
      return 0;
    }

    @Override
    boolean isOpen(int label, int oldOutputs) {
      return label == 0;
    }

    @Override
    double imageWeight(int accepted, int open) {
      return open == 0 ? 1 : (double) accepted / open;
    }
  },
  /**
   * As the official code does: the entropy is divided by {@code O log(O) log(K)}, K being the
   * number of all outputs, so that only the lowest bins are ever filled; the running sum of its
   * median adds numbers of bins instead of their counts, where a bin's number is got by way of its
   * border, which rounds three of them down; and the median may be infinite or no number, which
   * nothing is below. Pixels with labels of old classes are replaced as well, and images without
   * open pixels count for nothing.
   */
  FAITHFUL {
    @Override
    public double uncertainty(double entropy, int oldOutputs, int outputs) {
      return entropy / (oldOutputs * Math.log(oldOutputs)) / Math.log(outputs);
    }

    @Override
    public double median(long[] histogram) {
      long total = LongStream.of(histogram).sum();
      if (total == 0) {
        return 0;
      }
      double half = total / 2.0;
      double sum = 0;
      double border = 0;
      long count = 0;
      for (int bin = 0; bin < histogram.length; bin++) {
        border = (double) bin / histogram.length;
        count = histogram[(int) (border * histogram.length)];
        if (half >= sum && half <= sum + count) {
          break;
        }
        sum += bin;
      }
      return border + (half - sum) / count / histogram.length;
    }

    @Override
    boolean isOpen(int label, int oldOutputs) {
      return label < oldOutputs;
    }

    @Override
    double imageWeight(int accepted, int open) {
      return accepted / (open + 1e-6);
    }
  };

  /**
   * Uncertainty of a pixel.
   *
   * @param entropy of the teacher's softmax, in nats
   * @param oldOutputs O, number of the teacher's outputs
   * @param outputs K, number of the student's
   */
  public abstract double uncertainty(double entropy, int oldOutputs, int outputs);

  /**
   * The median of what a histogram of bins of equal width over 0 to 1 counts; 0 if that is nothing.
   * Infinite or NaN where {@link #FAITHFUL} is so.
   */
  public abstract double median(long[] histogram);

  /** Whether the teacher's word is asked for a pixel of this label. */
  abstract boolean isOpen(int label, int oldOutputs);

  /** Factor of an image's loss, of whose open pixels so many got a label. */
  abstract double imageWeight(int accepted, int open);
}
