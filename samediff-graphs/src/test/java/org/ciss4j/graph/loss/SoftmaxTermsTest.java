// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.ciss4j.graph.model.ClassifierInit;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.HeadOnly;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Against formulas of the papers on probabilities, in double precision; gradients by the biases
 * against differences, as a bias moves the logits of all pixels alike.
 */
class SoftmaxTermsTest {
  private static final HeadLayout OLD = new HeadLayout(List.of(2, 1)).withBackground();
  private static final HeadLayout ALL = new HeadLayout(List.of(2, 1, 2)).withBackground();
  private static final int O = 4;
  private static final int K = 6;
  private static final int PIXELS = 2 * 11 * 14;
  private static final float[] FACTORS = {0.5f, 0.125f};

  /** The loss of one pixel; NaN if it does not count. */
  @FunctionalInterface
  private interface PixelLoss {
    double of(double[] z, double[] old, int label, int image);
  }

  static Stream<Arguments> terms() {
    PixelLoss ce = (z, old, label, image) -> label == 255 ? 0 : -Math.log(softmax(z)[label]);
    PixelLoss ofLabelled =
        (z, old, label, image) -> label == 255 ? Double.NaN : -Math.log(softmax(z)[label]);
    PixelLoss byImage =
        (z, old, label, image) -> label == 255 ? 0 : -FACTORS[image] * Math.log(softmax(z)[label]);
    PixelLoss unce =
        (z, old, label, image) -> {
          double[] p = softmax(z);
          double ofOld = p[0] + p[1] + p[2] + p[3];
          return label == 255 ? 0 : -Math.log(label < O ? ofOld : p[label]);
        };
    PixelLoss kd = (z, old, label, image) -> distilled(softmax(old), softmax(first(z))) / O;
    PixelLoss sharp =
        (z, old, label, image) -> distilled(softmax(times(2, old)), softmax(first(z))) / O;
    PixelLoss unkd =
        (z, old, label, image) -> {
          double[] p = softmax(z);
          double[] merged = {p[0] + p[4] + p[5], p[1], p[2], p[3]};
          return distilled(softmax(old), merged) / O;
        };
    PixelLoss output =
        (z, old, label, image) ->
            label < O ? distilled(softmax(old), first(softmax(z))) : Double.NaN;
    return Stream.of(
        Arguments.of("ce", of(SoftmaxTerms::crossEntropy), ce),
        Arguments.of("ce of labelled", of(SoftmaxTerms::crossEntropyOfLabelled), ofLabelled),
        Arguments.of("ce by image", of(SoftmaxTerms::crossEntropyByImage), byImage),
        Arguments.of("unce", of(SoftmaxTerms::unbiasedCrossEntropy), unce),
        Arguments.of("kd", of(weight -> SoftmaxTerms.kd(weight, 1)), kd),
        Arguments.of("kd, alpha 2", of(weight -> SoftmaxTerms.kd(weight, 2)), sharp),
        Arguments.of("unkd", of(weight -> SoftmaxTerms.unbiasedKd(weight, 1)), unkd),
        Arguments.of("kd_output", of(SoftmaxTerms::outputDistillation), output));
  }

