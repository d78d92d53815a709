// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.ridge;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What OpenBLAS does with matrices of doubles in C order. */
final class Lapack {
  private Lapack() {}

  /**
   * {@code squares += rows' rows}, on and above the diagonal.
   *
   * @param rows {@code [count, d]}
   * @param squares double {@code [d, d]}
   */
  static void addSquares(DoublePointer rows, int count, INDArray squares) {
    int d = (int) squares.size(0);
    openblas.cblas_dsyrk(
        openblas.CblasRowMajor,
        openblas.CblasUpper,
        openblas.CblasTrans,
        d,
        count,
        1,
        rows,
        d,
        1,
        memory(squares),
        d);
  }

  /**
   * {@code products += left' right}.
   *
   * @param left {@code [count, d]}
   * @param right {@code [count, m]}
   * @param products double {@code [d, m]}
   */
  static void addProducts(DoublePointer left, DoublePointer right, int count, INDArray products) {
    int d = (int) products.size(0);
    int m = (int) products.size(1);
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasTrans,
        openblas.CblasNoTrans,
        d,
        m,
        count,
        1,
        left,
        d,
        right,
        m,
        1,
        memory(products),
        m);
  }

  /**
   * Solves {@code system X = right} by Cholesky.
   *
   * @param system double {@code [d, d]}, symmetric, of which the half on and above the diagonal is
   *     read; destroyed
   * @param right double {@code [d, m]}; becomes X
   * @return whether the system is positive definite; X means nothing else
   */
  static boolean solve(INDArray system, INDArray right) {
    int d = (int) system.size(0);
    int m = (int) right.size(1);
    // In C order this half is the lower one of the transpose, which LAPACK takes without a copy.
    DoublePointer factors = memory(system);
    if (openblas.LAPACKE_dpotrf(openblas.LAPACK_COL_MAJOR, (byte) 'L', d, factors, d) != 0) {
      return false;
    }
    return openblas.LAPACKE_dpotrs(
            openblas.LAPACK_ROW_MAJOR, (byte) 'U', d, m, factors, d, memory(right), m)
        == 0;
  }

  private static DoublePointer memory(INDArray matrix) {
    return new DoublePointer(matrix.data().addressPointer()).capacity(matrix.length());
  }
}
