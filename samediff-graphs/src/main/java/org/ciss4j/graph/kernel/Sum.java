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
import org.ciss4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code a + b}, or {@code max(a + b, 0)}, of contiguous arrays of one shape.
 *
 * @param length elements of each
 * @param relu whether negative sums become 0
 * @param type of all three, floats or bfloat16
 */
public record Sum(long length, boolean relu, DataType type) {

  /** Sets the result to the sum of two contiguous arrays of one shape and type. */
  public static void of(INDArray a, INDArray b, boolean relu, INDArray result) {
    Sum sum = new Sum(a.length(), relu, a.dataType());
    OneDnn.call(sum, Work.ofElements(a.length()), sum::compile)
        .execute(HostMemory.map(a), HostMemory.map(b), HostMemory.map(result));
  }

  private DnnCall compile() {
    memory.desc layout = OneDnn.desc(OneDnn.type(type), memory.format_tag.a, length);
    try (primitive_attr attributes = OneDnn.attributes();
        post_ops after = new post_ops()) {
      if (relu) {
        after.append_eltwise(algorithm.eltwise_relu, 0f, 0f);
      }
      attributes.set_post_ops(after);
      binary.primitive_desc plan =
          new binary.primitive_desc(
              OneDnn.ENGINE, algorithm.binary_add, layout, layout, layout, attributes, false);
      return new DnnCall(new binary(plan), plan)
          .input(DNNL_ARG_SRC_0, layout)
          .input(DNNL_ARG_SRC_1, layout)
          .output(DNNL_ARG_DST, layout);
    }
  }
}
