// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.ciss4j.graph.SharedPack;
import org.ciss4j.graph.weights.tensor.ElementType;
import org.ciss4j.graph.weights.tensor.TensorEntry;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files of others: Python's safetensors 0.8.0 with NumPy, and the reference pack. */
class SafetensorsReferenceTest {
  /** What a state dict holds that no optimiser trains. */
  private static final List<String> STATISTICS =
      List.of("running_mean", "running_var", "num_batches_tracked");

  @TempDir Path folder;

  @Test
  void readsWhatPythonWrites() throws URISyntaxException {
    Path file =
        Path.of(Objects.requireNonNull(getClass().getResource("python.safetensors")).toURI());

    Map<String, INDArray> arrays = Safetensors.read(file);

    for (ElementType type : ElementType.values()) {
      INDArray array = arrays.get(type.name());
      if (type == ElementType.BF16) {
        continue; // NumPy has none
      }
      int first = type.name().startsWith("U") ? 0 : -3;
      assertThat(array.dataType()).isEqualTo(type.dataType());
      assertThat(array.shape()).containsExactly(2, 3);
      for (int i = 0; i < 6; i++) {
        double expected = type == ElementType.BOOL ? new int[] {1, 0, 1, 0, 0, 1}[i] : first + i;
        assertThat(array.getDouble(i)).as(type.name()).isEqualTo(expected);
      }
    }
    assertThat(arrays.get("scalar")).isEqualTo(Nd4j.scalar(0.1f));
    assertThat(arrays.get("empty").shape()).containsExactly(0, 3);
    assertThat(arrays.get("größe 尺").toLongVector()).containsExactly(7);
    assertThat(Safetensors.metadata(file)).isEqualTo(Map.of("format", "np", "note", "größe \"尺\""));
  }

  @Test
  void readsNamesShapesAndTypesOfTheTinyNetwork() throws IOException {
    Map<String, INDArray> arrays =
        Safetensors.read(SharedPack.require("parity/tiny/weights.safetensors"));
    JsonNode meta =
        new ObjectMapper().readTree(SharedPack.require("parity/tiny/meta.json").toFile());

    List<String> found =
        arrays.entrySet().stream()
            .map(e -> describe(e.getKey(), e.getValue().shape(), e.getValue().dataType()))
            .toList();
    List<String> expected =
        StreamSupport.stream(meta.get("keys").spliterator(), false)
            .map(SafetensorsReferenceTest::describe)
            .toList();
    assertThat(found).containsExactlyElementsOf(expected);
    assertThat(trainable(arrays)).isEqualTo(meta.get("params").asLong()).isEqualTo(120_138);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parity/tiny/weights",
        "parity/tiny/eval",
        "parity/tiny_trainsteps/base_batches",
        "weights/mobilenet_v2-imagenet-trunk",
        "weights/resnet18-imagenet-layer1to3"
      })
  void keepsEveryBitOfTheReferencePack(String name) {
    Path original = SharedPack.require(name + ".safetensors");
    Path copy = folder.resolve("copy");

    Map<String, INDArray> arrays = Safetensors.read(original);
    Safetensors.write(copy, arrays, Safetensors.metadata(original));
    List<TensorEntry> entries = Safetensors.inspect(original);
    List<TensorEntry> copied = Safetensors.inspect(copy);

    assertThat(arrays.keySet()).containsExactlyElementsOf(names(entries));
    assertThat(names(copied)).isEqualTo(names(entries));
    assertThat(Safetensors.metadata(copy)).isEqualTo(Safetensors.metadata(original));
    byte[] before = RawFiles.read(original);
    byte[] after = RawFiles.read(copy);
    for (int i = 0; i < entries.size(); i++) {
      byte[] data = RawFiles.data(before, entries.get(i));
      assertThat(RawFiles.data(after, copied.get(i))).isEqualTo(data);
      assertThat(elements(arrays.get(entries.get(i).name()))).isEqualTo(data);
    }
  }

  @Test
  void readsTheRealTrunks() {
    Map<String, INDArray> mobileNet =
        Safetensors.read(SharedPack.require("weights/mobilenet_v2-imagenet-trunk.safetensors"));
    Map<String, INDArray> resNet =
        Safetensors.read(SharedPack.require("weights/resnet18-imagenet-layer1to3.safetensors"));

    assertThat(trainable(mobileNet)).isEqualTo(2_223_872);
    assertThat(mobileNet.get("features.0.0.weight").shape()).containsExactly(32, 3, 3, 3);
    assertThat(trainable(resNet)).isEqualTo(2_782_784);
    assertThat(resNet.get("conv1.weight").shape()).containsExactly(64, 3, 7, 7);
    assertThat(resNet.get("bn1.num_batches_tracked").isScalar()).isTrue();
  }

  @Test
  void refusesPyTorchsOwnFormats() {
    for (String name : List.of("trunk.pth", "trunk-legacy.pth")) {
      Path file = SharedPack.require("weights/mobilenet_v2-imagenet-" + name);
      assertThatThrownBy(() -> Safetensors.read(file))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("check that this is a safetensors file");
    }
  }

  /** The elements as ND4J hands them out, put into bytes here. */
  private static byte[] elements(INDArray array) {
    byte[] elements = new byte[(int) array.length() * array.dataType().width()];
    ByteBuffer bytes = RawFiles.littleEndian(elements);
    switch (array.dataType()) {
      case FLOAT -> bytes.asFloatBuffer().put(array.data().asFloat());
      case LONG -> bytes.asLongBuffer().put(array.data().asLong());
      case UBYTE -> bytes.put(array.data().asBytes());
      default -> throw new AssertionError(array.dataType());
    }
    return elements;
  }

  private static long trainable(Map<String, INDArray> arrays) {
    return arrays.entrySet().stream()
        .filter(e -> STATISTICS.stream().noneMatch(e.getKey()::endsWith))
        .mapToLong(e -> e.getValue().length())
        .sum();
  }

  private static List<String> names(List<TensorEntry> entries) {
    return entries.stream().map(TensorEntry::name).toList();
  }

  private static String describe(JsonNode key) {
    long[] shape =
        StreamSupport.stream(key.get(1).spliterator(), false).mapToLong(JsonNode::asLong).toArray();
    DataType type = key.get(2).asText().equals("int64") ? DataType.INT64 : DataType.FLOAT;
    return describe(key.get(0).asText(), shape, type);
  }

  private static String describe(String name, long[] shape, DataType type) {
    return name + " " + Arrays.toString(shape) + " " + type;
  }
}
