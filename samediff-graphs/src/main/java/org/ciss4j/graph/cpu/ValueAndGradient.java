// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.graph.exec.JavaOp;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss whose value and gradient take one pass. Outputs: the value (scalar) and its gradient with
 * respect to the first input; no gradient reaches the others.
 */
abstract class ValueAndGradient extends JavaOp {
  /** For SameDiff. */
  ValueAndGradient() {}

  ValueAndGradient(SDVariable... inputs) {
    super(inputs);
  }

  @Override
  public final int getNumOutputs() {
    return 2;
  }

  @Override
  public final List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    return Stream.concat(
            Stream.of(new ScaleBy(outputVariables()[1], outputGradients.get(0)).outputVariable()),
            IntStream.range(1, args().length).mapToObj(i -> getSameDiff().zerosLike(arg(i))))
        .toList();
  }
}
