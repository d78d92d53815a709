// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.exec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ciss4j.graph.kernel.Sum;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.memory.ArrayPool;
import org.ciss4j.graph.memory.DryPool;
import org.ciss4j.graph.memory.HostMemory;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;

/**
 * One run of a {@link Schedule}: the ops one after the other, each array freed after its last use.
 */
final class Execution {
  private final SameDiff graph;
  private final Schedule schedule;
  private final Map<String, INDArray> placeholders;
  private final ArrayPool pool;
  private final OtherOps otherOps;

  /** Whether some ops are ours; a graph of ND4J's ops alone is run by them alone. */
  private final boolean hasOwnOps;

  private final Map<String, Value> values = new HashMap<>();

  /** Runs an op that is not ours, and gives its outputs. */
  @FunctionalInterface
  interface OtherOps {
    INDArray[] run(SameDiffOp op, Map<String, INDArray> inputs, Set<String> kept);
  }

  /** Memory that some variables share, and how often it will still be read. */
  private static final class Storage {
    private final INDArray owner;
    private int uses;

    Storage(INDArray owner) {
      this.owner = owner;
    }
  }

  /** An array; one without storage is a parameter or an input of the run. */
  private record Value(INDArray array, @Nullable Storage storage) {}

  Execution(
      SameDiff graph,
      Schedule schedule,
      Map<String, INDArray> placeholders,
      ArrayPool pool,
      OtherOps otherOps) {
    this.graph = graph;
    this.schedule = schedule;
    this.placeholders = placeholders;
    this.pool = pool;
    this.otherOps = otherOps;
    this.hasOwnOps = schedule.ops().stream().anyMatch(op -> op.getOp() instanceof JavaOp);
  }

  /** Takes variables for known that are not to be computed; they stay their owner's. */
  Execution given(Map<String, INDArray> known) {
    known.forEach((name, array) -> values.put(name, new Value(array, null)));
    return this;
  }

  /** Runs all ops and returns the wanted variables, each with memory of its own. */
  Map<String, INDArray> run(Set<String> wanted) {
    for (SameDiffOp op : schedule.ops()) {
      OpClock.time(op.getOp().opName(), () -> run(op));
    }
    Map<String, INDArray> result = new LinkedHashMap<>();
    Set<Storage> given = new HashSet<>();
    for (String name : wanted) {
      Value value = value(name);
      boolean own = value.storage() != null && given.add(value.storage());
      result.put(name, own ? value.array() : pool.copy(value.array()));
    }
    return result;
  }

  private void run(SameDiffOp op) {
    List<String> names = Schedule.inputs(op);
    INDArray[] inputs = new INDArray[names.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = value(names.get(i)).array();
    }
    INDArray[] outputs = outputs(op, names, inputs);
    for (int i = 0; i < outputs.length; i++) {
      store(op.getOutputsOfOp().get(i), outputs[i], names);
    }
    for (String name : names) {
      Storage storage = value(name).storage();
      if (storage != null && --storage.uses == 0) {
        pool.release(storage.owner);
      }
    }
  }

  private INDArray[] outputs(SameDiffOp op, List<String> names, INDArray[] inputs) {
    if (op.getOp() instanceof JavaOp javaOp) {
      return run(javaOp, op.getOutputsOfOp(), inputs);
    }
    if (op.getOp() instanceof Identity) {
      return inputs;
    }
    return op.getOp() instanceof AddOp && isPlainSum(inputs)
        ? new INDArray[] {sum(op.getOutputsOfOp().get(0), inputs)}
        : otherOps.run(op, named(names, inputs), schedule.kept());
  }

  /** Whether two arrays are to be added element by element, as gradients are. */
  private boolean isPlainSum(INDArray[] inputs) {
    return hasOwnOps
        && Platform.isCpu()
        && inputs.length == 2
        && inputs[0].equalShapes(inputs[1])
        && !inputs[0].isEmpty()
        && isMap(inputs[0].dataType())
        && inputs[0].dataType() == inputs[1].dataType()
        && Stream.of(inputs).allMatch(HostMemory::isContiguous);
  }

  private static boolean isMap(DataType type) {
    return type == DataType.FLOAT || type == DataType.BFLOAT16;
  }

  private INDArray sum(String name, INDArray[] inputs) {
    INDArray result =
        pool.allocate(schedule.kept().contains(name), inputs[0].dataType(), inputs[0].shape());
    if (!(pool instanceof DryPool)) {
      Sum.of(inputs[0], inputs[1], false, result);
    }
    return result;
  }

  private INDArray[] run(JavaOp op, List<String> names, INDArray[] inputs) {
    INDArray[] outputs =
        op.allocate(
            inputs,
            (i, type, shape) -> pool.allocate(schedule.kept().contains(names.get(i)), type, shape));
    if (pool instanceof DryPool) {
      long temporary = op.temporaryBytes(inputs) / Float.BYTES;
      pool.release(pool.allocate(false, DataType.FLOAT, Math.max(1, temporary)));
    } else {
      op.runOnContiguous(inputs, outputs);
    }
    return outputs;
  }

  private static Map<String, INDArray> named(List<String> names, INDArray[] arrays) {
    Map<String, INDArray> result = new HashMap<>();
    for (int i = 0; i < arrays.length; i++) {
      result.put(names.get(i), arrays[i]);
    }
    return result;
  }

  private void store(String name, INDArray array, List<String> inputs) {
    Storage storage = new Storage(array);
    for (String input : inputs) {
      Value value = value(input);
      if (value.array().data() == array.data()
          || value.array().data() == array.data().originalDataBuffer()) {
        storage = value.storage();
      }
    }
    if (storage != null) {
      storage.uses += schedule.uses().getOrDefault(name, 0);
      if (storage.uses == 0) {
        pool.release(array);
      }
    }
    values.put(name, new Value(array, storage));
  }

  private Value value(String name) {
    Value value = values.get(name);
    if (value != null) {
      return value;
    }
    SDVariable variable = graph.getVariable(name);
    INDArray array = variable.isPlaceHolder() ? placeholders.get(name) : variable.getArr();
    if (array == null) {
      throw new IllegalArgumentException("input " + name + " of the graph is missing");
    }
    value = new Value(array, null);
    values.put(name, value);
    return value;
  }
}
