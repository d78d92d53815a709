// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Rounding;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A map of any shape rounded to bfloat16, or one of bfloat16 as floats; its gradient comes back in
 * the type of the input. Ops between the two give maps of the type that they are given.
 */
public final class RoundedMap extends JavaOp {
  /** For SameDiff. */
  public RoundedMap() {}

  /**
   * The op.
   *
   * @param bfloat16 whether to round, rather than to give floats
   */
  RoundedMap(boolean bfloat16, SDVariable x) {
    super(x);
    addBArgument(bfloat16);
  }

  static DataType type(boolean bfloat16) {
    return bfloat16 ? DataType.BFLOAT16 : DataType.FLOAT;
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    return List.of(type(flag(0)));
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    Rounding.copy(inputs[0], outputs[0]);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    return List.of(new RoundedMap(!flag(0), outputGradients.get(0)).outputVariable());
  }
}
