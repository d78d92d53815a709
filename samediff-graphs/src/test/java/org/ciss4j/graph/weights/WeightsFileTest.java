// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.SharedPack;
import org.ciss4j.graph.weights.tensor.ElementType;
import org.ciss4j.graph.weights.tensor.TensorInfo;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files as PyTorch 1.13 wrote them. */
class WeightsFileTest {
  @TempDir Path folder;

  private static Map<String, INDArray> read(String name) {
    return WeightsFile.read(TorchFiles.resource(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.pth", "types-legacy.pth"})
  void readsEveryType(String file) {
    Map<String, INDArray> arrays = read(file);

    assertThat(arrays.keySet())
        .containsExactly(
            "float32",
            "float16",
            "bfloat16",
            "float64",
            "int64",
            "int32",
            "int16",
            "int8",
            "uint8",
            "bool");
    arrays.forEach(
        (name, array) -> {
          assertThat(array.dataType()).as(name).isEqualTo(arrayType(name));
          assertThat(array.shape()).containsExactly(2, 3);
          for (int i = 0; i < 6; i++) {
            assertThat(array.getDouble(i))
                .as(name)
                .isEqualTo(name.equals("bool") ? i > 0 ? 1 : 0 : i);
          }
        });
  }

  private static DataType arrayType(String name) {
    return switch (name) {
      case "int64" -> DataType.INT64;
      case "int32" -> DataType.INT32;
      case "int16" -> DataType.INT16;
      case "int8" -> DataType.INT8;
      case "uint8" -> DataType.UINT8;
      case "bool" -> DataType.BOOL;
      default -> DataType.FLOAT;
    };
  }

  @ParameterizedTest
  @CsvSource({"types.pth, PYTORCH", "types-legacy.pth, PYTORCH_LEGACY"})
  void inspectsTypesOfTheFile(String file, WeightsFormat format) {
    WeightsSummary summary = WeightsFile.inspect(TorchFiles.resource(file));

    assertThat(summary.format()).isEqualTo(format);
    assertThat(summary.tensors())
        .extracting(TensorInfo::type)
        .containsExactly(
            ElementType.F32,
            ElementType.F16,
            ElementType.BF16,
            ElementType.F64,
            ElementType.I64,
            ElementType.I32,
            ElementType.I16,
            ElementType.I8,
            ElementType.U8,
            ElementType.BOOL);
    assertThat(summary.tensors()).extracting(TensorInfo::shape).containsOnly(List.of(2L, 3L));
    assertThat(summary.elements()).isEqualTo(60);
    assertThat(summary.bytes()).isEqualTo(6 * (4 + 2 + 2 + 8 + 8 + 4 + 2 + 1 + 1 + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"views.pth", "views-legacy.pth"})
  void readsViewsOfSharedStorages(String file) {
    Map<String, INDArray> arrays = read(file);

    float[] base = new float[24];
    for (int i = 0; i < base.length; i++) {
      base[i] = i;
    }
    assertArray(arrays.get("base"), new long[] {24}, base);
    assertArray(arrays.get("matrix"), new long[] {4, 6}, base);
    assertArray(
        arrays.get("transposed"),
        new long[] {6, 4},
        0,
        6,
        12,
        18,
        1,
        7,
        13,
        19,
        2,
        8,
        14,
        20,
        3,
        9,
        15,
        21,
        4,
        10,
        16,
        22,
        5,
        11,
        17,
        23);
    assertArray(arrays.get("columns"), new long[] {4, 2}, 1, 2, 7, 8, 13, 14, 19, 20);
    assertArray(arrays.get("every_third"), new long[] {8}, 2, 5, 8, 11, 14, 17, 20, 23);
    assertArray(
        arrays.get("overlapping"), new long[] {3, 4}, 5, 6, 7, 8, 7, 8, 9, 10, 9, 10, 11, 12);
    assertArray(arrays.get("expanded"), new long[] {5}, 7, 7, 7, 7, 7);
    assertArray(arrays.get("rows_repeated"), new long[] {2, 3}, 0, 1, 2, 0, 1, 2);
    float[] image = new float[48];
    for (int i = 0; i < image.length; i++) {
      image[i] = i;
    }
    assertArray(arrays.get("channels_last"), new long[] {2, 3, 2, 4}, image);
    assertArray(arrays.get("scalar"), new long[0], 9);
    assertArray(arrays.get("one_by_one"), new long[] {1, 1}, 9);
    assertArray(arrays.get("empty"), new long[] {0, 4});
    assertArray(arrays.get("empty_view"), new long[] {0});
    assertArray(arrays.get("bytes"), new long[] {4, 3}, 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
    assertArray(arrays.get("longs"), new long[] {3, 2}, 0, 3, 1, 4, 2, 5);
    assertArray(arrays.get("halves"), new long[] {3, 2}, 0, 3, 1, 4, 2, 5);
    assertThat(arrays.get("longs").dataType()).isEqualTo(DataType.INT64);
    assertThat(arrays.get("channels_last").dataType()).isEqualTo(DataType.INT16);
  }

  private static void assertArray(INDArray array, long[] shape, float... values) {
    assertThat(array.shape()).isEqualTo(shape);
    assertThat(array.isEmpty()).isEqualTo(values.length == 0);
    if (values.length > 0) {
      assertThat(array.ordering()).isEqualTo('c');
      assertThat(array.data().asFloat()).isEqualTo(values);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint.pth", "checkpoint-legacy.pth"})
  void findsTheStateDictBesideOptimizerAndUnknownClasses(String file) {
    Map<String, INDArray> arrays = read(file);

    assertThat(arrays.keySet())
        .containsExactly(
            "0.weight",
            "1.weight",
            "1.bias",
            "1.running_mean",
            "1.running_var",
            "1.num_batches_tracked");
    assertArray(arrays.get("0.weight"), new long[] {3, 2, 1, 1}, 0, 1, 2, 3, 4, 5);
    assertArray(arrays.get("1.weight"), new long[] {3}, 1, 1, 1);
    assertThat(arrays.get("1.num_batches_tracked")).isEqualTo(Nd4j.scalar(1L));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5})
  void readsEveryProtocol(int protocol) {
    for (String end : List.of(".pth", "-legacy.pth")) {
      Map<String, INDArray> arrays = read("protocol" + protocol + end);

      assertThat(arrays.keySet()).containsExactly("weight", "steps");
      assertArray(arrays.get("weight"), new long[] {2, 2}, 1, 2, 3, 4);
      assertThat(arrays.get("steps")).isEqualTo(Nd4j.scalar(300L));
    }
  }

  @Test
  void readsTensorsWithAttributes() {
    assertArray(read("tagged.pth").get("tagged"), new long[] {2}, 1, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "module.pth, torch.nn.modules.linear.Linear, torch.save(model.state_dict()",
    "quantized.pth, torch._utils._rebuild_qtensor, make it a plain tensor",
    "complex.pth, torch.ComplexFloatStorage, convert it to float32",
    "script.pth, a TorchScript program, torch.jit.load"
  })
  void refusesWhatIsNoStateDictOfPlainTensors(String name, String found, String advice) {
    Path file = TorchFiles.resource(name);
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageStartingWith(file + ": expected ")
        .hasMessageContaining(found)
        .hasMessageContaining(advice);
    assertThatThrownBy(() -> WeightsFile.inspect(file)).isInstanceOf(WeightsFormatException.class);
  }

  @Test
  void readsDoublesOfSafetensorsAsFloats() {
    Path file = folder.resolve("doubles");
    Safetensors.write(file, Map.of("a", Nd4j.createFromArray(0.1, 1e300)), Map.of());

    INDArray array = WeightsFile.read(file).get("a");

    assertArray(array, new long[] {2}, 0.1f, Float.POSITIVE_INFINITY);
    assertThat(array.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(WeightsFile.inspect(file).tensors())
        .containsExactly(new TensorInfo("a", ElementType.F64, List.of(2L)));
    assertThat(Safetensors.read(file).get("a").dataType()).isEqualTo(DataType.DOUBLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.pth", "views.pth", "checkpoint-legacy.pth"})
  void keepsEveryBitOnTheWayToSafetensors(String name) {
    Map<String, INDArray> arrays = read(name);
    Path copy = folder.resolve("copy");

    Safetensors.write(copy, arrays, Map.of());

    assertSame(WeightsFile.read(copy), arrays);
  }

  @Test
  void readsRealNetworksFromAllFormatsAlike() {
    String mobileNet = "weights/mobilenet_v2-imagenet-trunk";
    Map<String, INDArray> expected =
        WeightsFile.read(SharedPack.require(mobileNet + ".safetensors"));
    assertSame(WeightsFile.read(SharedPack.require(mobileNet + ".pth")), expected);
    assertSame(WeightsFile.read(SharedPack.require(mobileNet + "-legacy.pth")), expected);
    String resNet = "weights/resnet18-imagenet-layer1to3";
    assertSame(
        WeightsFile.read(SharedPack.require(resNet + ".pth")),
        WeightsFile.read(SharedPack.require(resNet + ".safetensors")));
  }

  @Test
  void inspectsRealNetworksFromAllFormatsAlike() {
    String mobileNet = "weights/mobilenet_v2-imagenet-trunk";
    WeightsSummary expected = WeightsFile.inspect(SharedPack.require(mobileNet + ".safetensors"));
    for (String end : List.of(".pth", "-legacy.pth")) {
      assertThat(WeightsFile.inspect(SharedPack.require(mobileNet + end)).tensors())
          .containsExactlyInAnyOrderElementsOf(expected.tensors());
    }
  }

  /** The same names, types, shapes and bits. */
  private static void assertSame(Map<String, INDArray> found, Map<String, INDArray> expected) {
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach(
        (name, array) -> {
          INDArray other = found.get(name);
          assertThat(other.dataType()).as(name).isEqualTo(array.dataType());
          assertThat(other.shape()).as(name).isEqualTo(array.shape());
          if (!array.isEmpty()) {
            assertThat(other.data().asBytes()).as(name).isEqualTo(array.data().asBytes());
          }
        });
  }
}
