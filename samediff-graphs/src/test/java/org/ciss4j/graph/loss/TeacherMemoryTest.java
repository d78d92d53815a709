// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.memory.DryRun;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The preset of ADE20K, whose teacher says 100 classes of 24 images of 512 x 512. */
class TeacherMemoryTest {
  private static final int BATCH = 24;
  private static final int CROP = 512;
  private static final List<Integer> STEPS = List.of(100, 50);

  static Stream<Arguments> terms() {
    List<LossTerm> sigmoid =
        List.of(
            LossTerms.mbce(1, 35),
            LossTerms.kd(5),
            LossTerms.dkdPositive(5),
            LossTerms.dkdNegative(5),
            LossTerms.ac(1));
    List<LossTerm> softmax =
        List.of(
            SoftmaxTerms.unbiasedCrossEntropy(1),
            SoftmaxTerms.unbiasedKd(10, 2),
            SoftmaxTerms.kd(1, 1),
            SoftmaxTerms.outputDistillation(1));
    return Stream.of(
        Arguments.of(new HeadLayout(STEPS), sigmoid),
        Arguments.of(new HeadLayout(STEPS).withBackground(), softmax));
  }

  /** One map of all old classes at image resolution would be 2.3 GiB. */
  @ParameterizedTest
  @MethodSource("terms")
  void noMapOfClassesIsAsLargeAsTheImage(HeadLayout layout, List<LossTerm> terms) {
    Network network = Network.named("tiny");
    HeadLayout before =
        layout.background()
            ? new HeadLayout(STEPS.subList(0, 1)).withBackground()
            : new HeadLayout(STEPS.subList(0, 1));
    SegmentationGraph teacher =
        SegmentationGraph.build(network, before, Mode.INFERENCE, Parameters.blank());
    Objective objective =
        Objective.of(
            SegmentationGraph.build(network, layout, Mode.LATER_STEP, Parameters.blank()), terms);
    try (DryRun dry = DryRun.start()) {
      INDArray image = dry.array(DataType.FLOAT, BATCH, 3, CROP, CROP);
      INDArray label = dry.array(DataType.INT32, BATCH, CROP, CROP);
      Map<Endpoint, INDArray> said =
          teacher.run(image, objective.teacherEndpoints().toArray(Endpoint[]::new));
      objective.evaluate(image, label, said, 0).close();
      Graphs.recycle(said.values());
      assertThat(dry.largestBytes()).isLessThan(150L << 20);
      assertThat(dry.mostBytes()).isLessThan(2L << 30);
    }
  }
}
