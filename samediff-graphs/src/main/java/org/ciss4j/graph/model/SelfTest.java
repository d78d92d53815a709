// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whether the ops of this machine compute what they should. */
public final class SelfTest {
  /** Of the largest logit. */
  private static final double MOST = 1e-3;

  private SelfTest() {}

  /**
   * Runs a small network on fast and on portable ops.
   *
   * @return the largest difference of their logits, in shares of the largest logit
   * @throws IllegalStateException if it is too large, or the logits are not finite
   */
  public static double run() {
    Network network = new Network(new ResNet("small", false, List.of(1, 1, 1, 1), 4, 16), 8);
    Parameters parameters = new Parameters(1);
    try (INDArray image = Nd4j.linspace(-2, 2, 3 * 33 * 47, DataType.FLOAT).reshape(1, 3, 33, 47);
        INDArray fast = logits(network, parameters, image, Backend.CPU.ops());
        INDArray portable = logits(network, parameters, image, Backend.PORTABLE.ops())) {
      double largest = portable.amaxNumber().doubleValue();
      double difference = fast.sub(portable).amaxNumber().doubleValue() / largest;
      if (!(difference <= MOST)) {
        throw new IllegalStateException(
            "a small network says something else on fast ops than on portable ones: logits differ"
                + " by "
                + difference
                + " of the largest, "
                + largest);
      }
      return difference;
    }
  }

  private static INDArray logits(Network network, Parameters parameters, INDArray image, Ops ops) {
    HeadLayout layout = new HeadLayout(List.of(3, 2));
    try (SegmentationGraph graph =
        SegmentationGraph.build(
            network, layout, Mode.INFERENCE, SignRule.PRODUCT, parameters, Set.of(), ops)) {
      return Objects.requireNonNull(
              graph.run(image, Endpoint.CLASS_LOGITS).get(Endpoint.CLASS_LOGITS))
          .dup('c');
    }
  }
}
