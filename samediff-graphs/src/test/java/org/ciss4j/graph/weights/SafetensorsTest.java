// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.ciss4j.graph.weights.tensor.ElementType;
import org.ciss4j.graph.weights.tensor.TensorEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SafetensorsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void keepsEveryTypeBitByBit(ElementType type) {
    byte[] data = new byte[6 * type.bytes()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (type == ElementType.BOOL ? i % 2 : 37 * i + 129);
    }
    String header =
        "{\"a\":{\"dtype\":\"%s\",\"shape\":[2,3],\"data_offsets\":[0,%d]}}"
            .formatted(type, data.length);
    Path original = RawFiles.write(path("original"), RawFiles.bytes(header, data));

    INDArray array = Safetensors.read(original).get("a");
    Path copy = write(Map.of("a", array));

    assertThat(array.dataType()).isEqualTo(type.dataType());
    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.ordering()).isEqualTo('c');
    assertThat(array.isView()).isFalse();
    if (type.dataType() == DataType.FLOAT && type != ElementType.F32) {
      assertThat(Safetensors.inspect(copy).get(0).type()).isEqualTo(ElementType.F32);
    } else {
      assertThat(RawFiles.data(copy, Safetensors.inspect(copy).get(0))).isEqualTo(data);
    }
  }

  @Test
  void readsAndWritesArraysOfManyMegabytes() {
    int length = (1 << 20) + 12_345;
    byte[] data = new byte[length * Integer.BYTES + length];
    ByteBuffer rest = RawFiles.littleEndian(data);
    IntStream.range(0, length).forEach(i -> rest.putInt(i * 31));
    IntStream.range(0, length).forEach(i -> rest.put((byte) (i % 3)));
    String header =
        "{\"a\":{\"dtype\":\"I32\",\"shape\":[%d],\"data_offsets\":[0,%d]},"
                .formatted(length, 4 * length)
            + "\"b\":{\"dtype\":\"BOOL\",\"shape\":[%d],\"data_offsets\":[%d,%d]}}"
                .formatted(length, 4 * length, 5 * length);
    Path original = RawFiles.write(path("original"), RawFiles.bytes(header, data));

    Map<String, INDArray> arrays = Safetensors.read(original);
    Path copy = write(arrays);

    assertThat(arrays.get("a").toIntVector())
        .isEqualTo(IntStream.range(0, length).map(i -> i * 31).toArray());
    assertThat(RawFiles.data(copy, Safetensors.inspect(copy).get(0)))
        .isEqualTo(Arrays.copyOf(data, 4 * length));
    byte[] truths = RawFiles.data(copy, Safetensors.inspect(copy).get(1));
    assertThat(IntStream.range(0, length).filter(i -> truths[i] != Math.min(1, i % 3))).isEmpty();
  }

  @Test
  void keepsNotANumbersInfinitiesAndNegativeZero() {
    int[] bits = {0x7fc00001, 0xffc0_1234, 0x7f80_0000, 0xff80_0000, 0x8000_0000, 1, 0x007f_ffff};
    float[] values = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.intBitsToFloat(bits[i]);
    }

    INDArray read = roundTrip(Nd4j.createFromArray(values));

    float[] found = read.toFloatVector();
    assertThat(IntStream.range(0, bits.length).map(i -> Float.floatToRawIntBits(found[i])))
        .containsExactlyElementsOf(IntStream.of(bits).boxed().toList());
  }

  @Test
  void widensEveryHalf() {
    float[] values = widened(ElementType.F16);

    for (int bits = 0; bits < values.length; bits++) {
      int exponent = bits >> 10 & 31;
      int fraction = bits & 1023;
      float magnitude =
          exponent == 31
              ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
              : exponent == 0
                  ? Math.scalb((float) fraction, -24)
                  : Math.scalb((float) (1024 + fraction), exponent - 25);
      float expected = bits < 0x8000 ? magnitude : -magnitude;
      assertThat(Float.floatToIntBits(values[bits])).isEqualTo(Float.floatToIntBits(expected));
    }
  }

  @Test
  void widensEveryBfloat16() {
    float[] values = widened(ElementType.BF16);

    for (int bits = 0; bits < values.length; bits++) {
      assertThat(Float.floatToRawIntBits(values[bits])).isEqualTo(bits << 16);
    }
  }

  private float[] widened(ElementType type) {
    byte[] data = new byte[2 << 16];
    ByteBuffer rest = RawFiles.littleEndian(data);
    IntStream.range(0, 1 << 16).forEach(bits -> rest.putShort((short) bits));
    String header =
        "{\"a\":{\"dtype\":\"%s\",\"shape\":[65536],\"data_offsets\":[0,131072]}}".formatted(type);
    Path file = RawFiles.write(path("half"), RawFiles.bytes(header, data));
    return Safetensors.read(file).get("a").toFloatVector();
  }

  @Test
  void storesHalvesAsTheyAre() {
    for (DataType type : List.of(DataType.FLOAT16, DataType.BFLOAT16)) {
      Path file = write(Map.of("a", Nd4j.createFromArray(1.5f, -2f).castTo(type)));

      assertThat(Safetensors.inspect(file).get(0).elements()).isEqualTo(2);
      assertThat(Safetensors.inspect(file).get(0).end()).isEqualTo(4);
      assertThat(Safetensors.read(file).get("a").toFloatVector()).containsExactly(1.5f, -2f);
    }
  }

  @Test
  void takesAnyByteButZeroForTrue() {
    String header = "{\"a\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[0,3]}}";
    byte[] data = {0, 2, (byte) 255};
    Path file = RawFiles.write(path("w"), RawFiles.bytes(header, data));

    INDArray read = Safetensors.read(file).get("a");

    assertThat(read).isEqualTo(Nd4j.createFromArray(false, true, true));
    assertThat(read.castTo(DataType.INT32).sumNumber().intValue()).isEqualTo(2);
  }

  static Stream<long[]> shapes() {
    return Stream.of(
        new long[] {},
        new long[] {0},
        new long[] {1},
        new long[] {1, 1, 1, 1},
        new long[] {0, 3},
        new long[] {2, 0, 3},
        LongStream.generate(() -> 1).limit(32).toArray());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void keepsScalarsAndEmptyArrays(long[] shape) {
    for (DataType type : List.of(DataType.FLOAT, DataType.INT64, DataType.UINT8, DataType.BOOL)) {
      INDArray array = Nd4j.create(type, shape);
      boolean empty = array.isEmpty();
      if (!empty) {
        array.assign(1);
      }

      INDArray read = roundTrip(array);

      assertThat(read.shape()).isEqualTo(shape);
      assertThat(read.dataType()).isEqualTo(type);
      assertThat(read.isEmpty()).isEqualTo(empty);
      assertThat(read).isEqualTo(array);
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesViewsInTheOrderOfTheirElements(ElementType type) {
    INDArray base = Nd4j.arange(24).castTo(type.dataType()).reshape(2, 3, 4);
    Map<String, INDArray> views = new LinkedHashMap<>();
    views.put("fortran", base.dup('f'));
    views.put("transposed", base.permute(2, 0, 1));
    views.put("row", base.get(NDArrayIndex.point(1), NDArrayIndex.all(), NDArrayIndex.all()));
    views.put("column", base.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(3)));
    views.put(
        "strided",
        base.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(1, 2, 4)));
    views.put("element", base.get(NDArrayIndex.point(1), NDArrayIndex.point(2)).getScalar(3));
    views.put("reshaped", base.reshape(6, 4));

    Map<String, INDArray> read = Safetensors.read(write(views));

    views.forEach(
        (name, view) -> {
          INDArray array = read.get(name);
          assertThat(array.shape()).as(name).isEqualTo(view.shape());
          assertThat(array.ordering()).isEqualTo('c');
          // Element by element, through ND4J's own indexing by coordinates.
          for (long i = 0; i < view.length(); i++) {
            long[] at = Shape.ind2subC(view.shape(), i);
            assertThat(array.getDouble(at)).as(name + " " + i).isEqualTo(view.getDouble(at));
          }
        });
  }

  @Test
  void writesBroadcastArrays() {
    INDArray array = Nd4j.createFromArray(1f, 2f).reshape(2, 1).broadcast(2, 3);

    assertThat(roundTrip(array).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 1, 1}, {2, 2, 2}});
  }

  @Test
  void handsOutArraysThatOutliveAWorkspace() {
    Path file = write(Map.of("a", Nd4j.createFromArray(1f, 2f)));
    INDArray read;
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager()
            .getAndActivateWorkspace(
                WorkspaceConfiguration.builder().initialSize(1 << 16).build(), "weights-test")) {
      read = Safetensors.read(file).get("a");
      assertThat(workspace.getPrimaryOffset()).isZero();
    }

    assertThat(read.isAttached()).isFalse();
    assertThat(read.toFloatVector()).containsExactly(1, 2);
  }

  @Test
  void keepsTheOrderOfNamesAndAlignsTheData() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("z", Nd4j.createFromArray((byte) 1, (byte) 2, (byte) 3));
    arrays.put("m", Nd4j.createFromArray(1f));
    arrays.put("a", Nd4j.scalar(5L));
    arrays.put("k", Nd4j.createFromArray(2f));
    arrays.put("none", Nd4j.create(DataType.INT64, 0));

    Path file = write(arrays);

    assertThat(Safetensors.read(file).keySet()).containsExactly("z", "m", "a", "k", "none");
    assertThat(Safetensors.inspect(file))
        .extracting(TensorEntry::begin)
        .containsExactly(16L, 8L, 0L, 12L, 8L);
    assertThat(RawFiles.littleEndian(8).put(RawFiles.read(file), 0, 8).getLong(0) % 8).isZero();
  }

  @Test
  void writesEqualContentToEqualBytes() {
    Map<String, INDArray> arrays = Map.of("a", Nd4j.createFromArray(1f));
    Safetensors.write(path("1"), arrays, Map.of("x", "1", "y", "2", "z", "3"));
    Safetensors.write(path("2"), arrays, new LinkedHashMap<>(Map.of("z", "3", "y", "2", "x", "1")));

    assertThat(path("1")).hasSameBinaryContentAs(path("2"));
  }

  @Test
  void keepsMetadataAndNamesOfAnyText() {
    Map<String, String> metadata = Map.of("", "", "größe \"尺\"\n", "\\ \u0000 \ud83d\ude00");
    String name = "größe.\"尺\".\ud83d\ude00\n";

    Safetensors.write(path("w"), Map.of(name, Nd4j.scalar(1f)), metadata);

    assertThat(Safetensors.metadata(path("w"))).isEqualTo(metadata);
    assertThat(Safetensors.read(path("w"))).containsOnlyKeys(name);
  }

  @Test
  void refusesWhatCannotBeStored() throws IOException {
    INDArray one = Nd4j.scalar(1f);
    Map<String, String> none = Map.of();

    assertThatThrownBy(() -> Safetensors.write(path("w"), Map.of("__metadata__", one), none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rename");
    assertThatThrownBy(() -> Safetensors.write(path("w"), Map.of("a", Nd4j.scalar("x")), none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected numbers or truth values as 'a', found UTF8; safetensors cannot store it,"
                + " leave it out");
    for (String half : List.of("\ud83d", "x\ude00", "\ud83dx")) {
      assertThatThrownBy(() -> Safetensors.write(path("w"), Map.of(half, one), none))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Unicode");
      assertThatThrownBy(() -> Safetensors.write(path("w"), Map.of(), Map.of("k", half)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Unicode");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void replacesAFileOrLeavesItAlone() throws IOException {
    Path file = write(Map.of("a", Nd4j.scalar(1f)));
    INDArray closed = Nd4j.createFromArray(1f, 2f);
    closed.close();

    assertThatThrownBy(() -> Safetensors.write(file, Map.of("a", closed), Map.of()))
        .isInstanceOf(RuntimeException.class);
    assertThat(Safetensors.read(file).get("a").getFloat(0)).isEqualTo(1);

    Safetensors.write(file, Map.of("a", Nd4j.scalar(2f)), Map.of());
    assertThat(Safetensors.read(file).get("a").getFloat(0)).isEqualTo(2);
    assertThat(files()).containsExactly(file);
  }

  @Test
  void writesBesideWhatAKilledWriterLeft() throws IOException {
    Path left = Files.createFile(path("w.tmp"));

    Safetensors.write(path("w"), Map.of("a", Nd4j.scalar(1f)), Map.of());

    assertThat(files()).containsExactlyInAnyOrder(left, path("w"));
  }

  @Test
  void leavesNothingBehindWhereItCannotRename() throws IOException {
    Path directory = Files.createDirectory(path("w"));
    Files.createFile(directory.resolve("x"));

    assertThatThrownBy(() -> Safetensors.write(directory, Map.of("a", Nd4j.scalar(1f)), Map.of()))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(files()).containsExactly(directory);
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThatThrownBy(() -> Safetensors.read(path("missing")))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void returnsImmutableCollections() {
    Path file = write(Map.of("a", Nd4j.scalar(1f)));

    assertThat(Safetensors.read(file)).isUnmodifiable();
    assertThat(Safetensors.metadata(file)).isUnmodifiable();
    assertThat(Safetensors.inspect(file)).isUnmodifiable();
    assertThat(Safetensors.inspect(file).get(0).shape()).isUnmodifiable();
  }

  private INDArray roundTrip(INDArray array) {
    return Safetensors.read(write(Map.of("a", array))).get("a");
  }

  private Path write(Map<String, INDArray> arrays) {
    Path file = path("written");
    Safetensors.write(file, arrays, Map.of());
    return file;
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
