// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.imports.converters.ImportClassMapping;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes SameDiff graphs that can run our own ops, and runs them.
 *
 * <p>Memory: the arrays that a run returns belong to the caller. Later runs neither change nor free
 * them. Intermediate arrays stay with the graph, which uses them again in the next run if its
 * inputs have the same shapes (one set for every thread). The numbers lie outside the Java heap, so
 * the garbage collector frees forgotten arrays late: close what is large or returned often, such as
 * gradients ({@link Result#close}).
 *
 * <p>Threads: different graphs may run at the same time. A graph with gradients is for one thread
 * at a time.
 */
public final class Graphs {
  /** The name SameDiff gives to the function that holds the gradient ops. */
  private static final String GRADIENT_FUNCTION = "grad";

  private static final List<JavaOp> OPS =
      List.of(
          new AddRelu(),
          new BatchNorm(),
          new BatchNormGradient(),
          new BinaryCrossEntropy(),
          new Conv2d(),
          new Conv2dInputGradient(),
          new Conv2dWeightGradient(),
          new DecomposedLogits(),
          new DecomposedLogitsGradient(),
          new Dropout(),
          new FrozenBatchNorm(),
          new MaxPool(),
          new MaxPoolGradient(),
          new ReluGradient(),
          new ResizeLike(),
          new ResizeLikeGradient(),
          new ScaleBy(),
          new Sigmoid());

  static {
    OPS.forEach(op -> ImportClassMapping.getOpNameMapping().put(op.opName(), op));
    SameDiff.bindInferenceFactory(JavaOpSession::new);
  }

  /** Arrays by name; they belong to whoever ran the graph. */
  public record Values(Map<String, INDArray> arrays) implements AutoCloseable {
    /**
     * The array of this name.
     *
     * @throws IllegalArgumentException if it was not asked for
     */
    public INDArray get(String name) {
      INDArray array = arrays.get(name);
      if (array == null) {
        throw new IllegalArgumentException(name + " is not among " + arrays.keySet());
      }
      return array;
    }

    /** Frees all arrays now rather than when the garbage collector finds them. */
    @Override
    public void close() {
      arrays.values().forEach(INDArray::close);
    }
  }

  /** What one run gives: the outputs asked for, and the gradient of the loss by variable. */
  public record Result(Values outputs, Map<String, INDArray> gradients) implements AutoCloseable {
    /** Frees all arrays now rather than when the garbage collector finds them. */
    @Override
    public void close() {
      outputs.close();
      gradients.values().forEach(INDArray::close);
    }
  }

  private Graphs() {}

  /** An empty graph. Graphs loaded from a file also run our ops once this class is initialised. */
  public static SameDiff create() {
    return SameDiff.create();
  }

  /** Runs a graph and returns the named outputs, which belong to the caller. */
  public static Values run(
      SameDiff graph, Map<String, INDArray> placeholders, Collection<String> outputs) {
    Map<String, INDArray> values = graph.output(placeholders, outputs.toArray(String[]::new));
    values.replaceAll((name, value) -> owned(graph, name, value));
    return new Values(values);
  }

  /** The value, or a copy of it where it is not the result of an op but a weight or an input. */
  private static INDArray owned(SameDiff graph, String name, INDArray value) {
    return graph.getVariable(name).getVariableType() == VariableType.ARRAY ? value : value.dup();
  }

  /**
   * Adds to a graph the ops that compute the gradient of {@code loss}.
   *
   * @param loss a scalar variable of the graph
   */
  public static void differentiate(SameDiff graph, SDVariable loss) {
    graph.setLossVariables(loss);
    StandardOutput.withhold(graph::createGradFunction);
  }

  /**
   * Runs a graph forwards and backwards.
   *
   * @param variables names of variables to differentiate by; those that the loss does not depend on
   *     are left out of the result
   * @throws IllegalStateException if {@link #differentiate} was not called
   * @throws IllegalArgumentException if the graph has no variable of such a name
   */
  public static Result runWithGradients(
      SameDiff graph,
      Map<String, INDArray> placeholders,
      Collection<String> outputs,
      Collection<String> variables) {
    if (!graph.hasGradientFunction()) {
      throw new IllegalStateException("the graph has no gradient; call Graphs.differentiate first");
    }
    Map<String, String> gradientNames = gradientNames(graph, variables);
    List<String> wanted = new ArrayList<>(outputs);
    wanted.addAll(gradientNames.values());
    // Not SameDiff.calculateGradientsAndOutputs: that one turns the reuse of arrays off.
    SameDiff backward = graph.getFunction(GRADIENT_FUNCTION);
    Values values = run(backward, placeholders, wanted);
    Map<String, INDArray> gradients = new HashMap<>();
    gradientNames.forEach((name, gradient) -> gradients.put(name, values.get(gradient)));
    Map<String, INDArray> named = new HashMap<>();
    outputs.forEach(name -> named.put(name, values.get(name)));
    return new Result(new Values(named), gradients);
  }

  private static Map<String, String> gradientNames(SameDiff graph, Collection<String> variables) {
    Map<String, String> result = new HashMap<>();
    for (String name : variables) {
      if (!graph.hasVariable(name)) {
        throw new IllegalArgumentException("the graph has no variable '" + name + "'");
      }
      SDVariable gradient = graph.getVariable(name).getGradient();
      if (gradient != null) {
        result.put(name, gradient.name());
      }
    }
    return result;
  }
}
