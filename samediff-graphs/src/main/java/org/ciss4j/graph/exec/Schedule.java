// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ops.custom.Invoke;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.BaseCompatOp;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.LoopCond;
import org.nd4j.linalg.api.ops.impl.shape.tensorops.BaseTensorOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;

/**
 * In which order the ops run that some variables need, and how often each variable is read.
 *
 * @param ops every op after those it reads from
 * @param uses how often a variable is read, by the ops and by who wants it
 * @param kept the variables asked for, and those that are the same array under another name
 */
public record Schedule(List<SameDiffOp> ops, Map<String, Integer> uses, Set<String> kept) {

  /** Whether a graph is plain: neither loops and branches, nor lists of arrays. */
  private static boolean fits(SameDiff graph) {
    return graph.getOps().values().stream().allMatch(Schedule::isPlain);
  }

  private static boolean isPlain(SameDiffOp op) {
    boolean controlled = op.getControlDeps() != null && !op.getControlDeps().isEmpty();
    return !controlled
        && !(op.getOp() instanceof BaseCompatOp)
        && !(op.getOp() instanceof BaseTensorOp)
        && !(op.getOp() instanceof LoopCond)
        && !(op.getOp() instanceof Invoke);
  }

  /**
   * The ops that {@code wanted} needs, in the order in which they were added to the graph; empty
   * where the graph is not plain.
   */
  public static Optional<Schedule> of(SameDiff graph, Set<String> wanted) {
    return of(graph, wanted, Set.of());
  }

  /** {@link #of(SameDiff, Set)} where some variables are known already. */
  public static Optional<Schedule> of(SameDiff graph, Set<String> wanted, Set<String> given) {
    if (!fits(graph)) {
      return Optional.empty();
    }
    Builder builder = new Builder(graph, given);
    wanted.forEach(builder::need);
    List<SameDiffOp> ops = builder.inOrder();
    Map<String, Integer> uses = new HashMap<>();
    wanted.forEach(name -> uses.put(name, 1));
    for (SameDiffOp op : ops) {
      inputs(op).forEach(input -> uses.merge(input, 1, Integer::sum));
    }
    return Optional.of(new Schedule(ops, Map.copyOf(uses), kept(ops, wanted)));
  }

  /**
   * Of the variables that these ops read, or that are wanted, those that stay the same when some
   * placeholders change: outputs of ops that read neither these, nor what is computed from them.
   */
  Set<String> unchanged(Set<String> changing, Set<String> wanted) {
    Set<String> changed = new HashSet<>(changing);
    Set<String> made = new HashSet<>();
    Set<String> unchanged = new LinkedHashSet<>();
    for (SameDiffOp op : ops) {
      boolean changes = inputs(op).stream().anyMatch(changed::contains);
      (changes ? changed : made).addAll(op.getOutputsOfOp());
      if (changes) {
        inputs(op).stream().filter(made::contains).forEach(unchanged::add);
      }
    }
    wanted.stream().filter(made::contains).forEach(unchanged::add);
    return unchanged;
  }

  private static Set<String> kept(List<SameDiffOp> ops, Set<String> wanted) {
    Set<String> kept = new HashSet<>(wanted);
    for (int i = ops.size() - 1; i >= 0; i--) {
      SameDiffOp op = ops.get(i);
      if (op.getOp() instanceof Identity && kept.contains(op.getOutputsOfOp().get(0))) {
        kept.addAll(op.getInputsToOp());
      }
    }
    return Set.copyOf(kept);
  }

  static List<String> inputs(SameDiffOp op) {
    return op.getInputsToOp() == null ? List.of() : op.getInputsToOp();
  }

  private static final class Builder {
    private final SameDiff graph;
    private final Set<String> given;
    private final Set<String> needed = new HashSet<>();
    private final Map<String, SameDiffOp> ordered = new LinkedHashMap<>();

    Builder(SameDiff graph, Set<String> given) {
      this.graph = graph;
      this.given = given;
    }

    void need(String variable) {
      List<String> open = new ArrayList<>(List.of(variable));
      while (!open.isEmpty()) {
        SameDiffOp producer = producer(open.remove(open.size() - 1));
        if (producer != null && needed.add(producer.getName())) {
          open.addAll(inputs(producer));
        }
      }
    }

    List<SameDiffOp> inOrder() {
      graph.getOps().values().stream()
          .filter(op -> needed.contains(op.getName()))
          .forEach(this::add);
      return List.copyOf(ordered.values());
    }

    private void add(SameDiffOp op) {
      if (ordered.containsKey(op.getName())) {
        return;
      }
      for (String input : inputs(op)) {
        SameDiffOp producer = producer(input);
        if (producer != null) {
          add(producer);
        }
      }
      ordered.put(op.getName(), op);
    }

    private @Nullable SameDiffOp producer(String variable) {
      Variable known = graph.getVariables().get(variable);
      if (known == null) {
        throw new IllegalArgumentException("the graph has no variable '" + variable + "'");
      }
      return known.getOutputOfOp() == null || given.contains(variable)
          ? null
          : graph.getOps().get(known.getOutputOfOp());
    }
  }
}
