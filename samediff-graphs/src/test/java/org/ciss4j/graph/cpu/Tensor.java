// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers with a shape, in C order; every number is one that a float can hold. */
public record Tensor(long[] shape, double[] values) {

  public static Tensor of(long[] shape, double... values) {
    return new Tensor(shape, Arrays.stream(values).map(v -> (float) v).toArray());
  }

  /** Uniform in [-2, 2). */
  public static Tensor random(long seed, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    return fill(() -> random.nextDouble(-2, 2), shape);
  }

  static Tensor fill(DoubleSupplier supplier, long... shape) {
    double[] values = new double[size(shape)];
    Arrays.setAll(values, i -> (float) supplier.getAsDouble());
    return new Tensor(shape, values);
  }

  static int size(long... shape) {
    return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  public static Tensor of(INDArray array) {
    return new Tensor(array.shape(), array.castTo(DataType.DOUBLE).dup('c').data().asDouble());
  }

  Tensor map(DoubleUnaryOperator function) {
    return new Tensor(
        shape, Arrays.stream(values).map(v -> (float) function.applyAsDouble(v)).toArray());
  }

  public INDArray array() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return shape.length == 0
        ? Nd4j.scalar(floats[0])
        : Nd4j.createFromArray(floats).reshape(shape).dup();
  }

  int dim(int axis) {
    return (int) shape[axis];
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
