// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Terms on features of whole networks, and the endpoints that they read. */
class FeatureTermsTest {
  private static final HeadLayout OLD = new HeadLayout(List.of(2)).withBackground();
  private static final HeadLayout ALL = new HeadLayout(List.of(2, 2)).withBackground();
  private static final Set<Endpoint> STAGES = Set.copyOf(Endpoint.STAGES);
  private static final INDArray IMAGE = image();

  static Stream<Backbone> backbones() {
    return Stream.of(
        new ResNet("basic", false, List.of(1, 1, 1, 2), 4, 16),
        new ResNet("deep", true, List.of(1, 1, 1, 1), 2, 16),
        new MobileNetV2(16));
  }

  private static SegmentationGraph graph(
      Backbone backbone, HeadLayout layout, Mode mode, Set<Endpoint> wanted, Parameters own) {
    return SegmentationGraph.build(
        new Network(backbone, 6), layout, mode, SignRule.PRODUCT, own, wanted, Backend.CPU.ops());
  }

  /** They are there only if they were asked for, and do not change what the network says. */
  @ParameterizedTest
  @MethodSource("backbones")
  void stagesAreWhatTheirActivationsWereMadeOf(Backbone backbone) {
    Parameters parameters = new Parameters(3);
    SegmentationGraph plain = graph(backbone, ALL, Mode.INFERENCE, Set.of(), parameters);
    SegmentationGraph shown = graph(backbone, ALL, Mode.INFERENCE, STAGES, parameters);
    Map<Endpoint, INDArray> expected = plain.run(IMAGE, Endpoint.BACKBONE, Endpoint.LOGITS);
    Map<Endpoint, INDArray> actual =
        shown.run(IMAGE, Endpoint.BACKBONE, Endpoint.LOGITS, Endpoint.STAGE_1, Endpoint.STAGE_4);
    assertNear(actual, expected, Endpoint.LOGITS);
    assertNear(actual, expected, Endpoint.BACKBONE);
    INDArray stage = of(actual, Endpoint.STAGE_4);
    assertThat(stage.minNumber().doubleValue()).isNegative();
    double most = backbone instanceof MobileNetV2 ? 6 : Double.MAX_VALUE;
    double[] before = stage.dup('c').data().asDouble();
    double[] after = of(actual, Endpoint.BACKBONE).dup('c').data().asDouble();
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isEqualTo(Math.min(most, Math.max(0, before[i])));
    }
    assertThat(of(actual, Endpoint.STAGE_1).size(1)).isEqualTo(16);
    assertThatThrownBy(() -> plain.endpoint(Endpoint.STAGE_4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no endpoint STAGE_4; ask for it when it is built");
  }

  /** Fast and portable ops, with batch statistics as in MiB's later steps. */
  @ParameterizedTest
  @MethodSource("backbones")
  void theObjectiveOfPlopIsTheSameOfPortableOps(Backbone backbone) {
    List<LossTerm> terms =
        List.of(
            SoftmaxTerms.crossEntropyByImage(1),
            FeatureTerms.pod(0.01, 6, false),
            FeatureTerms.podOfLogits(0.0005, 6, false),
            FeatureTerms.encoderDistillation(1),
            FeatureTerms.branchDistillation(1),
            FeatureTerms.similarity(1));
    Map<Endpoint, INDArray> taught = taught(backbone, terms);
    Objective.Value fast = value(backbone, terms, taught, Backend.CPU.ops());
    Objective.Value portable = value(backbone, terms, taught, Backend.PORTABLE.ops());
    fast.terms()
        .forEach(
            (name, loss) ->
                assertThat(portable.terms().get(name))
                    .as(name)
                    .isCloseTo(loss, within(1e-4 * Math.abs(loss) + 1e-6)));
    fast.gradients()
        .forEach(
            (name, gradient) -> {
              INDArray other = Objects.requireNonNull(portable.gradients().get(name));
              assertThat(other.sub(gradient).amaxNumber().doubleValue())
                  .as(name)
                  .isLessThan(2e-3 * gradient.amaxNumber().doubleValue() + 1e-5);
            });
  }

  private static Objective.Value value(
      Backbone backbone, List<LossTerm> terms, Map<Endpoint, INDArray> taught, Ops ops) {
    SegmentationGraph student =
        SegmentationGraph.build(
            new Network(backbone, 6),
            ALL,
            Mode.LATER_STEP,
            SignRule.PRODUCT,
            new Parameters(3),
            STAGES,
            ops);
    int[] labels = new Random(1).ints(2 * 64 * 64, 0, 5).toArray();
    INDArray label = Nd4j.createFromArray(labels).reshape(2, 64, 64);
    INDArray factors = Nd4j.createFromArray(0.5f, 1f);
    return Objective.of(student, terms)
        .evaluate(IMAGE, new Objective.Targets(label, null, factors), taught, 0);
  }

  private static Map<Endpoint, INDArray> taught(Backbone backbone, List<LossTerm> terms) {
    Set<Endpoint> read = new TreeSet<>();
    terms.forEach(term -> read.addAll(term.teacherEndpoints()));
    return graph(backbone, OLD, Mode.INFERENCE, read, new Parameters(4))
        .run(IMAGE, read.toArray(Endpoint[]::new));
  }

  /** Each term is the distance that it says, of the maps that it says. */
  @Test
  void termsReadTheirEndpoints() {
    Backbone backbone = backbones().findFirst().orElseThrow();
    List<LossTerm> terms =
        List.of(
            FeatureTerms.encoderDistillation(1),
            FeatureTerms.branchDistillation(1),
            FeatureTerms.podOfLogits(1, 6, false));
    Map<Endpoint, INDArray> taught = taught(backbone, terms);
    Map<Endpoint, INDArray> said = new EnumMap<>(Endpoint.class);
    said.putAll(
        graph(backbone, ALL, Mode.INFERENCE, Set.of(), new Parameters(3))
            .run(IMAGE, taught.keySet().toArray(Endpoint[]::new)));
    Map<String, Double> actual = value(backbone, terms, taught, Backend.CPU.ops()).terms();
    double branches = 0;
    for (Endpoint branch : Endpoint.BRANCHES) {
      branches += meanSquare(of(said, branch), of(taught, branch)) / 4;
    }
    assertThat(actual.get("l2_branches")).isCloseTo(branches, within(1e-5));
    assertThat(actual.get("l2_encoder"))
        .isCloseTo(
            meanSquare(of(said, Endpoint.BACKBONE), of(taught, Endpoint.BACKBONE)), within(1e-5));
    INDArray logits = of(said, Endpoint.SMALL_LOGITS);
    assertThat(actual.get("pod_logits"))
        .isCloseTo(pod(merged(logits), of(taught, Endpoint.SMALL_LOGITS)) / 6, within(1e-5));
  }

  /** New classes added to the background. */
  private static INDArray merged(INDArray logits) {
    INDArray result = Nd4j.zeros(DataType.FLOAT, 2, 3, 4, 4);
    for (int n = 0; n < 2; n++) {
      for (int k = 0; k < 5; k++) {
        result.slice(n).slice(k < 3 ? k : 0).addi(logits.slice(n).slice(k));
      }
    }
    return result;
  }

  /** Of maps of 4 x 4 pixels, where regions of scale 4 are pixels, which count twice. */
  private static double pod(INDArray a, INDArray b) {
    INDArray difference = a.mul(a).sub(b.mul(b));
    double sum = 0;
    for (int n = 0; n < 2; n++) {
      INDArray one = difference.slice(n);
      double squares = square(one.mean(1)) + square(one.mean(2)) + 2 * square(one);
      for (int top = 0; top < 4; top += 2) {
        for (int left = 0; left < 4; left += 2) {
          for (int c = 0; c < 3; c++) {
            for (int i = 0; i < 2; i++) {
              double row =
                  one.getDouble(c, top + i, left) / 2 + one.getDouble(c, top + i, left + 1) / 2;
              double column =
                  one.getDouble(c, top, left + i) / 2 + one.getDouble(c, top + 1, left + i) / 2;
              squares += row * row + column * column;
            }
          }
        }
      }
      sum += Math.sqrt(squares) / 2;
    }
    return sum;
  }

  private static double square(INDArray values) {
    return values.mul(values).sumNumber().doubleValue();
  }

  private static double meanSquare(INDArray a, INDArray b) {
    INDArray difference = a.sub(b);
    return difference.mul(difference).meanNumber().doubleValue();
  }

  private static INDArray of(Map<Endpoint, INDArray> outputs, Endpoint endpoint) {
    return Objects.requireNonNull(outputs.get(endpoint));
  }

  private static void assertNear(
      Map<Endpoint, INDArray> actual, Map<Endpoint, INDArray> expected, Endpoint endpoint) {
    INDArray wanted = of(expected, endpoint);
    assertThat(of(actual, endpoint).sub(wanted).amaxNumber().doubleValue())
        .isLessThan(1e-5 * wanted.amaxNumber().doubleValue() + 1e-6);
  }

  private static INDArray image() {
    Random random = new Random(5);
    float[] values = new float[2 * 3 * 64 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape(2, 3, 64, 64);
  }
}
