// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.List;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.DnnCall;
import org.ciss4j.graph.kernel.OneDnn;
import org.ciss4j.graph.kernel.Work;
import org.ciss4j.graph.memory.HostMemory;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code 1 / (1 + exp(-x))} element by element, for targets and predictions. */
public final class Sigmoid extends JavaOp {
  private record Key(long length) {}

  /** For SameDiff. */
  public Sigmoid() {}

  Sigmoid(SDVariable x) {
    super(x);
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    apply(HostMemory.floats(inputs[0]), HostMemory.floats(outputs[0]));
  }

  /** On memory of one length; both may be the same. */
  static void apply(FloatPointer x, FloatPointer y) {
    long length = x.capacity();
    OneDnn.call(new Key(length), Work.ofElements(length), () -> compile(length)).execute(x, y);
  }

  private static DnnCall compile(long length) {
    memory.desc layout = OneDnn.vector(length);
    eltwise_forward.primitive_desc plan =
        new eltwise_forward.primitive_desc(
            OneDnn.ENGINE,
            prop_kind.forward_inference,
            algorithm.eltwise_logistic,
            layout,
            layout,
            0f,
            0f);
    return new DnnCall(new eltwise_forward(plan), plan)
        .input(DNNL_ARG_SRC, layout)
        .output(DNNL_ARG_DST, layout);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable y = outputVariables()[0];
    return List.of(outputGradients.get(0).mul(y.sub(y.mul(y))));
  }
}
