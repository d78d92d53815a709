// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One golden case of the official code: numbers by name, and what is said about them. */
public record Golden(String item, String name, JsonNode meta, JsonNode arrays) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All cases of an item such as {@code kd}, in the order of their names. */
  public static List<Golden> cases(String item) {
    Path folder = SharedPack.require("golden/" + item);
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(file -> read(item, file)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Golden read(String item, Path file) {
    try {
      JsonNode root = JSON.readTree(file.toFile());
      return new Golden(item, root.get("case").asText(), root.get("meta"), root.get("arrays"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the case holds an array of this name. */
  public boolean has(String array) {
    return arrays.has(array);
  }

  /** The shape of an array; empty for a scalar. */
  public long[] shape(String array) {
    JsonNode shape = arrays.get(array).get("shape");
    long[] result = new long[shape.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = shape.get(i).asLong();
    }
    return result;
  }

  /** The values of an array in C order; {@code "NaN"} and the infinities are parsed. */
  public double[] doubles(String array) {
    JsonNode data = arrays.get(array).get("data");
    if (!data.isArray()) {
      return new double[] {number(data)};
    }
    double[] result = new double[data.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = number(data.get(i));
    }
    return result;
  }

  /** As {@link #doubles}, rounded to float. */
  public float[] floats(String array) {
    double[] values = doubles(array);
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }

  /** An array of numbers as float, of labels, masks and counts as INT32. */
  public INDArray array(String array) {
    boolean real = arrays.get(array).get("dtype").asText().startsWith("float");
    INDArray flat = real ? Nd4j.createFromArray(floats(array)) : Nd4j.createFromArray(ints(array));
    return shape(array).length == 0 ? flat.reshape() : flat.reshape(shape(array)).dup('c');
  }

  /**
   * Fails unless these are the numbers of an array, as near as the codes of the other methods were
   * recomputed: 1e-5 of the largest plus 1e-6, or 1e-4 of the largest where that is below 1e-3.
   */
  public void assertClose(String array, double... actual) {
    double[] expected = doubles(array);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    double tolerance = largest < 1e-3 ? 1e-4 * largest + 1e-8 : 1e-5 * largest + 1e-6;
    assertWithin(tolerance, array, actual);
  }

  /** {@link #assertClose(String, double...)} with a tolerance of one's own. */
  public void assertWithin(double tolerance, String array, double... actual) {
    double[] expected = doubles(array);
    Assertions.assertThat(actual).as("%s %s: length", this, array).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      Assertions.assertThat(actual[i])
          .as("%s %s at %s", this, array, i)
          .isCloseTo(expected[i], Assertions.within(tolerance));
    }
  }

  /** {@link #assertClose(String, double...)} for an array in any layout of memory. */
  public void assertClose(String array, INDArray actual) {
    assertClose(array, actual.castTo(DataType.DOUBLE).dup('c').data().asDouble());
  }

  /** As {@link #doubles}, for arrays of integers. */
  public int[] ints(String array) {
    double[] values = doubles(array);
    int[] result = new int[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (int) values[i];
    }
    return result;
  }

  /** The labels with void (255) as 0: to the official code's losses it is a negative. */
  public int[] labels() {
    return Arrays.stream(ints("label")).map(label -> label == 255 ? 0 : label).toArray();
  }

  /** A number of the case's description, such as {@code n_old_classes}. */
  public int integer(String key) {
    return meta.get(key).asInt();
  }

  /** A number of the case's description, such as {@code gamma}. */
  public double number(String key) {
    return meta.get(key).asDouble();
  }

  private static double number(JsonNode node) {
    return node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble();
  }

  @Override
  public String toString() {
    return item + "/" + name;
  }
}
