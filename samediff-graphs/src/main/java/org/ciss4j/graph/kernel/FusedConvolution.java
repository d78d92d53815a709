// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.option.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution and what follows it: {@code act(factor conv(x) + offset + residual)}.
 *
 * @param convolution without bias
 * @param residual whether one is added
 * @param packed whether the weights come in the layout that oneDNN likes best, as {@link
 *     PackedWeights}, rather than as PyTorch keeps them
 */
public record FusedConvolution(
    Convolution convolution, Activation activation, boolean residual, boolean packed) {
  private static final int WEIGHTS = 1;

  /** How weights lie that are not packed. */
  public memory.desc weights() {
    return isSplit() ? split().weights() : convolution.weights();
  }

  private boolean isSplit() {
    return !residual && SplitConvolution.fits(convolution);
  }

  private SplitConvolution split() {
    return new SplitConvolution(convolution, packed);
  }

  /**
   * Sets the output y.
   *
   * @param weights gives them in a layout
   * @param factors {@code [2, O]}: factors, then offsets
   * @param added the residual, if there is one
   */
  public void run(
      INDArray x,
      Function<memory.desc, Pointer> weights,
      INDArray factors,
      Optional<INDArray> added,
      INDArray y) {
    boolean split = isSplit();
    DnnCall call = split ? split().forward() : forward();
    Pointer w = weights.apply(call.layout(WEIGHTS));
    if (split) {
      split().run(call, x, w, HostMemory.toFloats(factors), activation, y);
      return;
    }
    long channels = convolution.outputs();
    FloatPointer numbers = HostMemory.floats(factors);
    List<Pointer> data = new ArrayList<>();
    data.add(HostMemory.map(x));
    data.add(w);
    data.add(numbers.getPointer(0).capacity(channels));
    data.add(numbers.getPointer(channels).capacity(channels));
    added.ifPresent(map -> data.add(HostMemory.map(map)));
    data.add(HostMemory.map(y));
    call.execute(data.toArray(Pointer[]::new));
  }

  /**
   * Arguments: input, weights, factor and offset (a number per output channel each), residual if
   * there is one, output.
   */
  private DnnCall forward() {
    return OneDnn.call(this, convolution.work(), this::compileForward);
  }

  private DnnCall compileForward() {
    memory.desc perChannel = OneDnn.map(1, 1, 1, convolution.outputs());
    convolution_forward.primitive_desc plan = plan();
    memory.desc wanted = plan.weights_desc();
    DnnCall call =
        new DnnCall(new convolution_forward(plan), plan)
            .input(DNNL_ARG_SRC, convolution.inputMap(), convolution.factorOfInput())
            .input(DNNL_ARG_WEIGHTS, packed ? wanted : convolution.weights(), wanted)
            .input(OneDnn.postOpArgument(0), perChannel)
            .input(OneDnn.postOpArgument(1), perChannel);
    if (residual) {
      call.input(OneDnn.postOpArgument(2), convolution.outputMap());
    }
    return call.output(DNNL_ARG_DST, convolution.outputMap());
  }

  private convolution_forward.primitive_desc plan() {
    try (primitive_attr attributes = OneDnn.attributes();
        post_ops after = new post_ops()) {
      memory.desc perChannel = OneDnn.map(1, 1, 1, convolution.outputs());
      after.append_binary(algorithm.binary_mul, perChannel);
      after.append_binary(algorithm.binary_add, perChannel);
      if (residual) {
        after.append_binary(algorithm.binary_add, convolution.outputMap());
      }
      activation.appendTo(after);
      attributes.set_post_ops(after);
      return convolution.forwardPlan(attributes);
    }
  }
}
