// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.model.Backbone;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.MobileNetV2;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.ResNet;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Whole networks with the losses of DKD: the portable ops compute what the fast ones compute. */
class TwinNetworksTest {
  /** Relative to the largest number of an array, plus {@link #ABSOLUTE}. */
  private static final double RELATIVE = 2e-3;

  private static final double ABSOLUTE = 1e-6;
  private static final HeadLayout BASE = new HeadLayout(List.of(2));
  private static final HeadLayout LATER = new HeadLayout(List.of(2, 1, 2));

  /** Losses, gradients, and the parameters afterwards with their running statistics. */
  private record Outcome(Objective.Value value, Parameters parameters) {}

  static Stream<Backbone> backbones() {
    return Stream.of(
        new ResNet("basic", false, List.of(1, 1, 1, 1), 4, 16),
        new ResNet("dilated", false, List.of(1, 1, 1, 1), 4, 8),
        new ResNet("bottleneck", true, List.of(1, 1, 1, 2), 2, 16));
  }

  @ParameterizedTest
  @MethodSource("backbones")
  void baseStepWithBatchStatisticsAndDropout(Backbone backbone) {
    List<LossTerm> terms = List.of(LossTerms.mbce(1, 35), LossTerms.ac(0.5));
    assertSame(
        outcome(backbone, BASE, Mode.BASE_STEP, terms, Map.of(), Backend.CPU.ops()),
        outcome(backbone, BASE, Mode.BASE_STEP, terms, Map.of(), Backend.PORTABLE.ops()));
  }

  @ParameterizedTest
  @MethodSource("backbonesAndMobileNet")
  void baseStepWithNormalisationsFrozenInTheBackbone(Backbone backbone) {
    List<LossTerm> terms = List.of(LossTerms.mbce(1, 35), LossTerms.ac(0.5));
    List<String> names =
        SegmentationGraph.parameterShapes(new Network(backbone, 6), BASE).keySet().stream()
            .filter(name -> name.startsWith("backbone."))
            .toList();
    Mode mode = Mode.BASE_STEP.freezing(names);
    Outcome fast = outcome(backbone, BASE, mode, terms, Map.of(), Backend.CPU.ops());
    assertThat(fast.value().gradients().keySet())
        .contains("aspp.project.1.weight")
        .noneMatch(name -> name.startsWith("backbone.") && name.endsWith(".bias"));
    assertSame(fast, outcome(backbone, BASE, mode, terms, Map.of(), Backend.PORTABLE.ops()));
  }

  /** Sizes that no stride divides, and some that are smaller than the stride. */
  @ParameterizedTest
  @CsvSource({"97, 131", "33, 1", "5, 7", "1, 1"})
  void imagesOfAnySize(int height, int width) {
    INDArray image = image(height, width);
    for (Backbone backbone :
        List.of(
            new MobileNetV2(8),
            new ResNet("dilated", false, List.of(1, 1, 1, 1), 4, 8),
            new ResNet("bottleneck", true, List.of(1, 1, 1, 2), 2, 32))) {
      INDArray fast = logits(backbone, image, Backend.CPU.ops());
      assertThat(fast.shape()).isEqualTo(new long[] {2, 3, height, width});
      assertNear(backbone.name(), logits(backbone, image, Backend.PORTABLE.ops()), fast);
    }
  }

  private static INDArray logits(Backbone backbone, INDArray image, Ops ops) {
    return graph(backbone, BASE, Mode.INFERENCE, 1, ops)
        .run(image, Endpoint.LOGITS)
        .get(Endpoint.LOGITS);
  }

  /** Whatever the ops: some of ND4J's spread small arrays over large ones without a word. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatDoesNotFitIsTold(boolean portable) {
    Objective objective =
        Objective.of(
            graph(
                new ResNet("basic", false, List.of(1, 1, 1, 1), 4, 16),
                BASE,
                Mode.BASE_STEP,
                1,
                portable ? Backend.PORTABLE.ops() : Backend.CPU.ops()),
            List.of(LossTerms.mbce(1, 2)));
    INDArray label = label(2);
    INDArray firstImage = image().get(NDArrayIndex.interval(0, 1));
    INDArray firstLabel = label.get(NDArrayIndex.interval(0, 1));
    assertRefused(
        objective,
        image(),
        firstLabel,
        "expected labels INT [2, 45, 38] for images [2, 3, 45, 38], got INT [1, 45, 38]");
    assertRefused(
        objective,
        image(),
        label.castTo(DataType.FLOAT),
        "expected labels INT [2, 45, 38] for images [2, 3, 45, 38], got FLOAT [2, 45, 38]");
    assertRefused(
        objective,
        image().permute(0, 2, 3, 1),
        label,
        "expected an image [N, 3, H, W], got [2, 45, 38, 3]");
    assertRefused(
        objective,
        firstImage,
        firstLabel,
        "expected at least two images, of which the pooled ones can be normalised, got one");
  }

  private static void assertRefused(
      Objective objective, INDArray image, INDArray label, String message) {
    assertThatThrownBy(() -> objective.evaluate(image, label, Map.of(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  static Stream<Backbone> backbonesAndMobileNet() {
    return Stream.concat(backbones(), Stream.of(new MobileNetV2(16)));
  }

  /**
   * Losses and running statistics alone: through 52 normalisations by 18 pixels each, gradients of
   * either kind of ops differ by 10 % once the image is moved by 1e-7.
   */
  @Test
  void mobileNetWithBatchStatistics() {
    List<LossTerm> terms = List.of(LossTerms.mbce(1, 35), LossTerms.ac(0.5));
    Backbone backbone = new MobileNetV2(16);
    Outcome fast = outcome(backbone, BASE, Mode.BASE_STEP, terms, Map.of(), Backend.CPU.ops());
    Outcome portable =
        outcome(backbone, BASE, Mode.BASE_STEP, terms, Map.of(), Backend.PORTABLE.ops());
    assertSameLosses(fast, portable);
    assertSameParameters(fast, portable);
  }

