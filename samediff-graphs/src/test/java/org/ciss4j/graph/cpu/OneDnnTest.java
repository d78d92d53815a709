// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.ciss4j.graph.kernel.Convolution;
import org.ciss4j.graph.kernel.DnnCall;
import org.ciss4j.graph.option.ConvOptions;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OneDnnTest {

  /** Calls are freed while other threads run theirs. */
  @Test
  void moreShapesThanTheCacheHolds() {
    IntStream.range(0, 2600).parallel().forEach(i -> assertSigmoid(1 + i % 1300));
  }

  private static void assertSigmoid(int length) {
    INDArray x = Nd4j.zeros(length);
    INDArray y = Nd4j.ones(length);
    new Sigmoid().run(new INDArray[] {x}, new INDArray[] {y});
    assertThat(y.getFloat(0)).isEqualTo(0.5f);
    assertThat(y.getFloat(length - 1)).isEqualTo(0.5f);
    x.close();
    y.close();
  }

  @Test
  void arraysOfTheWrongSizeAreRejected() {
    INDArray input = Nd4j.create(1, 4, 4, 3);
    INDArray weights = Nd4j.create(2, 3, 1, 1);
    DnnCall call = Convolution.of(input, weights, ConvOptions.PLAIN, false).forward();
    FloatPointer[] data = {new FloatPointer(48), new FloatPointer(5), new FloatPointer(32)};
    assertThatThrownBy(() -> call.execute(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("argument 1 has 20 bytes instead of 24");
  }
}
