// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One max pooling of a map {@code [n, h, w, c]} with square windows, and oneDNN's primitives for
 * it.
 */
public record Pooling(
    long n, long h, long w, long c, int kernel, int stride, int padding, DataType type) {

  private record Key(boolean forward, Pooling pooling) {}

  /** Of a map {@code [n, h, w, c]} of floats or bfloat16. */
  public static Pooling of(INDArray map, int kernel, int stride, int padding) {
    long[] shape = map.shape();
    return new Pooling(
        shape[0], shape[1], shape[2], shape[3], kernel, stride, padding, map.dataType());
  }

  /** The shape of what comes out: {@code [n, h', w', c]}. */
  public long[] outputShape() {
    ConvOptions options = new ConvOptions(stride, padding, 1);
    return new long[] {n, options.outputSize(h, kernel), options.outputSize(w, kernel), c};
  }

  /** Bytes that remember which element was the largest. */
  public long winnerBytes() {
    return forward().lastArgumentBytes();
  }

  /** Arguments: input, output, winners. */
  public DnnCall forward() {
    return OneDnn.call(new Key(true, this), work(), this::compileForward);
  }

  /** Arguments: gradient of the output, winners, gradient of the input. */
  public DnnCall backward() {
    return OneDnn.call(new Key(false, this), work(), this::compileBackward);
  }

  private long work() {
    return Work.ofElements(n * h * w * c);
  }

  private DnnCall compileForward() {
    pooling_forward.primitive_desc plan = plan();
    return new DnnCall(new pooling_forward(plan), plan)
        .input(DNNL_ARG_SRC, input())
        .output(DNNL_ARG_DST, output())
        .output(DNNL_ARG_WORKSPACE, plan.workspace_desc());
  }

  private DnnCall compileBackward() {
    try (pooling_forward.primitive_desc hint = plan()) {
      pooling_backward.primitive_desc plan =
          new pooling_backward.primitive_desc(
              OneDnn.ENGINE,
              algorithm.pooling_max,
              input(),
              output(),
              window(stride),
              window(kernel),
              window(0),
              window(padding),
              window(padding),
              hint);
      return new DnnCall(new pooling_backward(plan), plan)
          .input(DNNL_ARG_DIFF_DST, output())
          .input(DNNL_ARG_WORKSPACE, plan.workspace_desc())
          .output(DNNL_ARG_DIFF_SRC, input());
    }
  }

  private pooling_forward.primitive_desc plan() {
    return new pooling_forward.primitive_desc(
        OneDnn.ENGINE,
        prop_kind.forward_training,
        algorithm.pooling_max,
        input(),
        output(),
        window(stride),
        window(kernel),
        window(0),
        window(padding),
        window(padding));
  }

  private static long[] window(long size) {
    return new long[] {size, size};
  }

  private memory.desc input() {
    return OneDnn.map(OneDnn.type(type), n, h, w, c);
  }

  private memory.desc output() {
    long[] shape = outputShape();
    return OneDnn.map(OneDnn.type(type), shape[0], shape[1], shape[2], shape[3]);
  }
}