  @ParameterizedTest
  @MethodSource("backbonesAndMobileNet")
  void laterStepWithTeacher(Backbone backbone) {
    List<LossTerm> terms =
        List.of(
            LossTerms.mbce(1, 2),
            LossTerms.kd(5),
            LossTerms.dkdPositive(5),
            LossTerms.dkdNegative(5),
            LossTerms.ac(1));
    HeadLayout before = new HeadLayout(List.of(2, 1));
    Endpoint[] taught = {Endpoint.SMALL_CLASS_LOGITS, Endpoint.POSITIVE, Endpoint.NEGATIVE};
    Map<Endpoint, INDArray> fast =
        graph(backbone, before, Mode.INFERENCE, 7, Backend.CPU.ops()).run(image(), taught);
    Map<Endpoint, INDArray> portable =
        graph(backbone, before, Mode.INFERENCE, 7, Backend.PORTABLE.ops()).run(image(), taught);
    fast.forEach((endpoint, array) -> assertNear(endpoint.name(), portable.get(endpoint), array));
    assertSame(
        outcome(backbone, LATER, Mode.LATER_STEP, terms, fast, Backend.CPU.ops()),
        outcome(backbone, LATER, Mode.LATER_STEP, terms, fast, Backend.PORTABLE.ops()));
  }

  private static Outcome outcome(
      Backbone backbone,
      HeadLayout layout,
      Mode mode,
      List<LossTerm> terms,
      Map<Endpoint, INDArray> teacher,
      Ops ops) {
    SegmentationGraph network = graph(backbone, layout, mode, 1, ops);
    Objective objective = Objective.of(network, terms);
    return new Outcome(
        objective.evaluate(image(), label(layout.classes()), teacher, 11), network.parameters());
  }

  private static SegmentationGraph graph(
      Backbone backbone, HeadLayout layout, Mode mode, long seed, Ops ops) {
    return SegmentationGraph.build(
        new Network(backbone, 6),
        layout,
        mode,
        SignRule.PRODUCT,
        new Parameters(seed),
        Set.of(),
        ops);
  }

  private static INDArray image() {
    return image(45, 38);
  }

  private static INDArray image(int height, int width) {
    Random random = new Random(5);
    float[] values = new float[2 * 3 * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape(2, 3, height, width);
  }

  private static INDArray label(int classes) {
    int[] values = new int[2 * 45 * 38];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 13 == 0 ? 255 : i / 17 % (classes + 1);
    }
    return Nd4j.createFromArray(values).reshape(2, 45, 38);
  }

  private static void assertSame(Outcome fast, Outcome portable) {
    assertSameLosses(fast, portable);
    assertThat(portable.value().gradients().keySet()).isEqualTo(fast.value().gradients().keySet());
    fast.value()
        .gradients()
        .forEach((name, array) -> assertNear(name, portable.value().gradients().get(name), array));
    assertSameParameters(fast, portable);
  }

  private static void assertSameLosses(Outcome fast, Outcome portable) {
    assertThat(portable.value().terms().keySet()).isEqualTo(fast.value().terms().keySet());
    fast.value()
        .terms()
        .forEach(
            (name, loss) ->
                assertNear(
                    name, Nd4j.scalar(portable.value().terms().get(name)), Nd4j.scalar(loss)));
    assertNear("total", Nd4j.scalar(portable.value().total()), Nd4j.scalar(fast.value().total()));
  }

  private static void assertSameParameters(Outcome fast, Outcome portable) {
    fast.parameters()
        .arrays()
        .forEach((name, array) -> assertNear(name, portable.parameters().get(name), array));
  }

  private static void assertNear(String name, INDArray actual, INDArray expected) {
    assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
    double difference = actual.sub(expected).amaxNumber().doubleValue();
    double largest = expected.amaxNumber().doubleValue();
    assertThat(difference).as(name).isLessThanOrEqualTo(RELATIVE * largest + ABSOLUTE);
  }
}
