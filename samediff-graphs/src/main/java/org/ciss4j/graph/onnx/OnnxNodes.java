// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;

/** The nodes and constants of a graph, in whatever order they come. */
final class OnnxNodes {
  private final List<NodeProto> nodes = new ArrayList<>();
  private final Map<String, TensorProto> constants = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();

  /** An integer attribute. */
  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  /** An attribute of several integers. */
  static AttributeProto integers(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(LongStream.of(values).boxed().toList())
        .build();
  }

  /** A floating-point attribute. */
  static AttributeProto number(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  /** A word as an attribute. */
  static AttributeProto word(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  /**
   * A node with one output.
   *
   * @param type of the operator
   * @return the name of its output
   */
  String add(String type, List<String> inputs, AttributeProto... attributes) {
    String output = unused(type);
    add(output, type, inputs, attributes);
    return output;
  }

  /** The same with an output of this name. */
  void add(String output, String type, List<String> inputs, AttributeProto... attributes) {
    names.add(output);
    nodes.add(
        NodeProto.newBuilder()
            .setName(output)
            .setOpType(type)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(Arrays.asList(attributes))
            .build());
  }

  private String unused(String type) {
    int number = 0;
    while (names.contains(type + "_" + number)) {
      number++;
    }
    return type + "_" + number;
  }

  /** A constant of these integers: its name. */
  String integers(long... values) {
    String name = "int64" + Arrays.toString(values);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    put(name, TensorProto.DataType.INT64, new long[] {values.length}, bytes);
    return name;
  }

  /** A scalar constant: its name. */
  String scalar(double value) {
    String name = "float " + (float) value;
    put(name, TensorProto.DataType.FLOAT, new long[0], floats((float) value));
    return name;
  }

  /** Constants along the channels of maps {@code [N, C, H, W]}: their name. */
  String perChannel(String name, List<Float> values) {
    float[] numbers = new float[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i);
    }
    put(name, TensorProto.DataType.FLOAT, new long[] {1, numbers.length, 1, 1}, floats(numbers));
    return name;
  }

  /** A constant float array; a copy. */
  void constant(String name, INDArray array) {
    if (constants.containsKey(name)) {
      return;
    }
    try (INDArray ordered = array.dup('c')) {
      put(name, TensorProto.DataType.FLOAT, array.shape(), floats(ordered.data().asFloat()));
    }
  }

  private static ByteBuffer floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  private void put(String name, TensorProto.DataType type, long[] shape, ByteBuffer bytes) {
    constants.put(
        name,
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .addAllDims(LongStream.of(shape).boxed().toList())
            .setRawData(ByteString.copyFrom(bytes))
            .build());
  }

  /**
   * All of it; nodes in an order in which each comes after what it reads, as the format wants.
   *
   * @param input name of what is put in
   */
  GraphProto.Builder graph(String input) {
    GraphProto.Builder graph = GraphProto.newBuilder().addAllInitializer(constants.values());
    Set<String> there = new HashSet<>(constants.keySet());
    there.add(input);
    List<NodeProto> waiting = new ArrayList<>(nodes);
    while (!waiting.isEmpty()) {
      List<NodeProto> later = new ArrayList<>();
      for (NodeProto node : waiting) {
        if (there.containsAll(node.getInputList().stream().filter(s -> !s.isEmpty()).toList())) {
          graph.addNode(node);
          there.addAll(node.getOutputList());
        } else {
          later.add(node);
        }
      }
      if (later.size() == waiting.size()) {
        throw new IllegalStateException("nothing puts out what " + later.get(0) + " reads");
      }
      waiting = later;
    }
    return graph;
  }
}
