// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.ciss4j.graph.kernel.ResizedMaps;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TestTimeAugmentationTest {
  private static final int HEIGHT = 4;
  private static final int WIDTH = 6;

  private final INDArray image = Nd4j.rand(DataType.FLOAT, 1, 3, HEIGHT, WIDTH);

  @Test
  void anImageAsItIsGoesThroughOnce() {
    INDArray logits = image.dup();
    assertThat(TestTimeAugmentation.NONE.logits(image, seen -> seen == image ? logits : seen))
        .isSameAs(logits);
  }

  /** A network that sees columns: the mean of both views knows no left and right. */
  @Test
  void logitsOfTheMirroredImageAreMirroredBack() {
    INDArray ramp = Nd4j.arange(0, WIDTH).castTo(DataType.FLOAT).reshape(1, 1, 1, WIDTH);
    INDArray mean =
        new TestTimeAugmentation(List.of(1.0), true).logits(image, seen -> seen.add(ramp));
    INDArray expected = image.add((WIDTH - 1) / 2.0);
    assertThat(mean.distance2(expected)).isCloseTo(0, within(1e-5));
  }

  @Test
  void viewsOfAllSizesCountAlike() {
    List<long[]> shapes = new ArrayList<>();
    INDArray mean =
        new TestTimeAugmentation(List.of(0.5, 2.0, 0.5), false)
            .logits(
                image,
                seen -> {
                  shapes.add(seen.shape());
                  return seen.dup();
                });
    assertThat(shapes).containsExactly(new long[] {1, 3, 8, 12}, new long[] {1, 3, 2, 3});
    INDArray small = ResizedMaps.resized(ResizedMaps.resized(image, 2, 3), 8, 12);
    INDArray expected = ResizedMaps.resized(image, 8, 12).add(small).div(2);
    assertThat(mean.distance2(expected)).isCloseTo(0, within(1e-5));
  }

  @Test
  void scalesOutOfRangeAreRefused() {
    for (double scale : new double[] {0, -1, 11, Double.NaN}) {
      assertThatThrownBy(() -> new TestTimeAugmentation(List.of(1.0, scale), false))
          .hasMessageContaining("expected one or more from 0.1 to 10");
    }
    assertThatThrownBy(() -> new TestTimeAugmentation(List.of(), true))
        .hasMessageContaining("expected one or more");
  }
}
