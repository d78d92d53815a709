// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files that are sound to the letter and ask for more memory than any network. */
class BoundedMemoryTest {
  private static final int MANY = 700_000;

  @TempDir Path folder;

  private void refuse(byte[] bytes, String message) {
    Path file = RawFiles.write(folder.resolve("file"), bytes);
    assertThatThrownBy(() -> WeightsFile.inspect(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(message);
  }

  /** A file system keeps no runs of zeros: these 3 and 8,000 GB take a few kilobytes. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void arraysThatNoMachineHolds() throws IOException {
    refuseSparse("I8", "3000000000", 3_000_000_000L, "at most 2^31 - 1 elements in 'a'");
    String tensors =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    "\"%d\":{\"dtype\":\"F32\",\"shape\":[2000000000],\"data_offsets\":[%d,%d]}"
                        .formatted(i, i * 8_000_000_000L, (i + 1) * 8_000_000_000L))
            .collect(Collectors.joining(",", "{", "}"));
    refuseSparse(tensors, 8_000_000_000_000L, "bytes of memory there are");
  }

  private void refuseSparse(String type, String shape, long bytes, String message)
      throws IOException {
    String header = "{\"a\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[0,%d]}}";
    refuseSparse(header.formatted(type, shape, bytes), bytes, message);
  }

  private void refuseSparse(String header, long bytes, String message) throws IOException {
    byte[] start = RawFiles.bytes(header, 0);
    Path file = RawFiles.write(folder.resolve("sparse"), start);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(start.length + bytes);
    }
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aHeaderOfNothingButNames() {
    String names =
        IntStream.range(0, 3 * MANY)
            .mapToObj(i -> "\"" + i + "\":\"\"")
            .collect(Collectors.joining(",", "{\"__metadata__\":{", "}}"));
    refuse(RawFiles.bytes(names, 0), "a header in JSON");
    refuse(RawFiles.bytes("{\"" + "a".repeat(70_000) + "\":{}}", 0), "a header in JSON");
  }

  /** One list of arguments of 32 dimensions, from which tensors are made over and over. */
  @Test
  void aTensorMadeTooOften() {
    PickleBytes pickle =
        PickleBytes.protocol2()
            .ops("}")
            .global("torch._utils", "_rebuild_tensor_v2")
            .ops("q\0000(")
            .storage("FloatStorage", 2)
            .number(0)
            .tuple(new long[32])
            .tuple(new long[32])
            .op(0x89)
            .ops("Ntq\0010")
            .repeat(40_000, "h\000h\001R0")
            .ops(".");
    refuse(TorchFiles.checkpoint(pickle, new byte[8]), "dimensions in all");
  }

  @Test
  void aPickleOfManySteps() {
    PickleBytes pickle = PickleBytes.protocol2().repeat(3 * MANY, "]").ops(".");
    refuse(TorchFiles.checkpoint(pickle, new byte[8]), "a pickle of at most");
  }
}
