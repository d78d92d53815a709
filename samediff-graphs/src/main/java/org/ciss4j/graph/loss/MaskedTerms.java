// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.List;
import org.ciss4j.graph.op.ConvOptions;
import org.ciss4j.graph.op.Ops;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mask-guided distillation (LSKD): distances of two maps {@code [N, h, w, C]} of which only what a
 * mask leaves counts.
 */
public final class MaskedTerms {
  private static final List<Integer> POD_SCALES = List.of(1, 2, 4);

  /** Side of the squares that are averaged, and every how many places one is. */
  private static final int SIDE = 5;

  private static final int STRIDE = 2;

  private MaskedTerms() {}

  /**
   * MD: local POD of the masked maps.
   *
   * @param masks each of the shape of the maps, or 1 where all share it
   * @param squares as for {@link Ops#localPod}
   */
  public static SDVariable pod(
      Ops ops, SDVariable a, SDVariable b, boolean squares, SDVariable... masks) {
    return ops.localPod(masked(a, masks), masked(b, masks), POD_SCALES, squares);
  }

  private static SDVariable masked(SDVariable x, SDVariable... masks) {
    SDVariable result = x;
    for (SDVariable mask : masks) {
      result = result.mul(mask);
    }
    return result;
  }

  /**
   * MCD, distillation of context: of the masked maps, averaged over squares of 5 x 5 places, the
   * products of all pairs of channels of a group are compared at every second place; the mean over
   * images of the Euclidean distance. Channels that fill no group are left out.
   *
   * <p>Products are never laid out: for {@code d = u - v} and {@code s = u + v}, {@code |u uT - v
   * vT|^2 = (|d|^2 |s|^2 + (d s)^2) / 2}.
   *
   * @param channels C
   * @param groups at most C
   * @param masks as for {@link #pod}
   */
  public static SDVariable context(
      Ops ops, SDVariable a, SDVariable b, int channels, int groups, SDVariable... masks) {
    SameDiff graph = a.getSameDiff();
    SDVariable average = graph.constant(average(channels));
    ConvOptions pooling = new ConvOptions(STRIDE, SIDE / 2, 1, channels);
    SDVariable own = masked(a, masks);
    SDVariable taught = ops.stopGradient(masked(b, masks));
    SDVariable d = ops.conv2d(own.sub(taught), average, pooling);
    SDVariable s = ops.conv2d(own.add(taught), average, pooling);
    SDVariable members = graph.constant(members(channels, groups));
    SDVariable ofD = ops.conv2d(d.mul(d), members, ConvOptions.PLAIN);
    SDVariable ofS = ops.conv2d(s.mul(s), members, ConvOptions.PLAIN);
    SDVariable both = ops.conv2d(d.mul(s), members, ConvOptions.PLAIN);
    SDVariable squares = ofD.mul(ofS).add(both.mul(both)).div(2).sum(1, 2, 3);
    SDVariable none = squares.eq(0).castTo(DataType.FLOAT);
    return graph.math().sqrt(squares.add(none)).sub(none).mean();
  }

  /** Weights {@code [C, 1, 5, 5]} of a mean in each channel; zeros around the map count in it. */
  private static INDArray average(int channels) {
    return Nd4j.valueArrayOf(new long[] {channels, 1, SIDE, SIDE}, 1.0 / (SIDE * SIDE))
        .castTo(DataType.FLOAT);
  }

  /** Weights {@code [G, C, 1, 1]} of the sum over each group. */
  private static INDArray members(int channels, int groups) {
    int size = channels / groups;
    INDArray weights = Nd4j.zeros(DataType.FLOAT, groups, channels, 1, 1);
    for (int k = 0; k < groups * size; k++) {
      weights.putScalar(new int[] {k / size, k, 0, 0}, 1);
    }
    return weights;
  }
}
