// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.exec;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ciss4j.graph.memory.HostMemory;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOpDescriptor;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;

/**
 * A SameDiff op that runs in Java instead of ND4J's native library.
 *
 * <p>SameDiff copies ops when it builds gradients and when it loads a file: it calls the public
 * no-argument constructor and restores the integer, floating and boolean arguments. A subclass
 * therefore keeps all of its parameters in those arguments and has no other state, but for what it
 * can compute anew. {@link JavaOpSession} calls {@link #run}.
 */
public abstract class JavaOp extends DynamicCustomOp {
  /** Asked for while an op is still being made, so that no field of it may hold it. */
  private static final ClassValue<String> NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return nameOf(type.asSubclass(JavaOp.class));
        }
      };

  /** For SameDiff, which fills in inputs and arguments afterwards. */
  protected JavaOp() {}

  /** An op of the graph {@code inputs[0]} belongs to. */
  protected JavaOp(SDVariable... inputs) {
    super(null, inputs[0].getSameDiff(), inputs);
  }

  /**
   * The name under which SameDiff finds an op again, also in stored graphs: {@code ciss_add_relu}
   * of the class {@code AddRelu}. So a class that is renamed has a new name in files.
   */
  public static String nameOf(Class<? extends JavaOp> op) {
    return "ciss" + op.getSimpleName().replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT);
  }

  /** {@link #nameOf} its class; unique among all ops. */
  @Override
  public final String opName() {
    return NAMES.get(getClass());
  }

  /** The shapes of the outputs, in order: one output like the first input, unless overridden. */
  protected long[][] outputShapes(INDArray[] inputs) {
    return new long[][] {inputs[0].shape()};
  }

  /**
   * Computes the outputs. Inputs lie in C order without gaps and must not be written; outputs hold
   * arbitrary numbers on entry and every element must be set.
   */
  protected abstract void run(INDArray[] inputs, INDArray[] outputs);

  /** Memory outside the Java heap that {@link #run} takes for itself meanwhile, if it is much. */
  protected long temporaryBytes(INDArray[] inputs) {
    return 0;
  }

  /** Frees what was computed for later runs; no run is under way. */
  public void forget() {}

  /**
   * Gives the op the constants that it alone reads: once it has them in a layout of its own it may
   * free their arrays. After {@link #forget} it cannot run again.
   */
  public void takeConstants() {}

  /**
   * The gradient with respect to each input, given those of the outputs.
   *
   * @throws UnsupportedOperationException if the op has none
   */
  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    throw new UnsupportedOperationException("op " + opName() + " has no gradient");
  }

  @Override
  public int getNumOutputs() {
    return 1;
  }

  /** The data types of the outputs: that of the first input, unless overridden. */
  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    return Collections.nCopies(getNumOutputs(), inputTypes.get(0));
  }

  @Override
  public final List<LongShapeDescriptor> calculateOutputShape(OpContext context) {
    INDArray[] inputs = inputsOf(context);
    List<DataType> types = outputTypes(inputs);
    long[][] shapes = outputShapes(inputs);
    List<LongShapeDescriptor> result = new ArrayList<>(shapes.length);
    for (int i = 0; i < shapes.length; i++) {
      result.add(LongShapeDescriptor.fromShape(shapes[i], types.get(i)));
    }
    return result;
  }

  /** Makes an array for the output of this number. */
  @FunctionalInterface
  interface Allocator {
    INDArray allocate(int output, DataType type, long[] shape);
  }

  /** Makes arrays for the outputs. */
  final INDArray[] allocate(INDArray[] inputs, Allocator allocator) {
    List<DataType> types = outputTypes(inputs);
    long[][] shapes = outputShapes(inputs);
    INDArray[] outputs = new INDArray[shapes.length];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = allocator.allocate(i, types.get(i), shapes[i]);
    }
    return outputs;
  }

  final void run(OpContext context) {
    runOnContiguous(inputsOf(context), context.getOutputArrays().toArray(INDArray[]::new));
  }

  /** {@link #run(INDArray[], INDArray[])} for inputs that may have gaps. */
  final void runOnContiguous(INDArray[] given, INDArray[] outputs) {
    INDArray[] inputs = new INDArray[given.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = HostMemory.contiguous(given[i]);
    }
    try {
      run(inputs, outputs);
    } finally {
      // A copy made above must outlive the native code that reads it.
      Reference.reachabilityFence(inputs);
    }
  }

  private List<DataType> outputTypes(INDArray[] inputs) {
    return calculateOutputDataTypes(Arrays.stream(inputs).map(INDArray::dataType).toList());
  }

  private static INDArray[] inputsOf(OpContext context) {
    return context.getInputArrays().toArray(INDArray[]::new);
  }

  /**
   * Checks the shapes of the inputs.
   *
   * @param expected the shapes that fit, in words
   * @throws IllegalArgumentException if {@code holds} is false
   */
  protected final void expect(boolean holds, String expected, INDArray[] inputs) {
    if (!holds) {
      throw new IllegalArgumentException(
          opName()
              + " expects "
              + expected
              + ", got "
              + Arrays.stream(inputs)
                  .map(input -> Arrays.toString(input.shape()))
                  .collect(Collectors.joining(", ")));
    }
  }

  /** Whether an input is a vector of {@code length} numbers. */
  protected static boolean isVector(INDArray input, long length) {
    return input.rank() == 1 && input.length() == length;
  }

  /** The integer argument at {@code index}. */
  protected final int intArgument(int index) {
    return iArguments.get(index).intValue();
  }

  /** The floating argument at {@code index}. */
  protected final double floatArgument(int index) {
    return tArguments.get(index);
  }

  /** The boolean argument at {@code index}. */
  protected final boolean flag(int index) {
    return bArguments.get(index);
  }

  // SameDiff asks native code for a descriptor and reads parameters by reflection; neither exists
  // for these ops.

  @Override
  public CustomOpDescriptor getDescriptor() {
    return CustomOpDescriptor.builder()
        .hash(0)
        .numInputs(-1)
        .numOutputs(-1)
        .numIArgs(-1)
        .numTArgs(-1)
        .build();
  }

  @Override
  public long opHash() {
    return 0;
  }

  @Override
  public Map<String, Object> propertiesForFunction() {
    return Map.of();
  }

  @Override
  public void setPropertiesForFunction(Map<String, Object> properties) {}

  @Override
  public void configureFromArguments() {}
}
