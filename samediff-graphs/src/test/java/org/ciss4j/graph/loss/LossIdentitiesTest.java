// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.HeadOnly;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.ResNet;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class LossIdentitiesTest {
  private static final HeadLayout OLD = new HeadLayout(List.of(2, 1));
  private static final HeadLayout ALL = new HeadLayout(List.of(2, 1, 2));

  static Stream<Arguments> terms() {
    return Stream.of(
        term("mbce", weight -> LossTerms.mbce(weight, 2)),
        term("kd", LossTerms::kd),
        term("dkd_pos", LossTerms::dkdPositive),
        term("dkd_neg", LossTerms::dkdNegative),
        term("ac", LossTerms::ac));
  }

  private static Arguments term(String name, DoubleFunction<LossTerm> factory) {
    return Arguments.of(name, factory);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("terms")
  void theGradientIsLinearInTheWeight(String name, DoubleFunction<LossTerm> term) {
    Objective.Value once = evaluate(term.apply(1), 7);
    Objective.Value fiveTimes = evaluate(term.apply(5), 7);
    assertThat(once.terms()).containsOnlyKeys(name).isEqualTo(fiveTimes.terms());
    assertThat(fiveTimes.total()).isCloseTo(5 * once.total(), within(1e-5));
    assertThat(once.total()).isPositive();
    assertThat(fiveTimes.gradients()).hasSameSizeAs(once.gradients());
    assertThat(once.gradients().values()).anyMatch(gradient -> largest(gradient) > 1e-3);
    once.gradients()
        .forEach(
            (parameter, gradient) ->
                assertThat(largest(fiveTimes.gradients().get(parameter).sub(gradient.mul(5))))
                    .as(parameter)
                    .isLessThanOrEqualTo(2e-6 * largest(gradient)));
  }

  /** Nothing is left to learn from a teacher with the same classifiers and features. */
  @ParameterizedTest
  @EnumSource(SignRule.class)
  void distillationHasNoGradientWhereStudentAndTeacherAgree(SignRule rule) {
    for (LossTerm term :
        List.of(LossTerms.kd(1), LossTerms.dkdPositive(1), LossTerms.dkdNegative(1))) {
      HeadOnly student = HeadOnly.random(ALL, rule, 3);
      HeadOnly teacher = HeadOnly.of(OLD, rule, student.graph().parameters().copy(0), 11, 14);
      Objective.Value value = evaluate(student, teacher, term);
      assertThat(value.gradients()).containsKey(HeadOnly.TRUNK);
      value
          .gradients()
          .forEach(
              (name, gradient) ->
                  assertThat(largest(gradient)).as(term.name() + " " + name).isLessThan(1e-7));
    }
  }

  @Test
  void theAuxiliaryClassifierLeavesTheTrunkAlone() {
    Network network = new Network(new ResNet("small", false, List.of(1, 1, 1, 1), 4, 16), 8);
    SegmentationGraph graph =
        SegmentationGraph.build(network, ALL, new Mode(true, 0), new Parameters(1));
    Objective objective = Objective.of(graph, List.of(LossTerms.ac(1)));
    INDArray image = image(2, 32, 32);
    INDArray label = Nd4j.zeros(DataType.INT32, 2, 32, 32);
    try (Objective.Value value = objective.evaluate(image, label, Map.of(), 0)) {
      assertThat(value.gradients()).containsKeys("cls.0.weight", "cls.0.bias");
      value
          .gradients()
          .forEach(
              (name, gradient) -> {
                double[] numbers = gradient.dup('c').data().asDouble();
                if (name.startsWith("cls.0.")) {
                  assertThat(numbers).as(name).doesNotContain(0);
                } else {
                  assertThat(numbers).as(name).containsOnly(0);
                }
              });
    }
  }

  @Test
  void aTermThatIsNotAskedForTheTeacherCannotReadIt() {
    LossTerm curious =
        new LossTerm("curious", 1, Set.of(), inputs -> inputs.teacher(Endpoint.POSITIVE).sum());
    SegmentationGraph graph = HeadOnly.random(ALL, SignRule.PRODUCT, 1).graph();
    assertThatThrownBy(() -> Objective.of(graph, List.of(curious)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("POSITIVE");
  }

  /** Replayed images are the whole of the term: it is the old classes' part of mBCE on them. */
  @Test
  void mbceOfMemoryIsThatOfOldClassesOnReplayedImages() {
    INDArray label = labels();
    INDArray memoryLabel = label.dup('c');
    memoryLabel.get(NDArrayIndex.interval(0, 1)).assign(255);
    INDArray firstVoid = memoryLabel.dup('c');
    HeadOnly student = HeadOnly.random(ALL, SignRule.PRODUCT, 4);
    double both = ofMemory(student, label, memoryLabel);
    LossTerm oldClasses =
        new LossTerm(
            "old",
            1,
            Set.of(),
            inputs ->
                inputs
                    .ops()
                    .crossEntropyAgainstLabels(
                        inputs.student(Endpoint.OLD_LOGITS), inputs.label(), 1, 2));
    HeadOnly same = HeadOnly.random(ALL, SignRule.PRODUCT, 4);
    Objective plain = Objective.of(same.graph(), List.of(oldClasses));
    assertThat(plain.readsMemory()).isFalse();
    assertThat(both)
        .isPositive()
        .isCloseTo(plain.evaluate(same.image(), firstVoid, Map.of(), 0).total(), within(1e-6));
    INDArray nothing = label.dup('c').assign(255);
    assertThat(ofMemory(HeadOnly.random(ALL, SignRule.PRODUCT, 4), label, nothing)).isZero();
  }

  private static double ofMemory(HeadOnly student, INDArray label, INDArray memoryLabel) {
    Objective objective = Objective.of(student.graph(), List.of(LossTerms.mbceOfMemory(1, 2)));
    assertThat(objective.readsMemory()).isTrue();
    assertThatThrownBy(() -> objective.evaluate(student.image(), label, Map.of(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("replayed");
    return objective
        .evaluate(student.image(), new Objective.Targets(label, memoryLabel, null), Map.of(), 0)
        .total();
  }

  @Test
  void atTheBaseStepThereIsNothingToDistil() {
    SegmentationGraph graph =
        HeadOnly.random(new HeadLayout(List.of(3)), SignRule.PRODUCT, 1).graph();
    assertThatThrownBy(() -> Objective.of(graph, List.of(LossTerms.kd(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OLD_LOGITS");
  }

  @Test
  void termsHaveDistinctNames() {
    SegmentationGraph graph = HeadOnly.random(ALL, SignRule.PRODUCT, 1).graph();
    assertThatThrownBy(() -> Objective.of(graph, List.of(LossTerms.ac(1), LossTerms.ac(2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[ac, ac]");
    assertThatThrownBy(() -> Objective.of(graph, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void weightsAreNumbersOfAtLeastZero() {
    for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> LossTerms.kd(weight))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("kd");
    }
  }

  private static Objective.Value evaluate(LossTerm term, long seed) {
    HeadOnly student = HeadOnly.random(ALL, SignRule.PRODUCT, seed);
    return evaluate(student, HeadOnly.random(OLD, SignRule.PRODUCT, seed + 1), term);
  }

  private static Objective.Value evaluate(HeadOnly student, HeadOnly teacher, LossTerm term) {
    Objective objective = Objective.of(student.graph(), List.of(term));
    Map<Endpoint, INDArray> taught = teacher.outputs(objective.teacherEndpoints());
    return objective.evaluate(student.image(), labels(), taught, 0);
  }

  /** Of all classes, background and void. */
  private static INDArray labels() {
    Random random = new Random(5);
    int[] values = random.ints(2 * 11 * 14, 0, 7).map(v -> v == 6 ? 255 : v).toArray();
    return Nd4j.createFromArray(values).reshape(2, 11, 14);
  }

  private static INDArray image(int count, int height, int width) {
    Random random = new Random(5);
    float[] values = new float[count * 3 * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape(count, 3, height, width);
  }

  private static double largest(INDArray array) {
    return array.amaxNumber().doubleValue();
  }
}
