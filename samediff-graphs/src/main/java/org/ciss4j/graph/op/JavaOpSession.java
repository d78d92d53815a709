// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.config.ExecutionResult;
import org.nd4j.autodiff.samediff.config.SDValue;
import org.nd4j.autodiff.samediff.internal.FrameIter;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;

/** Runs {@link JavaOp}s in Java and everything else as SameDiff does. */
final class JavaOpSession extends InferenceSession {
  private final ArrayPool pool = new ArrayPool();
  private Map<String, LongShapeDescriptor> inputShapes = Map.of();

  JavaOpSession(SameDiff graph) {
    super(graph);
    setMmgr(pool);
  }

  @Override
  protected Map<String, INDArray> preprocessPlaceholders(
      @Nullable Map<String, INDArray> placeholders, At at) {
    // SameDiff remembers the id of every array it ever released; ids are never used twice, so the
    // memory would only grow.
    freedArrays.clear();
    if (placeholders != null) {
      keepPoolForSameShapes(placeholders);
    }
    return super.preprocessPlaceholders(placeholders, at);
  }

  /**
   * For inputs of another size hardly any pooled array fits; kept, one set per size would pile up.
   */
  private void keepPoolForSameShapes(Map<String, INDArray> placeholders) {
    Map<String, LongShapeDescriptor> shapes = new HashMap<>();
    placeholders.forEach((name, array) -> shapes.put(name, array.shapeDescriptor()));
    if (!shapes.equals(inputShapes)) {
      pool.close();
      inputShapes = shapes;
    }
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
