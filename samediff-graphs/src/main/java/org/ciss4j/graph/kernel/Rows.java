// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ciss4j.graph.memory.Floats;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Element-wise work on float arrays in pieces that fit the cache, on all cores. */
public final class Rows {
  private static final int PIECE = 1 << 13;

  /** Pieces whose sums are taken in single precision before they join those of others. */
  private static final int PIECES_PER_CHUNK = 16;

  /** Of each thread: copies of the pieces it works on. */
  private static final ThreadLocal<float[][]> COPIES =
      ThreadLocal.withInitial(() -> new float[0][]);

  /**
   * Computes one piece: reads the inputs' first {@code length} elements and writes the output's.
   */
  @FunctionalInterface
  public interface Body {
    /** Sets the first {@code length} elements of the output. */
    void apply(float[][] inputs, float[] output, int length);
  }

  /**
   * Adds the inputs' first {@code length} elements to sums at the same places: sum {@code k} of
   * place {@code i} is {@code sums[k][i]}.
   */
  @FunctionalInterface
  interface SumBody {
    void add(float[][] inputs, float[][] sums, int length);
  }

  /** As {@link Body}, with several outputs. */
  @FunctionalInterface
  public interface MultiBody {
    /** Sets the first {@code length} elements of each output. */
    void apply(float[][] inputs, float[][] outputs, int length);
  }

  private Rows() {}

  /** Sets {@code output = body(inputs)}, all arrays contiguous and of one length. */
  public static void map(INDArray output, INDArray[] inputs, Body body) {
    map(
        new INDArray[] {output},
        inputs,
        1,
        (values, outputs, length) -> body.apply(values, outputs[0], length));
  }

  /**
   * Sets {@code outputs = body(inputs)}, all arrays contiguous and of one length.
   *
   * @param row number of elements that must stay together in a piece
   */
  public static void map(INDArray[] outputs, INDArray[] inputs, int row, MultiBody body) {
    map(List.of(new Job(outputs, inputs, row, body)));
  }

  /** Does all jobs at once: the cores need not wait for each other between small ones. */
  public static void map(List<Job> jobs) {
    List<Runnable> pieces = new ArrayList<>();
    jobs.forEach(job -> job.addPieces(pieces));
    long elements = jobs.stream().mapToLong(job -> job.outputs()[0].length()).sum();
    try {
      Work.share(pieces.size(), Work.ofElements(elements), number -> pieces.get(number).run());
    } finally {
      Reference.reachabilityFence(jobs); // a copy made for a job must outlive the work on it
    }
  }

  /**
   * {@code outputs = body(inputs)}, all arrays contiguous and of one length.
   *
   * @param row number of elements that must stay together in a piece
   */
  public record Job(INDArray[] outputs, INDArray[] inputs, int row, MultiBody body) {
    private void addPieces(List<Runnable> pieces) {
      Floats[] to = buffers(outputs);
      Floats[] from = buffers(inputs);
      long total = outputs[0].length();
      int piece = piece(row);
      for (long start = 0; start < total; start += piece) {
        long first = start;
        int length = (int) Math.min(piece, total - first);
        pieces.add(() -> apply(first, length, to, from, body));
      }
    }
  }

  /** Whether an element of a contiguous array is negative. */
  public static boolean anyNegative(INDArray array) {
    Floats from = Floats.of(array);
    long total = array.length();
    AtomicBoolean found = new AtomicBoolean();
    Work.share(
        (total + PIECE - 1) / PIECE,
        Work.ofElements(total),
        number -> {
          long start = (long) number * PIECE;
          int length = (int) Math.min(PIECE, total - start);
          float[] values = copies(1, length)[0];
          if (!found.get()) {
            from.read(start, values, 0, length);
            if (anyNegative(values, length)) {
              found.set(true);
            }
          }
        });
    return found.get();
  }

  private static boolean anyNegative(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      if (values[i] < 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Sums over the rows of arrays of one length. The order of the additions does not depend on the
   * number of cores.
   *
   * @param row number of elements of a row
   * @param count number of sums
   * @return {@code [count][row]}
   */
  static double[][] sums(INDArray[] inputs, int row, int count, SumBody body) {
    Floats[] from = buffers(inputs);
    long total = inputs[0].length();
    int piece = piece(row);
    long chunk = (long) piece * PIECES_PER_CHUNK;
    double[][][] parts = new double[Math.toIntExact((total + chunk - 1) / chunk)][][];
    Work.share(
        parts.length,
        Work.ofElements(total),
        number -> {
          float[][] sums = new float[count][piece];
          long end = Math.min(total, (number + 1) * chunk);
          for (long start = number * chunk; start < end; start += piece) {
            int length = (int) Math.min(piece, end - start);
            float[][] copies = copies(from.length, length);
            read(from, start, length, copies);
            body.add(copies, sums, length);
          }
          parts[number] = folded(sums, row);
        });
    double[][] result = new double[count][row];
    for (double[][] part : parts) {
      for (int k = 0; k < count; k++) {
        for (int c = 0; c < row; c++) {
          result[k][c] += part[k][c];
        }
      }
    }
    return result;
  }

  private static double[][] folded(float[][] sums, int row) {
    double[][] result = new double[sums.length][row];
    for (int k = 0; k < sums.length; k++) {
      for (int start = 0; start < sums[k].length; start += row) {
        for (int c = 0; c < row; c++) {
          result[k][c] += sums[k][start + c];
        }
      }
    }
    return result;
  }

  /** How many elements of whole rows are worked on at once. */
  static int piece(int row) {
    return Math.max(1, PIECE / row) * row;
  }

  /**
   * The numbers of a row repeated to the length of a piece. Java compiles a loop to vector code
   * where all arrays have the same index, but not where some begin a row elsewhere.
   */
  static float[] tiled(float[] ofRow) {
    float[] result = new float[piece(ofRow.length)];
    for (int start = 0; start < result.length; start += ofRow.length) {
      System.arraycopy(ofRow, 0, result, start, ofRow.length);
    }
    return result;
  }

  private static Floats[] buffers(INDArray[] arrays) {
    Floats[] result = new Floats[arrays.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = Floats.of(arrays[i]);
    }
    return result;
  }

  private static void apply(long start, int length, Floats[] to, Floats[] from, MultiBody body) {
    float[][] copies = copies(from.length + to.length, length);
    float[][] inputs = Arrays.copyOf(copies, from.length);
    float[][] outputs = Arrays.copyOfRange(copies, from.length, from.length + to.length);
    read(from, start, length, inputs);
    body.apply(inputs, outputs, length);
    for (int i = 0; i < to.length; i++) {
      to[i].write(start, outputs[i], 0, length);
    }
  }

  private static void read(Floats[] from, long start, int length, float[][] copies) {
    for (int i = 0; i < from.length; i++) {
      from[i].read(start, copies[i], 0, length);
    }
  }

  /**
   * At least {@code count} arrays of at least {@code length}, the same for every call of a thread;
   * their content is arbitrary.
   */
  static float[][] copies(int count, int length) {
    float[][] copies = COPIES.get();
    if (copies.length < count || copies[0].length < length) {
      copies = new float[Math.max(count, copies.length)][Math.max(length, PIECE)];
      COPIES.set(copies);
    }
    return copies;
  }
}
