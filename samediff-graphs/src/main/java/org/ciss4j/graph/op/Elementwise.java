// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Vectorised functions of single elements. */
enum Elementwise {
  /** {@code 1 / (1 + exp(-x))}. */
  SIGMOID(algorithm.eltwise_logistic),
  /** {@code log(1 + exp(x))}, without overflow. */
  SOFTPLUS(algorithm.eltwise_soft_relu);

  private record Key(Elementwise function, long length) {}

  private final algorithm nativeFunction;

  Elementwise(algorithm nativeFunction) {
    this.nativeFunction = nativeFunction;
  }

  /** Sets {@code y = f(x)}; both contiguous floats of one length. */
  void apply(INDArray x, INDArray y) {
    OneDnn.call(new Key(this, x.length()), () -> compile(x.length()))
        .execute(HostMemory.floats(x), HostMemory.floats(y));
  }

  private DnnCall compile(long length) {
    memory.desc layout = OneDnn.vector(length);
    float steepness = 1f; // softplus is log(1 + exp(steepness x)) / steepness
    eltwise_forward.primitive_desc plan =
        new eltwise_forward.primitive_desc(
            OneDnn.ENGINE,
            prop_kind.forward_inference,
            nativeFunction,
            layout,
            layout,
            steepness,
            0f);
    return new DnnCall(new eltwise_forward(plan), plan)
        .input(DNNL_ARG_SRC, layout)
        .output(DNNL_ARG_DST, layout);
  }
}
