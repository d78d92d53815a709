// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * One batch normalisation of a map {@code [n, h, w, c]} and oneDNN's primitives for it.
 *
 * @param frozen whether the statistics are given instead of taken from the batch
 * @param relu whether a ReLU follows; its mask is kept for the gradient
 */
record Normalization(long n, long h, long w, long c, float epsilon, boolean frozen, boolean relu) {

  private record Key(boolean forward, Normalization normalization) {}

  static Normalization of(long[] shape, double epsilon, boolean frozen, boolean relu) {
    return new Normalization(shape[0], shape[1], shape[2], shape[3], (float) epsilon, frozen, relu);
  }

  /** Values per channel. */
  long count() {
    return n * h * w;
  }

  /** Bytes of the ReLU's mask; 1 where there is no ReLU. */
  long maskBytes() {
    return relu ? forward().lastArgumentBytes() : 1;
  }

  /** Arguments: input, scale, shift, mean, variance, output, and the mask if there is a ReLU. */
  DnnCall forward() {
    return OneDnn.call(new Key(true, this), this::compileForward);
  }

  /**
   * Arguments: input, scale, mean, variance, gradient of the output, the mask if there is a ReLU,
   * gradients of input, scale and shift.
   */
  DnnCall backward() {
    return OneDnn.call(new Key(false, this), this::compileBackward);
  }

  private DnnCall compileForward() {
    batch_normalization_forward.primitive_desc plan = plan();
    DnnCall call =
        new DnnCall(new batch_normalization_forward(plan), plan)
            .input(DNNL_ARG_SRC, map())
            .input(DNNL_ARG_SCALE, OneDnn.vector(c))
            .input(DNNL_ARG_SHIFT, OneDnn.vector(c));
    if (frozen) {
      call.input(DNNL_ARG_MEAN, OneDnn.vector(c)).input(DNNL_ARG_VARIANCE, OneDnn.vector(c));
    } else {
      call.output(DNNL_ARG_MEAN, OneDnn.vector(c)).output(DNNL_ARG_VARIANCE, OneDnn.vector(c));
    }
    call.output(DNNL_ARG_DST, map());
    return relu ? call.output(DNNL_ARG_WORKSPACE, plan.workspace_desc()) : call;
  }

  private DnnCall compileBackward() {
    try (batch_normalization_forward.primitive_desc hint = plan()) {
      batch_normalization_backward.primitive_desc plan =
          new batch_normalization_backward.primitive_desc(
              OneDnn.ENGINE,
              prop_kind.backward.value,
              map(),
              map(),
              map(),
              epsilon,
              flags(),
              hint,
              new primitive_attr(),
              false);
      DnnCall call =
          new DnnCall(new batch_normalization_backward(plan), plan)
              .input(DNNL_ARG_SRC, map())
              .input(DNNL_ARG_SCALE, OneDnn.vector(c))
              .input(DNNL_ARG_MEAN, OneDnn.vector(c))
              .input(DNNL_ARG_VARIANCE, OneDnn.vector(c))
              .input(DNNL_ARG_DIFF_DST, map());
      if (relu) {
        call.input(DNNL_ARG_WORKSPACE, plan.workspace_desc());
      }
      return call.output(DNNL_ARG_DIFF_SRC, map())
          .output(DNNL_ARG_DIFF_SCALE, OneDnn.vector(c))
          .output(DNNL_ARG_DIFF_SHIFT, OneDnn.vector(c));
    }
  }

  private batch_normalization_forward.primitive_desc plan() {
    return new batch_normalization_forward.primitive_desc(
        OneDnn.ENGINE,
        prop_kind.forward_training.value,
        map(),
        map(),
        epsilon,
        flags(),
        new primitive_attr(),
        false);
  }

  private int flags() {
    int flags = normalization_flags.use_scale.value | normalization_flags.use_shift.value;
    if (frozen) {
      flags |= normalization_flags.use_global_stats.value;
    }
    return relu ? flags | normalization_flags.fuse_norm_relu.value : flags;
  }

  private memory.desc map() {
    return OneDnn.map(n, h, w, c);
  }
}
