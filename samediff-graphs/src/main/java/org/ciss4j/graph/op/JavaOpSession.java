// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.config.ExecutionResult;
import org.nd4j.autodiff.samediff.config.SDValue;
import org.nd4j.autodiff.samediff.internal.FrameIter;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/** Runs {@link JavaOp}s in Java and everything else as SameDiff does. */
final class JavaOpSession extends InferenceSession {

  JavaOpSession(SameDiff graph) {
    super(graph);
  }

  @Override
  protected Map<String, INDArray> preprocessPlaceholders(
      Map<String, INDArray> placeholders, At at) {
    // SameDiff remembers the id of every array it ever released; ids are never used twice, so the
    // memory would only grow.
    freedArrays.clear();
    return super.preprocessPlaceholders(placeholders, at);
  }

  @Override
  public ExecutionResult doExec(
      DifferentialFunction op,
      OpContext context,
      FrameIter frame,
      Set<VarId> opInputs,
      Set<VarId> allIterationInputs,
      Set<String> constantsAndPlaceholders,
      Map<String, SDValue> otherPlaceholders) {
    if (op instanceof JavaOp javaOp) {
      javaOp.run(context);
      return ExecutionResult.createFrom(javaOp, context);
    }
    return super.doExec(
        op,
        context,
        frame,
        opInputs,
        allIterationInputs,
        constantsAndPlaceholders,
        otherPlaceholders);
  }
}
