// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ciss4j.graph.cpu.CpuOps;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.exec.JavaOpSession;
import org.ciss4j.graph.exec.StandardOutput;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.machine.Threads;
import org.ciss4j.graph.memory.ArrayPool;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.imports.converters.ImportClassMapping;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes SameDiff graphs that can run our own ops, and runs them.
 *
 * <p>Memory: the arrays that a run returns belong to the caller. Later runs neither change nor free
 * them. The memory of intermediate arrays, and of what is closed, serves the next runs of the same
 * thread. The numbers lie outside the Java heap, so the garbage collector frees forgotten arrays
 * late: close what is large or returned often, such as gradients ({@link Result#close}).
 *
 * <p>Threads: different graphs may run at the same time. A graph with gradients is for one thread
 * at a time.
 */
public final class Graphs {
  /** The name SameDiff gives to the function that holds the gradient ops. */
  private static final String GRADIENT_FUNCTION = "grad";

  static {
    CpuOps.ALL.forEach(op -> ImportClassMapping.getOpNameMapping().put(op.opName(), op));
    SameDiff.bindInferenceFactory(JavaOpSession::new);
  }

  /** Arrays by name; they belong to whoever ran the graph. */
  public static final class Values implements AutoCloseable {
    private final Map<String, INDArray> arrays;
    private final Consumer<INDArray> disposal;
    private boolean closed;

    /** Arrays that are freed on close. */
    public Values(Map<String, INDArray> arrays) {
      this(arrays, INDArray::close);
    }

    Values(Map<String, INDArray> arrays, Consumer<INDArray> disposal) {
      this.arrays = Collections.unmodifiableMap(arrays);
      this.disposal = disposal;
    }

    /** All of them; unmodifiable. */
    public Map<String, INDArray> arrays() {
      return arrays;
    }

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

    /**
     * Lets the graph's next run have the memory of all arrays, which must not be used any more. A
     * second call does nothing.
     */
    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        arrays.values().forEach(disposal);
      }
    }

    private Values only(Map<String, String> namesByNewName) {
      Map<String, INDArray> result = new LinkedHashMap<>();
      namesByNewName.forEach((newName, name) -> result.put(newName, get(name)));
      return new Values(result, disposal);
    }
  }

  /**
   * What one run gives.
   *
   * @param outputs the variables asked for
   * @param derivatives the gradient of the loss by variable
   */
  public record Result(Values outputs, Values derivatives) implements AutoCloseable {
    /** The gradients as a map. */
    public Map<String, INDArray> gradients() {
      return derivatives.arrays();
    }

    /** Closes both. */
    @Override
    public void close() {
      outputs.close();
      derivatives.close();
    }
  }

  private Graphs() {}

  /** An empty graph. Graphs loaded from a file also run our ops once this class is initialised. */
  public static SameDiff create() {
    Threads.requireUsable();
    SameDiff graph = SameDiff.create();
    if (Platform.isCpu()) {
      // The holder that it comes with keeps a second copy of each parameter for further devices.
      graph.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
    }
    return graph;
  }

  /** Runs a graph and returns the named outputs, which belong to the caller. */
  public static Values run(
      SameDiff graph, Map<String, INDArray> placeholders, Collection<String> outputs) {
    Map<String, INDArray> values = graph.output(placeholders, outputs.toArray(String[]::new));
    Map<String, INDArray> owned = new LinkedHashMap<>();
    values.forEach((name, value) -> owned.put(name, owned(graph, name, value)));
    return new Values(owned, JavaOpSession.disposalOf(graph));
  }

  /**
   * Frees what the ops of a graph keep between runs, such as constant weights in another layout.
   * The graph may run again, but is not running now.
   */
  public static void forget(SameDiff graph) {
    for (SameDiffOp op : graph.getOps().values()) {
      if (op.getOp() instanceof JavaOp javaOp) {
        javaOp.forget();
      }
    }
  }

  /**
   * Makes a graph the owner of its constants: an op that has weights in another layout frees their
   * arrays, which nobody else may read any more. After {@link #forget} the graph cannot run again.
   */
  public static void giveConstants(SameDiff graph) {
    for (SameDiffOp op : graph.getOps().values()) {
      if (op.getOp() instanceof JavaOp javaOp) {
        javaOp.takeConstants();
      }
    }
  }

  /**
   * Lets the next runs of this thread have the memory of arrays that a run of it returned, which
   * must not be used any more.
   */
  public static void recycle(Collection<INDArray> arrays) {
    arrays.forEach(ArrayPool.ofThread()::release);
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
    SameDiff backward = backward(graph);
    Map<String, String> gradientNames = gradientNames(graph, variables);
    List<String> wanted = new ArrayList<>(outputs);
    wanted.addAll(gradientNames.values());
    // Not SameDiff.calculateGradientsAndOutputs: that one turns the reuse of arrays off.
    Values values = run(backward, placeholders, wanted);
    Map<String, String> outputNames = new HashMap<>();
    outputs.forEach(name -> outputNames.put(name, name));
    return new Result(values.only(outputNames), values.only(gradientNames));
  }

  /**
   * The gradients of several losses that differ in some placeholders, such as their weights; what
   * does not depend on these is computed once, as the forward pass as a rule.
   *
   * @param placeholders those that all losses share
   * @param variants for each loss, its other placeholders
   * @param variables for each loss, the names of variables to differentiate by
   * @return for each loss, what {@link #runWithGradients} would give
   * @throws IllegalStateException if {@link #differentiate} was not called
   */
  public static List<Values> gradientsOfEach(
      SameDiff graph,
      Map<String, INDArray> placeholders,
      List<Map<String, INDArray>> variants,
      List<? extends Collection<String>> variables) {
    SameDiff backward = backward(graph);
    List<Map<String, String>> names = new ArrayList<>();
    List<JavaOpSession.Variant> runs = new ArrayList<>();
    for (int i = 0; i < variants.size(); i++) {
      names.add(gradientNames(graph, variables.get(i)));
      runs.add(
          new JavaOpSession.Variant(variants.get(i), new LinkedHashSet<>(names.get(i).values())));
    }
    JavaOpSession session =
        (JavaOpSession)
            backward
                .getSessions()
                .computeIfAbsent(
                    Thread.currentThread().getId(), thread -> new JavaOpSession(backward));
    List<Values> results = new ArrayList<>();
    for (Map<String, INDArray> values : session.each(placeholders, runs)) {
      results.add(
          new Values(values, ArrayPool.ofThread()::release).only(names.get(results.size())));
    }
    return results;
  }

  private static SameDiff backward(SameDiff graph) {
    if (!graph.hasGradientFunction()) {
      throw new IllegalStateException("the graph has no gradient; call Graphs.differentiate first");
    }
    return graph.getFunction(GRADIENT_FUNCTION);
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
