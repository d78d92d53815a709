// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import org.bytedeco.dnnl.memory;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.DnnCall;
import org.ciss4j.graph.kernel.OneDnn;
import org.ciss4j.graph.kernel.Work;
import org.ciss4j.graph.memory.HostMemory;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Maps {@code [N, H, W, C]} as {@code [N, C, H, W]}, or the other way round. */
public final class ChannelOrder extends JavaOp {
  /** Sizes of a map and where its channels go. */
  private record Key(boolean first, long n, long height, long width, long channels) {
    long[] result() {
      return first
          ? new long[] {n, channels, height, width}
          : new long[] {n, height, width, channels};
    }

    DnnCall call() {
      return OneDnn.call(this, Work.ofElements(n * height * width * channels), this::compile);
    }

    private DnnCall compile() {
      memory.desc last = OneDnn.map(n, height, width, channels);
      memory.desc planes = OneDnn.desc(memory.format_tag.nchw, n, channels, height, width);
      return first ? DnnCall.reordering(last, planes) : DnnCall.reordering(planes, last);
    }
  }

  /** For SameDiff. */
  public ChannelOrder() {}

  /**
   * The op.
   *
   * @param first whether channels are to come before the pixels
   */
  ChannelOrder(boolean first, SDVariable x) {
    super(x);
    addBArgument(first);
  }

  private Key key(INDArray x) {
    boolean first = flag(0);
    return first
        ? new Key(true, x.size(0), x.size(1), x.size(2), x.size(3))
        : new Key(false, x.size(0), x.size(2), x.size(3), x.size(1));
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    expect(inputs[0].rank() == 4, "a map of four axes", inputs);
    return new long[][] {key(inputs[0]).result()};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    key(inputs[0]).call().execute(HostMemory.floats(inputs[0]), HostMemory.floats(outputs[0]));
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    return List.of(new ChannelOrder(!flag(0), outputGradients.get(0)).outputVariable());
  }
}
