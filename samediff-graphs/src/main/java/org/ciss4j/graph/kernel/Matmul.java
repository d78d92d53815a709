// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.option.Precision;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A matrix product {@code [m, k] [k, n]} in C order, on oneDNN's threads; ND4J's own has threads
 * apart, which fight with them for the cores.
 *
 * @param transposeLeft whether the left matrix lies in memory as {@code [k, m]}
 * @param transposeRight whether the right matrix lies in memory as {@code [n, k]}
 * @param factors what the numbers of both are rounded to, where the CPU multiplies that
 */
public record Matmul(
    long m, long k, long n, boolean transposeLeft, boolean transposeRight, Precision factors) {

  /** Of 32-bit floats. */
  public Matmul(long m, long k, long n, boolean transposeLeft, boolean transposeRight) {
    this(m, k, n, transposeLeft, transposeRight, Precision.FLOAT32);
  }

  /** {@code result = left right} for contiguous float matrices. */
  public static void multiply(INDArray left, INDArray right, INDArray result) {
    new Matmul(left.size(0), left.size(1), right.size(1), false, false).run(left, right, result);
  }

  /** {@code result = left right'}. */
  public static void multiplyTransposed(INDArray left, INDArray right, INDArray result) {
    new Matmul(left.size(0), left.size(1), right.size(0), false, true).run(left, right, result);
  }

  /** {@code result = left' right}. */
  public static void transposedMultiply(INDArray left, INDArray right, INDArray result) {
    new Matmul(left.size(1), left.size(0), right.size(1), true, false).run(left, right, result);
  }

  private void run(INDArray left, INDArray right, INDArray result) {
    run(HostMemory.floats(left), HostMemory.floats(right), HostMemory.floats(result));
  }

  /** On memory of exactly the matrices' sizes. */
  public void run(FloatPointer left, FloatPointer right, FloatPointer result) {
    OneDnn.call(this, Work.ofProducts(m * k * n), this::compile).execute(left, right, result);
  }

  private DnnCall compile() {
    memory.desc left = matrix(factors, m, k, transposeLeft);
    memory.desc right = matrix(factors, k, n, transposeRight);
    memory.desc result = matrix(Precision.FLOAT32, m, n, false);
    matmul.primitive_desc plan =
        new matmul.primitive_desc(OneDnn.ENGINE, left, right, result, OneDnn.ATTRIBUTES, false);
    return new DnnCall(new matmul(plan), plan)
        .input(DNNL_ARG_SRC, matrix(Precision.FLOAT32, m, k, transposeLeft), left)
        .input(DNNL_ARG_WEIGHTS, matrix(Precision.FLOAT32, k, n, transposeRight), right)
        .output(DNNL_ARG_DST, result);
  }

  private static memory.desc matrix(
      Precision precision, long rows, long columns, boolean transposed) {
    return OneDnn.desc(
        OneDnn.type(precision),
        transposed ? memory.format_tag.ba : memory.format_tag.ab,
        rows,
        columns);
  }
}
