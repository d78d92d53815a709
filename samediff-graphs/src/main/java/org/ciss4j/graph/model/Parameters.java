// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The numbers of a network by name: weights, and the running statistics of its normalisations.
 * Names, shapes and layouts equal those of the PyTorch state dict ({@code
 * backbone.layer1.0.conv1.weight}, float {@code [O, C, kH, kW]}).
 *
 * <p>A graph that is built asks for the parameters it needs; one that is missing is initialised
 * from the seed and its own name, so that neither the order of construction nor other parameters
 * matter. Arrays are shared with the graphs: training changes them in place.
 */
public final class Parameters {
  /** What happens to a parameter that is asked for and is not there. */
  private enum Missing {
    DRAWN,
    REFUSED,
    LEFT_BLANK
  }

  private final long seed;
  private final Missing missing;
  private final Map<String, INDArray> arrays = new LinkedHashMap<>();

  /** No parameters yet; {@code seed} decides the initial values of those asked for. */
  public Parameters(long seed) {
    this(seed, Missing.DRAWN);
  }

  private Parameters(long seed, Missing missing) {
    this.seed = seed;
    this.missing = missing;
  }

  /** No parameters yet; those asked for have a shape and no values that mean anything. */
  public static Parameters blank() {
    return new Parameters(0, Missing.LEFT_BLANK);
  }

  /**
   * The parameters of a trained network (the arrays themselves, not copies): a graph that needs
   * another one than these is an error.
   */
  public static Parameters trained(Map<String, INDArray> arrays) {
    Parameters result = new Parameters(0, Missing.REFUSED);
    result.arrays.putAll(arrays);
    return result;
  }

  /**
   * These parameters (the arrays themselves, not copies); {@code seed} decides the initial values
   * of further ones.
   */
  public Parameters(Map<String, INDArray> arrays, long seed) {
    this(seed);
    this.arrays.putAll(arrays);
  }

  /** All parameters in the order in which they were made; a live, unmodifiable view. */
  public Map<String, INDArray> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  /** Whether there is a parameter of this name. */
  public boolean contains(String name) {
    return arrays.containsKey(name);
  }

  /**
   * The parameter of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public INDArray get(String name) {
    INDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("there is no parameter " + name);
    }
    return array;
  }

  /** Independent copies of all arrays, with the given seed for further ones. */
  public Parameters copy(long newSeed) {
    Parameters result = new Parameters(newSeed);
    arrays.forEach((name, array) -> result.arrays.put(name, array.dup('c')));
    return result;
  }

  /** How many numbers there are, counters of batches included. */
  public long count() {
    return arrays.values().stream().mapToLong(INDArray::length).sum();
  }

  /**
   * The parameter of this name, made by {@code initializer} if it is missing.
   *
   * @param initializer makes the values, in C order, from seed and name
   * @throws IllegalArgumentException if the parameter exists with another shape, or is missing from
   *     those of a trained network
   */
  INDArray getOrCreate(String name, long[] shape, Initializer initializer) {
    INDArray existing = arrays.get(name);
    if (existing != null) {
      checkShape(name, existing, shape);
      return existing;
    }
    if (missing == Missing.REFUSED) {
      throw new IllegalArgumentException("parameter " + name + " is missing");
    }
    INDArray created = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
    if (missing == Missing.DRAWN) {
      long ownSeed = Initializer.mix(seed ^ Initializer.mix(name.hashCode()));
      int count = Math.toIntExact(created.length());
      created.data().setData(initializer.values(count, ownSeed));
    }
    arrays.put(name, created);
    return created;
  }

  /** The parameter of this name; if it is missing, a copy of another one of that shape. */
  INDArray getOrCopy(String name, String original) {
    INDArray pattern = get(original);
    if (!arrays.containsKey(name) && missing == Missing.DRAWN) {
      arrays.put(name, pattern.dup('c'));
    }
    return getOrCreate(name, pattern.shape(), Initializer.constant(0));
  }

  /** The same (the arrays themselves, not copies) but for some. */
  Parameters without(Predicate<String> others) {
    Parameters result = new Parameters(seed, missing);
    arrays.forEach(
        (name, array) -> {
          if (!others.test(name)) {
            result.arrays.put(name, array);
          }
        });
    return result;
  }

  /** The INT64 scalar of this name, 0 if it is missing. */
  INDArray counter(String name) {
    return arrays.computeIfAbsent(name, absent -> Nd4j.scalar(DataType.INT64, 0));
  }

  private static void checkShape(String name, INDArray array, long[] shape) {
    if (!Arrays.equals(array.shape(), shape)) {
      throw new IllegalArgumentException(
          "parameter "
              + name
              + ": the network needs shape "
              + Arrays.toString(shape)
              + ", got "
              + Arrays.toString(array.shape()));
    }
  }
}
