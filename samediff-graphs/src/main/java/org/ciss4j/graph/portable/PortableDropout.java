// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.portable;

import org.ciss4j.graph.op.Portable;
import org.ciss4j.graph.option.DropoutBits;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Dropout by {@link DropoutBits}: the same seed drops the same elements. */
final class PortableDropout {
  private PortableDropout() {}

  static SDVariable of(SDVariable x, double rate, SDVariable seed) {
    DropoutBits.checkRate(rate);
    SameDiff graph = x.getSameDiff();
    SDVariable limit = Portable.constant(x, DropoutBits.limit(rate));
    SDVariable stays = Portable.number(graph.gte(random53(x, seed), limit));
    return x.mul(graph.reshape(stays, graph.shape(x)).mul(1 / (1 - rate)));
  }

  /** As {@link DropoutBits#random53} for every element of x: LONG {@code [length]}. */
  private static SDVariable random53(SDVariable x, SDVariable seed) {
    SameDiff graph = x.getSameDiff();
    SDVariable one = Portable.constant(x, 1);
    SDVariable after = graph.size(x).add(one);
    SDVariable position = graph.range(one, after, one, DataType.INT64);
    SDVariable z = position.mul(Portable.constant(x, DropoutBits.STEP)).add(seed);
    z = mixed(z, 30).mul(Portable.constant(x, DropoutBits.FIRST_FACTOR));
    z = mixed(z, 27).mul(Portable.constant(x, DropoutBits.SECOND_FACTOR));
    return shifted(mixed(z, 31), 11);
  }

  /** {@code z ^ (z >>> bits)}. */
  private static SDVariable mixed(SDVariable z, int bits) {
    return z.getSameDiff().bitwise().xor(z, shifted(z, bits));
  }

  /** {@code z >>> bits}: ND4J's shift copies the sign, which the mask takes away. */
  private static SDVariable shifted(SDVariable z, int bits) {
    var bitwise = z.getSameDiff().bitwise();
    SDVariable signed = bitwise.rightShift(z, Portable.constant(z, bits));
    return bitwise.and(signed, Portable.constant(z, -1L >>> bits));
  }
}
