// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.FloatPointer;
import org.ciss4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code g factor} where {@code y > 0}, else 0, for maps {@code [N, H, W, C]} in one pass, with a
 * factor per channel; or without one of the two.
 *
 * @param masked whether there is a y
 * @param scaled whether there are factors
 */
public record MaskedScaling(long n, long h, long w, long c, boolean masked, boolean scaled) {
  private static final FloatPointer ZERO = new FloatPointer(0f);

  /** {@code result = gradient} where {@code y > 0}, else 0; arrays of any one shape. */
  public static void mask(INDArray y, INDArray gradient, INDArray result) {
    new MaskedScaling(1, 1, 1, y.length(), true, false)
        .call()
        .execute(
            HostMemory.floats(y), ZERO, HostMemory.floats(gradient), HostMemory.floats(result));
  }

  /** {@code result = x factor}, with one of the {@code [2, C]} factors per channel, the first. */
  public static void scale(INDArray x, INDArray factors, INDArray result) {
    of(x, false, true)
        .call()
        .execute(HostMemory.floats(x), firstRow(factors), HostMemory.floats(result));
  }

  /** {@code result = gradient factor} where {@code y > 0}, else 0. */
  public static void maskAndScale(
      INDArray y, INDArray gradient, INDArray factors, INDArray result) {
    of(y, true, true)
        .call()
        .execute(
            HostMemory.floats(y),
            ZERO,
            HostMemory.floats(gradient),
            firstRow(factors),
            HostMemory.floats(result));
  }

  private static FloatPointer firstRow(INDArray factors) {
    return HostMemory.floats(factors).capacity(factors.size(1));
  }

  private static MaskedScaling of(INDArray map, boolean masked, boolean scaled) {
    return new MaskedScaling(map.size(0), map.size(1), map.size(2), map.size(3), masked, scaled);
  }

  private DnnCall call() {
    return OneDnn.call(this, Work.ofElements(n * h * w * c), this::compile);
  }

  private DnnCall compile() {
    memory.desc map = OneDnn.map(n, h, w, c);
    memory.desc perChannel = OneDnn.map(1, 1, 1, c);
    return masked ? masking(map, perChannel) : scaling(map, perChannel);
  }

  private DnnCall scaling(memory.desc map, memory.desc perChannel) {
    binary.primitive_desc plan =
        new binary.primitive_desc(
            OneDnn.ENGINE, algorithm.binary_mul, map, perChannel, map, OneDnn.ATTRIBUTES, false);
    return new DnnCall(new binary(plan), plan)
        .input(DNNL_ARG_SRC_0, map)
        .input(DNNL_ARG_SRC_1, perChannel)
        .output(DNNL_ARG_DST, map);
  }

  private DnnCall masking(memory.desc map, memory.desc perChannel) {
    memory.desc number = OneDnn.map(1, 1, 1, 1);
    try (primitive_attr attributes = OneDnn.attributes();
        post_ops after = new post_ops()) {
      after.append_binary(algorithm.binary_mul, map);
      if (scaled) {
        after.append_binary(algorithm.binary_mul, perChannel);
      }
      attributes.set_post_ops(after);
      binary.primitive_desc plan =
          new binary.primitive_desc(
              OneDnn.ENGINE, algorithm.binary_gt, map, number, map, attributes, false);
      DnnCall call =
          new DnnCall(new binary(plan), plan)
              .input(DNNL_ARG_SRC_0, map)
              .input(DNNL_ARG_SRC_1, number)
              .input(OneDnn.postOpArgument(0), map);
      if (scaled) {
        call.input(OneDnn.postOpArgument(1), perChannel);
      }
      return call.output(DNNL_ARG_DST, map);
    }
  }
}
