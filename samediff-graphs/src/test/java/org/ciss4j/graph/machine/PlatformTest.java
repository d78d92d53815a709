// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "avx2, false",
    "avx2_vnni_2, false",
    "avx512_core, false",
    "avx512_core_vnni, false",
    "avx512_core_bf16, true",
    "avx512_core_fp16, true",
    "avx10_1_512, true",
    "avx512_core_amx, true",
    "isa_default, false"
  })
  void instructionSetsWithBfloat16(String name, boolean multiplies) {
    assertThat(Platform.multipliesBf16(name)).isEqualTo(multiplies);
  }
}
