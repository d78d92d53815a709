// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.op.BackgroundMask;
import org.ciss4j.graph.op.NearestLabels;
import org.ciss4j.graph.op.ScrambledVectors;

/**
 * All ops of our own, those of one form beside {@code Ops} too: by their names SameDiff finds them
 * in a file. A new op is listed here and laid by {@link FastOps}.
 */
public final class CpuOps {
  /** One of each, without inputs. */
  public static final List<JavaOp> ALL =
      List.of(
          new AddRelu(),
          new BackgroundMask(),
          new BatchNorm(),
          new BatchNormGradient(),
          new BinaryCrossEntropy(),
          new ChannelOrder(),
          new Conv2d(),
          new Conv2dInputGradient(),
          new Conv2dWeightGradient(),
          new ConvNorm(),
          new ConvNormGradient(),
          new DecomposedLogits(),
          new DecomposedLogitsGradient(),
          new Dropout(),
          new FrozenBatchNorm(),
          new LocalPod(),
          new MaxPool(),
          new MaxPoolGradient(),
          new NearestLabels(),
          new PooledCubes(),
          new ReluGradient(),
          new ResizeLike(),
          new ResizeLikeGradient(),
          new RoundedMap(),
          new ScaleBy(),
          new ScrambledVectors(),
          new Sigmoid(),
          new SoftmaxCrossEntropy(),
          new SpreadPixel(),
          new SumPixels());

  private CpuOps() {}
}
