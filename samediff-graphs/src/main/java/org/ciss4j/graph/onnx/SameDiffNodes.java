// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.onnx;

import static org.ciss4j.graph.onnx.OnnxNodes.integer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import onnx.Onnx.AttributeProto;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.BaseScalarOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** The few ops that networks lay with SameDiff itself, as nodes of ONNX. */
final class SameDiffNodes {
  private static final int CHANNELS_LAST = 3;
  private static final int CHANNELS = 1;

  private final SameDiff graph;
  private final OnnxNodes nodes;

  private SameDiffNodes(SameDiff graph, OnnxNodes nodes) {
    this.graph = graph;
    this.nodes = nodes;
  }

  /** Adds all ops and constants of a graph. */
  static void translate(SameDiff graph, OnnxNodes nodes) {
    SameDiffNodes own = new SameDiffNodes(graph, nodes);
    for (SDVariable variable : graph.variables()) {
      VariableType type = variable.getVariableType();
      boolean number = variable.dataType().isFPType();
      if (number && (type == VariableType.CONSTANT || type == VariableType.VARIABLE)) {
        nodes.constant(variable.name(), variable.getArr());
      }
    }
    for (DifferentialFunction op : graph.ops()) {
      own.translate(op);
    }
  }

  private void translate(DifferentialFunction op) {
    String[] inputs = graph.getInputsForOp(op);
    switch (op.opName()) {
      case "identity" -> add(op, "Identity", inputs);
      case "add" -> add(op, "Add", inputs);
      case "multiply" -> add(op, "Mul", inputs);
      case "divide" -> add(op, "Div", inputs);
      case "sqrt" -> add(op, "Sqrt", inputs);
      case "add_scalar" -> {
        double value = ((BaseScalarOp) op).scalar().getDouble(0);
        add(op, "Add", new String[] {inputs[0], nodes.scalar(value)});
      }
      case "concat" -> {
        long axis = ((DynamicCustomOp) op).iArgs()[0];
        add(op, "Concat", inputs, integer("axis", axis));
      }
      case "reduce_sum" -> sum(op, inputs);
      case "strided_slice" -> computed(op);
      default -> throw new IllegalStateException("no operator of ONNX is known for " + op.opName());
    }
  }

  private void add(
      DifferentialFunction op, String type, String[] inputs, AttributeProto... attributes) {
    nodes.add(output(op), type, List.of(inputs), attributes);
  }

  private String output(DifferentialFunction op) {
    return Objects.requireNonNull(graph.getOutputsForOp(op))[0];
  }

  /** Over the channels, the only sum that networks ask for. */
  private void sum(DifferentialFunction op, String[] inputs) {
    BaseReduceOp sum = (BaseReduceOp) op;
    int[] axes = sum.dimensions().toIntVector();
    if (!Arrays.equals(axes, new int[] {CHANNELS_LAST}) || !sum.isKeepDims()) {
      throw new IllegalStateException("unexpected sum over " + Arrays.toString(axes));
    }
    add(
        op,
        "ReduceSum",
        new String[] {inputs[0], nodes.integers(CHANNELS)},
        integer("keepdims", 1));
  }

  /** What depends on no image is a constant, such as some columns of weights. */
  private void computed(DifferentialFunction op) {
    String output = output(op);
    nodes.constant(output, graph.getVariable(output).eval());
  }
}
