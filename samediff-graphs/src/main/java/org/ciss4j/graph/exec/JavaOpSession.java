// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.exec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.ciss4j.graph.memory.ArrayPool;
import org.ciss4j.graph.memory.DryPool;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.config.ExecutionResult;
import org.nd4j.autodiff.samediff.config.SDValue;
import org.nd4j.autodiff.samediff.internal.FrameIter;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.shape.Shape;
import org.nd4j.linalg.api.ops.impl.shape.Size;
import org.nd4j.linalg.api.ops.impl.shape.SizeAt;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Runs graphs in one pass of our own: {@link JavaOp}s in Java, other ops as SameDiff does. */
public final class JavaOpSession extends InferenceSession {
  private static final FrameIter OUTER = new FrameIter(OUTER_FRAME, 0, null);

  private final Map<Wanted, Optional<Schedule>> schedules = new HashMap<>();

  /** What a schedule depends on; a graph may grow between runs. */
  private record Wanted(Set<String> variables, Set<String> given, int ops) {}

  /** A session of one graph and one thread. */
  public JavaOpSession(SameDiff graph) {
    super(graph);
  }

  /** What becomes of arrays that this thread's runs of a graph gave, and that nobody needs. */
  public static Consumer<INDArray> disposalOf(SameDiff graph) {
    InferenceSession session = graph.getSessions().get(Thread.currentThread().getId());
    return session instanceof JavaOpSession ? ArrayPool.ofThread()::release : INDArray::close;
  }

  @Override
  protected Map<String, INDArray> preprocessPlaceholders(
      @Nullable Map<String, INDArray> placeholders, At at) {
    // SameDiff remembers the id of every array it ever released; ids are never used twice, so the
    // memory would only grow.
    freedArrays.clear();
    return super.preprocessPlaceholders(placeholders, at);
  }

  /** Runs plain graphs in one pass over a {@link Schedule}; SameDiff runs those with loops. */
  @Override
  public ExecutionResult output(
      List<String> variables,
      @Nullable Map<String, INDArray> placeholders,
      Map<String, SDValue> otherPlaceholders,
      @Nullable MultiDataSet batch,
      @Nullable Collection<String> requiredActivations,
      @Nullable List<Listener> listeners,
      @Nullable At at) {
    ArrayPool pool = ArrayPool.ofThread();
    setMmgr(pool);
    boolean special =
        !otherPlaceholders.isEmpty()
            || (requiredActivations != null && !requiredActivations.isEmpty())
            || (listeners != null && !listeners.isEmpty());
    Optional<Schedule> schedule = special ? Optional.empty() : schedule(variables, Set.of());
    if (schedule.isEmpty()) {
      return super.output(
          variables, placeholders, otherPlaceholders, batch, requiredActivations, listeners, at);
    }
    Map<String, INDArray> inputs =
        preprocessPlaceholders(placeholders, at == null ? At.defaultAt() : at);
    pool.beginRun();
    Map<String, INDArray> values =
        new Execution(
                sameDiff, schedule.get(), inputs == null ? Map.of() : inputs, pool, this::runOther)
            .run(new LinkedHashSet<>(variables));
    pool.endRun();
    Map<String, Optional<INDArray>> result = new LinkedHashMap<>();
    values.forEach((name, value) -> result.put(name, Optional.of(value)));
    return ExecutionResult.builder().outputs(result).build();
  }

  /** One of several runs: the placeholders that differ, and the variables that are wanted. */
  public record Variant(Map<String, INDArray> placeholders, Set<String> wanted) {}

  /**
   * Runs a plain graph several times with the same placeholders but for some small ones; what does
   * not depend on these is computed once.
   *
   * @param placeholders those that all variants share
   * @throws IllegalStateException if the graph has loops
   */
  public List<Map<String, INDArray>> each(
      Map<String, INDArray> placeholders, List<Variant> variants) {
    ArrayPool pool = ArrayPool.ofThread();
    setMmgr(pool);
    Set<String> wanted = new LinkedHashSet<>();
    Set<String> changing = new LinkedHashSet<>();
    for (Variant variant : variants) {
      wanted.addAll(variant.wanted());
      changing.addAll(variant.placeholders().keySet());
    }
    Set<String> same = plain(wanted, Set.of()).unchanged(changing, wanted);
    pool.beginRun();
    Map<String, INDArray> shared = run(plain(same, Set.of()), placeholders, Map.of(), same, pool);
    List<Map<String, INDArray>> results = new ArrayList<>();
    for (Variant variant : variants) {
      Map<String, INDArray> all = new HashMap<>(placeholders);
      all.putAll(variant.placeholders());
      Schedule schedule = plain(variant.wanted(), same);
      results.add(run(schedule, all, shared, variant.wanted(), pool));
    }
    shared.values().forEach(pool::release);
    pool.endRun();
    return results;
  }

  private Map<String, INDArray> run(
      Schedule schedule,
      Map<String, INDArray> placeholders,
      Map<String, INDArray> given,
      Set<String> wanted,
      ArrayPool pool) {
    Map<String, INDArray> inputs = preprocessPlaceholders(placeholders, At.defaultAt());
    return new Execution(
            sameDiff, schedule, inputs == null ? Map.of() : inputs, pool, this::runOther)
        .given(given)
        .run(wanted);
  }

  private Schedule plain(Set<String> wanted, Set<String> given) {
    return schedule(wanted, given)
        .orElseThrow(() -> new IllegalStateException("a graph with loops is run once at a time"));
  }

  private Optional<Schedule> schedule(Collection<String> variables, Set<String> given) {
    Wanted wanted = new Wanted(Set.copyOf(variables), Set.copyOf(given), sameDiff.getOps().size());
    return schedules.computeIfAbsent(
        wanted, key -> Schedule.of(sameDiff, key.variables(), key.given()));
  }

  private INDArray[] runOther(SameDiffOp op, Map<String, INDArray> inputs, Set<String> kept) {
    Set<VarId> ids = new LinkedHashSet<>();
    inputs.forEach(
        (name, array) -> {
          VarId id = new VarId(name, OUTER_FRAME, 0, null);
          putNodeValue(SDValue.create(array), id);
          if (sameDiff.getVariable(name).getVariableType() == VariableType.ARRAY) {
            ids.add(id);
          }
        });
    Set<String> constants = new LinkedHashSet<>(inputs.keySet());
    ids.forEach(id -> constants.remove(id.getVariable()));
    ArrayPool pool = ArrayPool.ofThread();
    boolean dry = isDry(op, inputs, pool);
    setMmgr(dry ? pool : pool.ofComputing());
    try {
      OpContext context =
          getAndParameterizeOp(op.getName(), OUTER, ids, null, constants, inputs, kept, Map.of())
              .getSecond();
      if (dry) {
        return context.getOutputArrays().toArray(INDArray[]::new);
      }
      ExecutionResult result =
          doExec(op.getOp(), context, OUTER, ids, Set.of(), constants, Map.of());
      INDArray[] outputs = result.outputsToArray(op.getOutputsOfOp());
      op.getOp().clearArrays();
      if (context != null) {
        context.purge();
      }
      return outputs;
    } finally {
      nodeValueOutputs.clear();
    }
  }

  /** Whether an op is not to compute; what tells a shape does, as others look into that. */
  private static boolean isDry(SameDiffOp op, Map<String, INDArray> inputs, ArrayPool pool) {
    return pool instanceof DryPool dryPool
        && !(op.getOp() instanceof Shape)
        && !(op.getOp() instanceof Size)
        && !(op.getOp() instanceof SizeAt)
        && inputs.values().stream().anyMatch(dryPool::isDry);
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
