// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train.evaluate;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.kernel.ResizedMaps;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Test-time augmentation: an image is shown to the network at several sizes and mirrored, and the
 * mean of all logits labels it.
 *
 * @param scales factors of height and width, each from 0.1 to 10; without repetitions
 * @param flip whether each is shown mirrored as well
 */
public record TestTimeAugmentation(List<Double> scales, boolean flip) {
  /** The image as it is. */
  public static final TestTimeAugmentation NONE = new TestTimeAugmentation(List.of(1.0), false);

  private static final double MOST = 10;
  private static final int COLUMNS = 3;

  /**
   * Copies the list.
   *
   * @throws CissException of kind usage if there is no scale, or one that is out of range
   */
  public TestTimeAugmentation {
    scales = scales.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    if (scales.isEmpty() || scales.stream().anyMatch(s -> !(s >= 1 / MOST && s <= MOST))) {
      throw CissException.usage(
          "scales are %s; expected one or more from 0.1 to 10, such as 0.75,1,1.25", scales);
    }
  }

  /** In words, as in "at scales 1.25, 1, and mirrored"; empty for the image as it is. */
  @Override
  public String toString() {
    String sizes =
        scales.equals(NONE.scales)
            ? ""
            : "at scale"
                + (scales.size() == 1 ? " " : "s ")
                + scales.stream().map(TestTimeAugmentation::shortest).collect(joining(", "));
    return flip ? sizes + (sizes.isEmpty() ? "" : ", ") + "as it is and mirrored" : sizes;
  }

  private static String shortest(double scale) {
    return scale == Math.rint(scale) ? String.valueOf((long) scale) : String.valueOf(scale);
  }

  /** How many pixels the largest view has for each pixel of the image. */
  double largestArea() {
    return Math.max(1, scales.get(0) * scales.get(0));
  }

  /**
   * The mean logits of all views.
   *
   * @param image float {@code [N, 3, H, W]}
   * @param network gives the logits {@code [N, K, h, w]} of an image, which belong to the caller
   * @return as finely as the network gives those of the largest view; to be recycled
   */
  INDArray logits(INDArray image, UnaryOperator<INDArray> network) {
    if (equals(NONE)) {
      return network.apply(image);
    }
    List<INDArray> parts = new ArrayList<>();
    for (double scale : scales) {
      try (INDArray view = scaled(image, scale)) {
        parts.add(network.apply(view));
        if (flip) {
          parts.add(ofMirrored(view, network));
        }
      }
    }
    return mean(parts);
  }

  /** A copy of its own, also at its own size. */
  private static INDArray scaled(INDArray image, double scale) {
    return ResizedMaps.resized(image, length(image.size(2), scale), length(image.size(3), scale));
  }

  private static long length(long pixels, double scale) {
    return Math.max(1, Math.round(pixels * scale));
  }

  private static INDArray ofMirrored(INDArray view, UnaryOperator<INDArray> network) {
    try (INDArray mirrored = mirrored(view)) {
      INDArray logits = network.apply(mirrored);
      try (INDArray back = mirrored(logits)) {
        logits.assign(back);
      }
      return logits;
    }
  }

  private static INDArray mirrored(INDArray maps) {
    INDArray result = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', maps.shape());
    Nd4j.exec(
        DynamicCustomOp.builder("reverse")
            .addInputs(maps)
            .addOutputs(result)
            .addIntegerArguments(COLUMNS)
            .build());
    return result;
  }

  /** The first is the largest, and takes the sum. */
  private static INDArray mean(List<INDArray> parts) {
    INDArray sum = parts.get(0);
    for (INDArray part : parts.subList(1, parts.size())) {
      try (INDArray resized = ResizedMaps.resized(part, sum.size(2), sum.size(3))) {
        sum.addi(resized);
      }
      Graphs.recycle(List.of(part));
    }
    return sum.divi(parts.size());
  }
}
