// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
  /** Written down from {@code numpy.save(file, numpy.array([0, 300, 10581], dtype=int))}. */
  @Test
  void isWhatNumpyWrites() {
    assertThat(HexFormat.of().formatHex(NpyFile.bytes(new int[] {0, 300, 10581})))
        .isEqualTo(
            "934e554d5059010076007b276465736372273a20273c6938272c2027666f727472616e5f6f726465"
                + "72273a2046616c73652c20277368617065273a2028332c292c207d20202020202020202020202020"
                + "20202020202020202020202020202020202020202020202020202020202020202020202020202020"
                + "202020202020200a00000000000000002c010000000000005529000000000000");
  }

  /** As numpy.save writes float32 [2, 3] of 0, 0, 0, 0, 1.5, -2. */
  @Test
  void floatsAreWrittenInParts(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.npy");
    Files.writeString(file, "x".repeat(1000));
    try (NpyFloats floats = NpyFloats.create(file, 2, 3)) {
      floats.write(4, 1.5f, -2);
    }
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).hasSize(128 + 6 * Float.BYTES);
    assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
        .isEqualTo(header + " ".repeat(117 - header.length()) + "\n");
    assertThat(HexFormat.of().formatHex(bytes, 128, bytes.length))
        .isEqualTo("00".repeat(16) + "0000c03f" + "000000c0");
  }

  @Test
  void noneIsAFileToo() {
    assertThat(HexFormat.of().formatHex(NpyFile.bytes(new int[0])))
        .isEqualTo(
            "934e554d5059010076007b276465736372273a20273c6938272c2027666f727472616e5f6f726465"
                + "72273a2046616c73652c20277368617065273a2028302c292c207d20202020202020202020202020"
                + "20202020202020202020202020202020202020202020202020202020202020202020202020202020"
                + "202020202020200a");
  }
}
