// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.transforms.custom.XwPlusB;
import org.nd4j.linalg.factory.Nd4j;

/** Small pieces of the portable ops. */
public final class Portable {
  private Portable() {}

  /** The size of x along an axis, read when the graph runs: LONG scalar. */
  public static SDVariable size(SDVariable x, int axis) {
    return x.getSameDiff().sizeAt(x, axis);
  }

  /** x itself, through which no gradient flows. */
  public static SDVariable stopGradient(SDVariable x) {
    return new StopGradient(x.getSameDiff(), x).outputVariable();
  }

  /** How many elements x has, read when the graph runs: float scalar. */
  public static SDVariable length(SDVariable x) {
    return number(x.getSameDiff().size(x));
  }

  /** As float. */
  public static SDVariable number(SDVariable x) {
    return x.castTo(DataType.FLOAT);
  }

  /** A LONG scalar. */
  public static SDVariable constant(SDVariable ofGraph, long value) {
    return ofGraph.getSameDiff().constant(Nd4j.scalar(value));
  }

  /** 0, 1, 2, ... before {@code length}, a LONG scalar: float {@code [length]}. */
  public static SDVariable indices(SDVariable length) {
    var graph = length.getSameDiff();
    SDVariable zero = graph.constant(Nd4j.scalar(0f));
    SDVariable one = graph.constant(Nd4j.scalar(1f));
    return graph.range(zero, number(length), one, DataType.FLOAT);
  }

  /** x in the shape of these LONG scalars; -1 for the one that follows from the others. */
  public static SDVariable reshape(SDVariable x, SDVariable... sizes) {
    return x.getSameDiff().reshape(x, x.getSameDiff().stack(0, sizes));
  }

  /**
   * x {@code [M, K]} times y {@code [K, L]}. By way of the linear layer, because the gradient of
   * ND4J's matrix product fails for matrices of one row or column.
   */
  public static SDVariable product(SDVariable x, SDVariable y) {
    SDVariable noBias = y.getSameDiff().zerosLike(indices(size(y, 1)));
    return new XwPlusB(x.getSameDiff(), x, y, noBias).outputVariable();
  }

  /**
   * The shape of weights before the graph runs; those that are computed from parameters are
   * computed once.
   *
   * @throws IllegalArgumentException if they are not {@code [O, C, kH, kW]}
   */
  public static long[] weightsShape(SDVariable weights) {
    long[] known = weights.getShape();
    long[] shape = known == null ? weights.eval().shape() : known;
    if (shape.length != 4) {
      throw new IllegalArgumentException(
          "conv2d expects weights [O, C, kH, kW], got " + Arrays.toString(shape));
    }
    return shape;
  }
}
