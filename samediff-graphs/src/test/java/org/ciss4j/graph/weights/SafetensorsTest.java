// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.ciss4j.graph.SharedPack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void readsTheTinyNetwork() {
    Map<String, INDArray> m =
        Safetensors.read(SharedPack.require("parity/tiny/weights.safetensors"));
    assertThat(m).hasSize(222);
    Path p = folder.resolve("a.safetensors");
    Safetensors.write(p, m, Map.of("format", "pt"));
    assertThat(Safetensors.read(p)).isEqualTo(m);
  }
}