  private static DoubleFunction<LossTerm> of(DoubleFunction<LossTerm> term) {
    return term;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("terms")
  void equalTheirFormulas(String name, DoubleFunction<LossTerm> term, PixelLoss loss) {
    HeadOnly student = student();
    HeadOnly teacher = HeadOnly.random(OLD, SignRule.PRODUCT, 8);
    double[][] z = pixels(student, K);
    double[][] old = pixels(teacher, O);
    Objective.Value value = evaluate(student, teacher, List.of(term.apply(3)));
    assertThat(value.total()).isCloseTo(3 * mean(z, old, loss), within(1e-5));
    INDArray ofNew = value.gradients().getOrDefault("cls.3.bias", Nd4j.zeros(2));
    INDArray ofOld = Objects.requireNonNull(value.gradients().get("cls.1.bias"));
    assertThat(ofOld.getDouble(0)).isCloseTo(3 * slope(z, old, loss, 0), within(1e-5));
    assertThat(ofOld.getDouble(2)).isCloseTo(3 * slope(z, old, loss, 2), within(1e-5));
    assertThat(ofNew.getDouble(1)).isCloseTo(3 * slope(z, old, loss, 5), within(1e-5));
    assertThat(value.gradients()).containsKey(HeadOnly.TRUNK);
  }

  @Test
  void unbiasedCrossEntropyIsPlainWhereThereIsNoOldClass() {
    HeadLayout base = new HeadLayout(List.of(5)).withBackground();
    double plain = atBaseStep(base, SoftmaxTerms.crossEntropy(1));
    assertThat(plain).isPositive();
    assertThat(atBaseStep(base, SoftmaxTerms.unbiasedCrossEntropy(1))).isEqualTo(plain);
  }

  private static double atBaseStep(HeadLayout base, LossTerm term) {
    HeadOnly student = HeadOnly.random(base, SignRule.PRODUCT, 4);
    Objective objective = Objective.of(student.graph(), List.of(term));
    return objective.evaluate(student.image(), labels(), Map.of(), 0).total();
  }

  /** With the background split among it and the new classes, all that was probable stays so. */
  @Test
  void afterTheInitialisationOfMibNothingHasChanged() {
    HeadOnly student = student();
    Parameters parameters = student.graph().parameters();
    HeadOnly teacher = HeadOnly.of(OLD, SignRule.PRODUCT, parameters.copy(0), 11, 14);
    double[][] old = pixels(teacher, O);
    ClassifierInit.fromBackground(parameters, ALL);
    double[][] z = pixels(student, K);
    for (int i = 0; i < PIXELS; i++) {
      double together = Math.exp(z[i][0]) + Math.exp(z[i][4]) + Math.exp(z[i][5]);
      assertThat(together).isCloseTo(Math.exp(old[i][0]), within(1e-5));
      assertThat(z[i][4]).isEqualTo(z[i][0]).isEqualTo(z[i][5]);
      assertThat(z[i][1]).isEqualTo(old[i][1]);
    }
    // So the unbiased distillation has nothing to teach but its entropy.
    Objective.Value value = evaluate(student, teacher, List.of(SoftmaxTerms.unbiasedKd(1, 1)));
    value
        .gradients()
        .forEach(
            (name, gradient) ->
                assertThat(gradient.amaxNumber().doubleValue()).as(name).isLessThan(1e-7));
  }

  @Test
  void factorsOfImagesAreNeeded() {
    HeadOnly student = student();
    Objective objective =
        Objective.of(student.graph(), List.of(SoftmaxTerms.crossEntropyByImage(1)));
    assertThatThrownBy(() -> objective.evaluate(student.image(), labels(), Map.of(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("factors of the images");
  }

  private static HeadOnly student() {
    return HeadOnly.random(ALL, SignRule.PRODUCT, 7);
  }

  private static Objective.Value evaluate(
      HeadOnly student, HeadOnly teacher, List<LossTerm> terms) {
    Objective objective = Objective.of(student.graph(), terms);
    Map<Endpoint, INDArray> taught = teacher.outputs(objective.teacherEndpoints());
    INDArray factors = Nd4j.createFromArray(FACTORS);
    return objective.evaluate(
        student.image(), new Objective.Targets(labels(), null, factors), taught, 0);
  }

  private static double mean(double[][] z, double[][] old, PixelLoss loss) {
    int[] labels = labels().data().asInt();
    double sum = 0;
    int counted = 0;
    for (int i = 0; i < PIXELS; i++) {
      double value = loss.of(z[i], old[i], labels[i], i / (PIXELS / 2));
      if (!Double.isNaN(value)) {
        sum += value;
        counted++;
      }
    }
    return sum / counted;
  }

  private static double slope(double[][] z, double[][] old, PixelLoss loss, int output) {
    return (mean(moved(z, output, 1e-5), old, loss) - mean(moved(z, output, -1e-5), old, loss))
        / 2e-5;
  }

  private static double[][] moved(double[][] z, int output, double by) {
    double[][] result = new double[z.length][];
    for (int i = 0; i < z.length; i++) {
      result[i] = z[i].clone();
      result[i][output] += by;
    }
    return result;
  }

  private static double[][] pixels(HeadOnly network, int outputs) {
    INDArray map = network.outputs(List.of(Endpoint.CLASS_LOGITS)).get(Endpoint.CLASS_LOGITS);
    double[] values = map.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    int area = PIXELS / 2;
    double[][] result = new double[PIXELS][outputs];
    for (int i = 0; i < PIXELS; i++) {
      for (int k = 0; k < outputs; k++) {
        result[i][k] = values[(i / area * outputs + k) * area + i % area];
      }
    }
    return result;
  }

  private static double distilled(double[] q, double[] p) {
    double loss = 0;
    for (int c = 0; c < O; c++) {
      loss -= q[c] * Math.log(p[c]);
    }
    return loss;
  }

  private static double[] softmax(double[] z) {
    double sum = 0;
    for (double value : z) {
      sum += Math.exp(value);
    }
    double[] p = new double[z.length];
    for (int k = 0; k < p.length; k++) {
      p[k] = Math.exp(z[k]) / sum;
    }
    return p;
  }

  private static double[] first(double[] values) {
    return java.util.Arrays.copyOf(values, O);
  }

  private static double[] times(double factor, double[] values) {
    return java.util.Arrays.stream(values).map(value -> factor * value).toArray();
  }

  /** Of background and all classes, and void. */
  private static INDArray labels() {
    int[] values = new Random(5).ints(PIXELS, 0, K + 1).map(v -> v == K ? 255 : v).toArray();
    return Nd4j.createFromArray(values).reshape(2, 11, 14);
  }
}
