// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.ciss4j.graph.weights.PickleBytes;
import org.ciss4j.graph.weights.RawFiles;
import org.ciss4j.graph.weights.TorchFiles;
import org.ciss4j.graph.weights.WeightsFile;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is around the pickles: zip directories, the legacy format's parts, and other files. */
class TorchArchiveTest {
  private static final byte[] PICKLE =
      PickleBytes.protocol2().ops("}").text("a").tensor().ops("s.").bytes();

  @TempDir Path folder;

  private void refuse(byte[] bytes, String... messages) {
    Path file = RawFiles.write(folder.resolve("w.pth"), bytes);
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageStartingWith(file + ": expected ")
        .hasMessageContainingAll(messages)
        .message()
        .hasLineCount(1);
    assertThatThrownBy(() -> WeightsFile.inspect(file)).isInstanceOf(WeightsFormatException.class);
  }

  private boolean reads(byte[] bytes) {
    return WeightsFile.read(RawFiles.write(folder.resolve("w.pth"), bytes)).containsKey("a");
  }

  private static Map<String, byte[]> entries() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("any name/data.pkl", PICKLE);
    entries.put("any name/data/0", new byte[8]);
    return entries;
  }

  private static Map<String, byte[]> with(String name, String content) {
    Map<String, byte[]> entries = entries();
    entries.put(name, content.getBytes(StandardCharsets.UTF_8));
    return entries;
  }

  /** Replaces the first text of a file by another of the same length. */
  private static byte[] replace(byte[] file, int occurrence, String from, String to) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    int at = -1;
    for (int i = 0; i <= occurrence; i++) {
      at = text.indexOf(from, at + 1);
    }
    assertThat(at).as(from).isNotNegative();
    String changed = text.substring(0, at) + to + text.substring(at + from.length());
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void readsAnyArchiveNameAndLittleEndian() {
    assertThat(reads(TorchFiles.zip(entries()))).isTrue();
    assertThat(reads(TorchFiles.zip(with("any name/byteorder", "little")))).isTrue();
    assertThat(reads(TorchFiles.zip(with("any name/version", "3\n")))).isTrue();
  }

  @Test
  void refusesBigEndian() {
    refuse(TorchFiles.zip(with("any name/byteorder", "big")), "little-endian", "'big'");
    refuse(TorchFiles.zip(with("any name/byteorder", "")), "little-endian", "''");
    byte[] legacy = RawFiles.read(TorchFiles.resource("types-legacy.pth"));
    refuse(replace(legacy, 0, "little_endianq\2\u0088", "little_endianq\2\u0089"), "little-endian");
  }

  @Test
  void refusesCompressedEntries() {
    refuse(
        TorchFiles.zip(entries(), ZipEntry.DEFLATED), "'any name/data.pkl' to be stored as it is");
  }

  @Test
  void refusesZipFilesOfOthers() {
    refuse(TorchFiles.zip(Map.of("weight.npy", PICKLE)), "one data.pkl", "none");
    refuse(TorchFiles.zip(Map.of("data.pkl", PICKLE)), "one data.pkl", "none");
    refuse(TorchFiles.zip(with("other/data.pkl", "x")), "one data.pkl", "2 of them");
    refuse(TorchFiles.zip(with("any name/constants.pkl", "x")), "a TorchScript program");
    refuse(TorchFiles.zip(Map.of()), "one data.pkl", "none");
  }

  @Test
  void refusesAMissingStorage() {
    Map<String, byte[]> entries = entries();
    entries.remove("any name/data/0");
    refuse(TorchFiles.zip(entries), "entry 'any name/data/0'", "none");
  }

  @Test
  void refusesTwoEntriesOfAName() {
    byte[] zip = TorchFiles.zip(with("any name/data/1", "12345678"));
    refuse(replace(zip, 1, "any name/data/1", "any name/data/0"), "one entry 'any name/data/0'");
  }

  @Test
  void refusesAnEntryWithAnotherNameInside() {
    byte[] zip = TorchFiles.zip(entries());
    refuse(replace(zip, 0, "any name/data/0", "any name/data/x"), "to have one name", "two");
  }

  @Test
  void refusesADirectoryElsewhere() {
    byte[] zip = TorchFiles.zip(entries());
    int end = zip.length - 22;
    for (int field : new int[] {10, 12, 16}) {
      byte[] changed = zip.clone();
      changed[end + field] ^= 1;
      refuse(changed, "the file is damaged");
    }
    byte[] far = zip.clone();
    RawFiles.littleEndian(far).putInt(end + 16, -1);
    refuse(far, "the directory to end before");
    refuse(RawFiles.concat(zip, new byte[1]), "a directory at its end", "cut short");
  }

  @Test
  void readsZipFilesWithAComment() {
    byte[] zip = TorchFiles.zip(entries());
    zip[zip.length - 2] = 3;
    assertThat(reads(RawFiles.concat(zip, new byte[] {1, 2, 3}))).isTrue();
  }

  @Test
  void refusesWhatIsWrongInTheLegacyFormat() {
    byte[] legacy = RawFiles.read(TorchFiles.resource("protocol3-legacy.pth"));
    refuse(RawFiles.concat(legacy, new byte[1]), "something was appended");
    refuse(Arrays.copyOf(legacy, legacy.length - 1), "the file was cut short");
    refuse(replace(legacy, 0, "M\u00e9\3.", "M\u00ea\3."), "version 1001", "the number 1002");
    refuse(
        replace(legacy, 0, "\4\0\0\0\0\0\0\0\0\0\u0080?", "\5\0\0\0\0\0\0\0\0\0\u0080?"),
        "4 elements in storage",
        "found 5");
  }

  static Stream<Arguments> others() {
    return Stream.of(
        other("", "an empty file"),
        other("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", "git lfs pull"),
        other("\n<!DOCTYPE html>\n<html>", "a web page"),
        other("\u00ef\u00bb\u00bf<html>", "a web page"),
        other("{\"error\": \"not found\"}", "JSON text"),
        other("\u0089HDF\r\n\u001a\n", "an HDF5 file, as Keras"),
        other("\u001c\0\0\0TFL3", "a TensorFlow Lite model"),
        other("\u001f\u008b\b", "a gzip file"),
        other("\u0093NUMPY", "a NumPy array"),
        other("GGUF", "a GGUF file"),
        other("\u0080\4]\u0094.", "a pickle that torch.save did not write"),
        other("x".repeat(257) + "ustar", "a tar file"),
        other("PK\3\4 and no more", "a zip file with a directory at its end"),
        other("\b\7\u0012\7pytorch", "begins with '"),
        other("weights", "begins with 'weights'"));
  }

  private static Arguments other(String start, String message) {
    return Arguments.of(start, message);
  }

  @ParameterizedTest
  @MethodSource("others")
  void saysWhatAnotherFileIs(String start, String message) {
    refuse(start.getBytes(StandardCharsets.ISO_8859_1), message);
  }

  @ParameterizedTest
  @CsvSource({"views.pth", "checkpoint-legacy.pth", "python.safetensors"})
  void formatIsToldByContent(String name) {
    byte[] bytes = RawFiles.read(TorchFiles.resource(name));
    Path file = RawFiles.write(folder.resolve("weights.html"), bytes);

    assertThat(WeightsFile.inspect(file)).isEqualTo(WeightsFile.inspect(TorchFiles.resource(name)));
  }
}
