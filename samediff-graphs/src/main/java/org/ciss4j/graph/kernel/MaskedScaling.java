// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.option.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code g act'(y) factor} for maps {@code [N, H, W, C]} in one pass, with a factor per channel and
 * the derivative of an activation by its output y, 0 or 1; or without one of the two. What is
 * infinite does not become 0.
 *
 * @param activation none for no such derivative
 * @param scaled whether there are factors
 * @param type of all maps, floats or bfloat16; factors are floats
 */
public record MaskedScaling(
    long n, long h, long w, long c, Activation activation, boolean scaled, DataType type) {
  private static final FloatPointer ZERO = new FloatPointer(0f);
  private static final FloatPointer SIX = new FloatPointer(6f);

  /** {@code result = gradient act'(y)}; arrays of any one shape. */
  public static void mask(Activation activation, INDArray y, INDArray gradient, INDArray result) {
    if (activation == Activation.NONE) {
      Rounding.copy(gradient, result);
    } else {
      new MaskedScaling(1, 1, 1, y.length(), activation, false, y.dataType())
          .run(y, gradient, Optional.empty(), result);
    }
  }

  /**
   * {@code result = gradient act'(y) factor}, with one of the {@code [2, C]} factors per channel,
   * the first.
   */
  public static void maskAndScale(
      Activation activation, INDArray y, INDArray gradient, INDArray factors, INDArray result) {
    new MaskedScaling(y.size(0), y.size(1), y.size(2), y.size(3), activation, true, y.dataType())
        .run(y, gradient, Optional.of(factors), result);
  }

  private void run(INDArray y, INDArray gradient, Optional<INDArray> factors, INDArray result) {
    List<Pointer> data = new ArrayList<>();
    switch (activation) {
      case NONE -> {}
      case RELU -> data.addAll(List.of(HostMemory.map(y), ZERO));
      case RELU6 -> data.addAll(List.of(HostMemory.map(y), SIX, HostMemory.map(y), ZERO));
    }
    data.add(HostMemory.map(gradient));
    factors.ifPresent(of -> data.add(HostMemory.floats(of).capacity(of.size(1))));
    data.add(HostMemory.map(result));
    OneDnn.call(this, Work.ofElements(n * h * w * c), this::compile)
        .execute(data.toArray(Pointer[]::new));
  }

  private DnnCall compile() {
    memory.desc map = OneDnn.map(OneDnn.type(type), n, h, w, c);
    memory.desc perChannel = OneDnn.map(1, 1, 1, c);
    memory.desc number = OneDnn.map(1, 1, 1, 1);
    Chain chain = new Chain(map);
    switch (activation) {
      case NONE -> chain.then(algorithm.binary_mul, perChannel);
      case RELU -> chain.then(algorithm.binary_gt, number);
      // Within y (y - 6) < 0 lie the outputs of which neither end cut anything off.
      case RELU6 ->
          chain
              .then(algorithm.binary_sub, number)
              .then(algorithm.binary_mul, map)
              .then(algorithm.binary_lt, number);
    }
    if (activation != Activation.NONE) {
      chain.then(algorithm.binary_mul, map);
      if (scaled) {
        chain.then(algorithm.binary_mul, perChannel);
      }
    }
    return chain.compile();
  }

  /** Operations on a map one after the other, each with one more array. */
  private record Chain(memory.desc map, List<algorithm> operations, List<memory.desc> others) {
    Chain(memory.desc map) {
      this(map, new ArrayList<>(), new ArrayList<>());
    }

    Chain then(algorithm operation, memory.desc other) {
      operations.add(operation);
      others.add(other);
      return this;
    }

    DnnCall compile() {
      try (primitive_attr attributes = OneDnn.attributes();
          post_ops after = new post_ops()) {
        for (int i = 1; i < operations.size(); i++) {
          after.append_binary(operations.get(i), others.get(i));
        }
        attributes.set_post_ops(after);
        binary.primitive_desc plan =
            new binary.primitive_desc(
                OneDnn.ENGINE, operations.get(0), map, others.get(0), map, attributes, false);
        DnnCall call =
            new DnnCall(new binary(plan), plan)
                .input(DNNL_ARG_SRC_0, map)
                .input(DNNL_ARG_SRC_1, others.get(0));
        for (int i = 1; i < others.size(); i++) {
          call.input(OneDnn.postOpArgument(i - 1), others.get(i));
        }
        return call.output(DNNL_ARG_DST, map);
      }
    }
  }
}
