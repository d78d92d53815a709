// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.ridge;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * All that weighted ridge regression needs to know of the rows it has seen: {@code A = sum_i s_i
 * e_i e_i'} and {@code B = sum_i s_i e_i y_i'}, from which {@code W = (A + lambda I)^-1 B}
 * minimises {@code sum_i s_i |W' e_i - y_i|^2 + lambda |W|^2}.
 *
 * <p>Being sums, they do not depend on the order of the rows, and what was added can be taken away
 * again, but for the rounding of double precision. Of A, which is symmetric, only the half on and
 * above the diagonal means anything.
 */
public final class RidgeStatistics implements AutoCloseable {
  private static final String SQUARES = "squares";
  private static final String PRODUCTS = "products";

  /** Features of the rows on which time is measured. */
  private static final int MOST_TRIED = 1024;

  private final INDArray squares;
  private final INDArray products;

  /** Null until rows are added. */
  private @Nullable WeightedRows block;

  private RidgeStatistics(INDArray squares, INDArray products) {
    this.squares = squares;
    this.products = products;
  }

  /**
   * Of no rows.
   *
   * @param features length d of a row
   * @param outputs number of outputs
   */
  public static RidgeStatistics empty(int features, int outputs) {
    return new RidgeStatistics(
        Nd4j.zeros(DataType.DOUBLE, features, features),
        Nd4j.zeros(DataType.DOUBLE, features, outputs));
  }

  /**
   * The sums of {@link #arrays}: the arrays themselves, not copies.
   *
   * @throws IllegalArgumentException if one is missing or they do not fit together
   */
  public static RidgeStatistics of(Map<String, INDArray> arrays) {
    INDArray squares = arrays.get(SQUARES);
    INDArray products = arrays.get(PRODUCTS);
    if (squares == null || products == null || squares.size(0) != products.size(0)) {
      throw new IllegalArgumentException(
          "expected the sums squares and products of one regression, got " + arrays.keySet());
    }
    return new RidgeStatistics(squares, products);
  }

  /** Bytes that the statistics of so many features and outputs take, each number in 8 bytes. */
  public static long bytes(long features, long outputs) {
    return Double.BYTES * features * (features + outputs);
  }

  /**
   * About how long it takes to add so many rows and to solve once, in seconds, from what this
   * machine does in some milliseconds.
   *
   * @param rows how many
   * @param features length d of a row
   */
  public static double seconds(long rows, int features) {
    int tried = Math.min(features, MOST_TRIED);
    try (RidgeStatistics some = empty(tried, 1)) {
      float[] ones = new float[WeightedRows.MOST / 4 * tried];
      Arrays.fill(ones, 1);
      float[] weights = new float[WeightedRows.MOST / 4];
      Arrays.fill(weights, 1);
      some.add(ones, weights, weights); // The first time is not like those that follow.
      long start = System.nanoTime();
      some.add(ones, weights, weights);
      double perProduct = (System.nanoTime() - start) * 1e-9 / weights.length / tried / tried;
      return perProduct * features * features * (rows + features / 3.0);
    }
  }

  /** Length d of a row. */
  public int features() {
    return (int) squares.size(0);
  }

  /** Number of outputs. */
  public int outputs() {
    return (int) products.size(1);
  }

  /** A. */
  INDArray squares() {
    return squares;
  }

  /** B. */
  INDArray products() {
    return products;
  }

  /**
   * Both sums by name, {@code squares} double {@code [d, d]} and {@code products} double {@code [d,
   * outputs]}: the arrays themselves, not copies.
   */
  public Map<String, INDArray> arrays() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put(SQUARES, squares);
    arrays.put(PRODUCTS, products);
    return arrays;
  }

  /**
   * Takes note of some rows.
   *
   * @param rows float {@code [n, d]}, row by row
   * @param targets float {@code [n, outputs]}, row by row
   * @param weights s, float {@code [n]}, none negative; a row of weight 0 is not seen at all
   * @throws IllegalArgumentException if the lengths do not fit
   */
  public void add(float[] rows, float[] targets, float[] weights) {
    int count = weights.length;
    if (rows.length != (long) count * features() || targets.length != (long) count * outputs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected %d rows of %d features and %d outputs, got %d and %d numbers",
              count,
              features(),
              outputs(),
              rows.length,
              targets.length));
    }
    int[] seen = IntStream.range(0, count).filter(i -> weights[i] > 0).toArray();
    WeightedRows room = room();
    for (int from = 0; from < seen.length; from += WeightedRows.MOST) {
      int[] some = Arrays.copyOfRange(seen, from, Math.min(seen.length, from + WeightedRows.MOST));
      room.fill(rows, targets, weights, some);
      Lapack.addSquares(room.left(), some.length, squares);
      Lapack.addProducts(room.left(), room.right(), some.length, products);
    }
  }

  private WeightedRows room() {
    if (block == null) {
      block = new WeightedRows(features(), outputs());
    }
    return block;
  }

  /** Sees also what others have seen; of outputs that those do not have, they have seen nothing. */
  public void add(RidgeStatistics others) {
    squares.addi(others.squares);
    firstOutputs(others.outputs()).addi(others.products);
  }

  /** Forgets what others have seen. */
  public void subtract(RidgeStatistics others) {
    squares.subi(others.squares);
    firstOutputs(others.outputs()).subi(others.products);
  }

  private INDArray firstOutputs(int count) {
    INDArrayIndex columns = NDArrayIndex.interval(0, count);
    return products.get(NDArrayIndex.all(), columns);
  }

  /** A copy with further outputs at the end, which no row so far has shown. */
  public RidgeStatistics withOutputs(int count) {
    RidgeStatistics result = empty(features(), count);
    result.add(this);
    return result;
  }

  /**
   * A copy without some outputs: rows that showed one of them count for output 0.
   *
   * @param from the first that goes, at least 1
   * @param to the first behind them that stays
   */
  public RidgeStatistics withoutOutputs(int from, int to) {
    RidgeStatistics result = empty(features(), outputs() - (to - from));
    result.squares.assign(squares);
    int kept = 0;
    for (int output = 0; output < outputs(); output++) {
      boolean goes = output >= from && output < to;
      result.products.getColumn(goes ? 0 : kept).addi(products.getColumn(output));
      kept += goes ? 0 : 1;
    }
    return result;
  }

  /**
   * The weights of all outputs, {@code W = (A + lambda I)^-1 B}.
   *
   * @param lambda the penalty, at least 0
   * @return float {@code [outputs, d]}
   * @throws IllegalArgumentException if {@code A + lambda I} is singular, which a larger penalty
   *     mends
   */
  public INDArray solve(double lambda) {
    return solve(lambda, lambda);
  }

  /** The same with another penalty of the last feature, such as a bias. */
  INDArray solve(double lambda, double ofLast) {
    try (INDArray system = squares.dup('c');
        INDArray solution = products.dup('c')) {
      int last = features() - 1;
      for (int i = 0; i <= last; i++) {
        system.putScalar(i, i, system.getDouble(i, i) + (i < last ? lambda : ofLast));
      }
      if (!Lapack.solve(system, solution)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the statistics of %d features cannot be inverted with a penalty of %s; raise it",
                features(),
                lambda));
      }
      try (INDArray single = solution.castTo(DataType.FLOAT)) {
        return single.transpose().dup('c');
      }
    }
  }

  /** Frees both sums. */
  @Override
  public void close() {
    if (block != null) {
      block.close();
    }
    squares.close();
    products.close();
  }
}
