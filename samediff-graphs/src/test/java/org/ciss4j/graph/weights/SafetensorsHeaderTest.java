// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.graph.weights.tensor.ElementType;
import org.ciss4j.graph.weights.tensor.TensorEntry;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the format asks of a header, and what is said when it does not hold. */
class SafetensorsHeaderTest {
  private static final int DATA_BYTES = 8;

  @TempDir Path folder;

  static Stream<Arguments> brokenHeaders() {
    return Stream.of(
        broken("", "starts with '{', found no header"),
        broken("[]", "starts with '{', found byte 0x5b"),
        broken(" {}", "starts with '{', found byte 0x20"),
        broken("{", "in JSON"),
        broken("{}}", "in JSON"),
        broken("{} {}", "nothing but spaces after"),
        broken("{}\0", "in JSON"),
        broken("{'a':1}", "in JSON"),
        broken("{\"a\":", "in JSON"),
        broken("{\"a\":1}", "an object as 'a', found '1'"),
        broken("{\"a\":null}", "an object as 'a', found 'null'"),
        broken(nested(5000), "in JSON"),
        broken(
            "{" + a("\"F32\"", "[2]", "[0,8]") + "," + a("\"F32\"", "[2]", "[0,8]") + "}", "Dup"),
        broken("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", "Duplicate"),
        broken("{\"__metadata__\":{\"k\":\"v\",\"k\":\"w\"}}", "Duplicate"),
        broken("{\"__metadata__\":{},\"__metadata__\":{}}", "Duplicate"),
        broken("{\"__metadata__\":[]}", "an object as __metadata__, found '['"),
        broken("{\"__metadata__\":{\"k\":1}}", "a string as metadata 'k', found '1'"),
        broken("{\"__metadata__\":{\"k\":{}}}", "a string as metadata 'k', found '{'"),
        tensor("\"F31\"", "[2]", "[0,8]", "a dtype of 'a' among [BOOL, U8"),
        tensor("\"f32\"", "[2]", "[0,8]", "found 'f32'"),
        tensor("32", "[2]", "[0,8]", "a string as dtype of 'a', found '32'"),
        tensor("\"F32\"", "2", "[0,8]", "a list as shape of 'a', found '2'"),
        tensor("\"F32\"", "[-2]", "[0,8]", "0 to 2^63 - 1 as shape of 'a', found '-2'"),
        tensor("\"F32\"", "[2.0]", "[0,8]", "whole numbers as shape of 'a', found '2.0'"),
        tensor("\"F32\"", "[2e0]", "[0,8]", "whole numbers as shape of 'a'"),
        tensor("\"F32\"", "[\"2\"]", "[0,8]", "whole numbers as shape of 'a'"),
        tensor("\"F32\"", "[[2]]", "[0,8]", "whole numbers as shape of 'a'"),
        tensor("\"F32\"", "[9223372036854775808]", "[0,8]", "0 to 2^63 - 1"),
        tensor("\"F32\"", "[18446744073709551615]", "[0,8]", "0 to 2^63 - 1"),
        tensor("\"F32\"", "[" + "9".repeat(2000) + "]", "[0,8]", "in JSON"),
        tensor("\"F32\"", "[4611686018427387904]", "[0,8]", "less than 2^63 bytes"),
        tensor("\"F32\"", "[4294967296,4294967296]", "[0,0]", "less than 2^63 bytes"),
        tensor("\"F32\"", "[0,4294967296,4294967296]", "[0,0]", "less than 2^63 bytes"),
        tensor("\"F32\"", "[1" + ",1".repeat(32) + "]", "[0,8]", "at most 32 numbers as shape"),
        tensor("\"F32\"", "[3]", "[0,8]", "12 bytes for F32 [3] of 'a', found 8 bytes"),
        tensor("\"F32\"", "[]", "[0,8]", "4 bytes for F32 [] of 'a', found 8 bytes"),
        tensor("\"F32\"", "[0]", "[0,8]", "0 bytes for F32 [0] of 'a', found 8 bytes"),
        tensor("\"F32\"", "[2]", "[8,0]", "with begin <= end, found [8, 0]"),
        tensor("\"F32\"", "[2]", "[8]", "with begin <= end, found [8]"),
        tensor("\"F32\"", "[2]", "[0,4,8]", "at most 2 numbers as data_offsets"),
        tensor("\"F32\"", "[2]", "[-8,0]", "0 to 2^63 - 1 as data_offsets"),
        tensor("\"F32\"", "[2]", "{}", "a list as data_offsets"),
        tensor("\"F32\"", "[2]", "[1,9]", "'a' to begin at byte 0 of the data, found 1, a gap"),
        tensor("\"F32\"", "[3]", "[0,12]", "12 bytes of data after the header, found 8 bytes"),
        tensor("\"F32\"", "[1]", "[0,4]", "4 bytes of data after the header, found 8 bytes"),
        tensor(
            "\"F32\"", "[1099511627776]", "[0,4398046511104]", "found 8 bytes; the file was cut"),
        broken("{}", "0 bytes of data after the header, found 8 bytes; something was appended"),
        broken("{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", "a dtype of 'a', found none"),
        broken("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", "a shape of 'a', found none"),
        broken("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", "data_offsets of 'a', found none"),
        broken(two("[0,8]", "[0,8]"), "'a' to begin at byte 8 of the data, found 0, an overlap"),
        broken(two("[0,8]", "[4,12]"), "'b' to begin at byte 8 of the data, found 4, an overlap"),
        broken(two("[0,8]", "[12,20]"), "'b' to begin at byte 8 of the data, found 12, a gap"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("brokenHeaders")
  void refusesAHeaderThatDoesNotHold(String header, String message) {
    Path file = RawFiles.write(folder.resolve("w"), RawFiles.bytes(header, DATA_BYTES));

    assertThatThrownBy(() -> Safetensors.inspect(file))
        .isInstanceOfSatisfying(
            WeightsFormatException.class, e -> assertThat(e.file()).isEqualTo(file))
        .hasMessageStartingWith(file + ": expected ")
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1)
        .hasSizeLessThan(file.toString().length() + 400);
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(WeightsFormatException.class);
    assertThatThrownBy(() -> Safetensors.metadata(file)).isInstanceOf(WeightsFormatException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, expected a header that starts with",
    "3, 'expected a header of 3 bytes, found a file with 2 bytes left; the file was cut short'",
    "100000000, expected a header of 100000000 bytes",
    "100000001, expected a header of at most 100000000 bytes",
    "-1, 'at most 100000000 bytes, found 18446744073709551615'"
  })
  void refusesALengthThatDoesNotHold(long length, String message) {
    byte[] prefix = RawFiles.littleEndian(Long.BYTES).putLong(length).array();
    byte[] bytes = RawFiles.concat(prefix, "{}".getBytes(StandardCharsets.UTF_8));
    Path file = RawFiles.write(folder.resolve("w"), bytes);

    assertThatThrownBy(() -> Safetensors.inspect(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAFileWithoutALength() {
    Path file = RawFiles.write(folder.resolve("w"), new byte[7]);

    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("expected at least 8 bytes, found 7 bytes");
  }

  @Test
  void refusesOtherEncodings() {
    for (byte[] text :
        List.of(
            "{}".getBytes(StandardCharsets.UTF_16LE),
            "{\"__metadata__\":{\"k\":\"\u00e9\"}}".getBytes(StandardCharsets.ISO_8859_1),
            new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'})) {
      byte[] length = RawFiles.littleEndian(Long.BYTES).putLong(text.length).array();
      Path file = RawFiles.write(folder.resolve("w"), RawFiles.concat(length, text));

      assertThatThrownBy(() -> Safetensors.inspect(file))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("a header in ");
    }
  }

  @Test
  void saysHostileNamesInOneShortLine() {
    String name = "a\\n\\u001b[31m\\u0085\\u2028" + "b".repeat(1000);
    Path file = RawFiles.write(folder.resolve("w"), RawFiles.bytes("{\"" + name + "\":1}", 0));

    assertThatThrownBy(() -> Safetensors.inspect(file))
        .isInstanceOf(WeightsFormatException.class)
        .message()
        .matches("[\\x20-\\x7e]*")
        .hasSizeLessThan(file.toString().length() + 300);
  }

  @Test
  void readsWhatTheFormatLeavesOpen() {
    String header =
        "{ \"b\":{\"extra\":{\"x\":[1]},\"data_offsets\":[8,9],\"shape\":[1],\"dtype\":\"U8\"},\n"
            + "\"none\":{\"dtype\":\"I64\",\"shape\":[0],\"data_offsets\":[8,8]},"
            + a("\"F32\"", "[1,2]", "[0,8]")
            + "}     ";
    Path file = RawFiles.write(folder.resolve("w"), RawFiles.bytes(header, 9));

    assertThat(Safetensors.inspect(file))
        .containsExactly(
            new TensorEntry("b", ElementType.U8, List.of(1L), 8, 9),
            new TensorEntry("none", ElementType.I64, List.of(0L), 8, 8),
            new TensorEntry("a", ElementType.F32, List.of(1L, 2L), 0, 8));
    assertThat(Safetensors.read(file).get("b").getInt(0)).isEqualTo(9);
    assertThat(Safetensors.metadata(file)).isEmpty();
  }

  @Test
  void readsAnEmptyFile() {
    Path file = RawFiles.write(folder.resolve("w"), RawFiles.bytes("{}", 0));

    assertThat(Safetensors.read(file)).isEmpty();
  }

  @Test
  void allocatesNothingForWhatIsNotThere() {
    byte[] prefix = RawFiles.littleEndian(Long.BYTES).putLong(99_000_000).array();
    Path longHeader = RawFiles.write(folder.resolve("h"), prefix);
    String header = "{" + a("\"U8\"", "[1099511627776]", "[0,1099511627776]") + "}";
    Path longTensor = RawFiles.write(folder.resolve("t"), RawFiles.bytes(header, DATA_BYTES));
    refuse(longTensor); // classes are loaded

    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    refuse(longHeader);
    refuse(longTensor);
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

    assertThat(after - before).isLessThan(4_000_000);
  }

  private static void refuse(Path file) {
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(WeightsFormatException.class);
  }

  private static Arguments broken(String header, String message) {
    return Arguments.of(header, message);
  }

  private static Arguments tensor(String type, String shape, String offsets, String message) {
    return broken("{" + a(type, shape, offsets) + "}", message);
  }

  private static String a(String type, String shape, String offsets) {
    return entry("a", type, shape, offsets);
  }

  private static String two(String offsetsOfA, String offsetsOfB) {
    return "{"
        + entry("b", "\"F32\"", "[2]", offsetsOfB)
        + ","
        + entry("a", "\"F32\"", "[2]", offsetsOfA)
        + "}";
  }

  private static String entry(String name, String type, String shape, String offsets) {
    return "\"%s\":{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, type, shape, offsets);
  }

  private static String nested(int depth) {
    return "{\"a\":{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}}";
  }
}
