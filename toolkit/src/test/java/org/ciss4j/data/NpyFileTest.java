// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

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
