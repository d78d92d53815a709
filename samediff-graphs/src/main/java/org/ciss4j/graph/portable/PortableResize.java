// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.portable;

import org.ciss4j.graph.op.Portable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Bilinear resize as two matrix products, one with the weights of the rows, one with those of the
 * columns. The weight of source {@code i} in output {@code o} is {@code max(0, 1 - |s(o) - i|)},
 * where {@code s(o) = (o + 0.5) in / out - 0.5}, not less than 0 nor more than {@code in - 1}.
 */
final class PortableResize {
  private PortableResize() {}

  /** x {@code [N, C, h, w]} at the size of a reference {@code [*, *, H, W]}. */
  static SDVariable of(SDVariable x, SDVariable reference) {
    SDVariable n = Portable.size(x, 0);
    SDVariable c = Portable.size(x, 1);
    SDVariable width = Portable.size(x, 3);
    SDVariable rest = Portable.constant(x, -1);
    SDVariable byRow = Portable.reshape(x.permute(2, 0, 1, 3), Portable.size(x, 2), rest);
    SDVariable tall = Portable.product(weights(x, reference, 2), byRow);
    SDVariable byColumn = Portable.reshape(tall, rest, width);
    SDVariable wide = Portable.product(byColumn, weights(x, reference, 3).permute(1, 0));
    return Portable.reshape(wide, Portable.size(reference, 2), n, c, Portable.size(reference, 3))
        .permute(1, 2, 0, 3);
  }

  /** Weights along an axis: float {@code [out, in]}. */
  private static SDVariable weights(SDVariable x, SDVariable reference, int axis) {
    SameDiff graph = x.getSameDiff();
    SDVariable inputs = Portable.size(x, axis);
    SDVariable outputs = Portable.size(reference, axis);
    SDVariable last = Portable.number(inputs).sub(1);
    SDVariable scale = Portable.number(inputs).div(Portable.number(outputs));
    SDVariable source = Portable.indices(outputs).add(0.5).mul(scale).sub(0.5);
    SDVariable inside = graph.nn().relu(graph.math().min(source, last), 0);
    SDVariable distance =
        graph
            .math()
            .abs(graph.expandDims(inside, 1).sub(graph.expandDims(Portable.indices(inputs), 0)));
    return graph.nn().relu(distance.rsub(1), 0);
  }
}
