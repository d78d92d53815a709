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
import org.ciss4j.graph.option.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code act(factor x + offset)} for maps {@code [rows, c]}, with a factor and an offset per
 * channel, in one pass.
 */
record Affine(long rows, long c, Activation activation, DataType type) {

  static void apply(
      INDArray x, float[] factor, float[] offset, Activation activation, INDArray result) {
    Affine affine = new Affine(x.length() / factor.length, factor.length, activation, x.dataType());
    try (FloatPointer factors = new FloatPointer(factor);
        FloatPointer offsets = new FloatPointer(offset)) {
      OneDnn.call(affine, Work.ofElements(x.length()), affine::compile)
          .execute(HostMemory.map(x), factors, offsets, HostMemory.map(result));
    }
  }

  private DnnCall compile() {
    memory.desc map = OneDnn.desc(OneDnn.type(type), memory.format_tag.ab, rows, c);
    memory.desc perChannel = OneDnn.desc(memory.format_tag.ab, 1, c);
    try (primitive_attr attributes = OneDnn.attributes();
        post_ops after = new post_ops()) {
      after.append_binary(algorithm.binary_add, perChannel);
      activation.appendTo(after);
      attributes.set_post_ops(after);
      binary.primitive_desc plan =
          new binary.primitive_desc(
              OneDnn.ENGINE, algorithm.binary_mul, map, perChannel, map, attributes, false);
      return new DnnCall(new binary(plan), plan)
          .input(DNNL_ARG_SRC_0, map)
          .input(DNNL_ARG_SRC_1, perChannel)
          .input(OneDnn.postOpArgument(0), perChannel)
          .output(DNNL_ARG_DST, map);
    }
  }
}
