// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.graph.Golden;
import org.ciss4j.metric.EvaluationProtocol.AbsentClass;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private static final EvaluationProtocol DKD = EvaluationProtocol.dkd();
  private static final EvaluationProtocol SKIP = new EvaluationProtocol(AbsentClass.SKIP, true, 0);
  private static final EvaluationProtocol NO_BACKGROUND =
      new EvaluationProtocol(AbsentClass.ZERO, false, 255);

  /** The official 1e-6 in the union, against numbers worked out by hand. */
  private static final Offset<Double> BY_HAND = within(1e-6);

  private static final ConfusionMatrix THREE =
      ConfusionMatrix.of(new long[][] {{5, 1, 0}, {2, 6, 2}, {1, 0, 3}});

  @Test
  void threeClassesByHand() {
    Scores scores = Scores.of(THREE, 1, DKD);

    assertAll(scores.iou(), 5.0 / 9, 6.0 / 11, 3.0 / 6);
    assertThat(scores.base()).isCloseTo((5.0 / 9 + 6.0 / 11) / 2, BY_HAND);
    assertThat(scores.novel()).isCloseTo(0.5, BY_HAND);
    assertThat(scores.all()).isCloseTo((5.0 / 9 + 6.0 / 11 + 0.5) / 3, BY_HAND);
    assertThat(scores.hIoU()).isCloseTo(2 / (1 / scores.base() + 1 / scores.novel()), BY_HAND);
    assertAll(scores.accuracy(), 5.0 / 6, 0.6, 0.75);
    assertGrouped(scores.pixelAccuracy(), 11.0 / 16, 3.0 / 4, 14.0 / 20);
    assertGrouped(scores.classAccuracy(), (5.0 / 6 + 0.6) / 2, 0.75, (5.0 / 6 + 0.6 + 0.75) / 3);
  }

  @Test
  void backgroundMayBeLeftOut() {
    Scores scores = Scores.of(THREE, 1, NO_BACKGROUND);

    assertThat(scores.base()).isCloseTo(6.0 / 11, BY_HAND);
    assertThat(scores.all()).isCloseTo((6.0 / 11 + 0.5) / 2, BY_HAND);
    assertThat(scores.iou().get(0)).isCloseTo(5.0 / 9, BY_HAND);
    assertGrouped(scores.pixelAccuracy(), 0.6, 0.75, 9.0 / 14);
    assertGrouped(scores.classAccuracy(), 0.6, 0.75, 0.675);
  }

  @Test
  void absentClassIsZeroOrSkipped() {
    ConfusionMatrix matrix = ConfusionMatrix.of(new long[][] {{3, 1, 0}, {2, 4, 0}, {0, 0, 0}});
    Scores zero = Scores.of(matrix, 2, DKD);
    Scores skip = Scores.of(matrix, 2, SKIP);

    assertAll(zero.iou(), 3.0 / 6, 4.0 / 7, 0);
    assertAll(skip.iou(), 3.0 / 6, 4.0 / 7, Double.NaN);
    assertThat(zero.base()).isCloseTo((3.0 / 6 + 4.0 / 7) / 3, BY_HAND);
    assertThat(skip.base()).isCloseTo((3.0 / 6 + 4.0 / 7) / 2, BY_HAND);
    assertThat(zero.classAccuracy().base()).isCloseTo((3.0 / 4 + 4.0 / 6) / 3, BY_HAND);
    assertThat(skip.classAccuracy().base()).isCloseTo((3.0 / 4 + 4.0 / 6) / 2, BY_HAND);
    assertThat(skip.pixelAccuracy()).isEqualTo(zero.pixelAccuracy());
    assertAll(zero.accuracy(), 3.0 / 4, 4.0 / 6, Double.NaN);
  }

  @Test
  void classThatIsOnlyPredictedIsNotAbsentFromIoU() {
    ConfusionMatrix matrix = ConfusionMatrix.of(new long[][] {{3, 0, 1}, {0, 4, 0}, {0, 0, 0}});
    Scores skip = Scores.of(matrix, 1, SKIP);

    assertThat(skip.novel()).isZero();
    assertThat(skip.classAccuracy().novel()).isNaN();
    assertThat(Scores.of(matrix, 1, DKD).classAccuracy().novel()).isZero();
  }

  @Test
  void groupWithoutPresentClassesHasNoMeanWhenSkipped() {
    ConfusionMatrix matrix = ConfusionMatrix.of(new long[][] {{3, 1, 0}, {2, 4, 0}, {0, 0, 0}});
    Scores skip = Scores.of(matrix, 1, SKIP);

    assertThat(skip.novel()).isNaN();
    assertThat(skip.hIoU()).isNaN();
    assertThat(skip.all()).isEqualTo(skip.base());
    assertThat(skip.pixelAccuracy().novel()).isNaN();
    assertThat(Scores.of(matrix, 1, DKD).novel()).isZero();
  }

  @Test
  void baseStepHasNothingNovel() {
    Scores scores = Scores.of(THREE, 2, DKD);

    assertThat(scores.all()).isEqualTo(scores.base()).isGreaterThan(0.5);
    assertThat(List.of(scores.novel(), scores.hIoU())).containsOnly(Double.NaN);
    for (Scores.Grouped grouped : List.of(scores.pixelAccuracy(), scores.classAccuracy())) {
      assertThat(grouped.all()).isEqualTo(grouped.base());
      assertThat(List.of(grouped.novel(), grouped.harmonic())).containsOnly(Double.NaN);
    }
  }

  @Test
  void equalsTheOfficialEvaluator() {
    for (Golden golden : Golden.cases("metrics")) {
      ConfusionMatrix matrix = new ConfusionMatrix(golden.integer("num_class"));
      matrix.add(golden.ints("gt"), golden.ints("pred"));
      assertThat(flat(matrix)).as(golden + " confusion").isEqualTo(golden.doubles("confusion"));
      int base = golden.meta().get("old_classes_idx").size() - 1;
      int seen = base + golden.meta().get("new_classes_idx").size();
      checkOfficial(golden, Scores.of(matrix, base, seen, DKD));
    }
  }

  private static void checkOfficial(Golden golden, Scores scores) {
    assertOfficial(golden, "miou_by_class", scores.iou());
    assertOfficial(golden, "acc_class_by_class", scores.accuracy());
    checkOfficial(
        golden,
        "miou",
        new Scores.Grouped(scores.base(), scores.novel(), scores.all(), scores.hIoU()));
    checkOfficial(golden, "acc", scores.pixelAccuracy());
    checkOfficial(golden, "acc_class", scores.classAccuracy());
  }

  private static void checkOfficial(Golden golden, String measure, Scores.Grouped grouped) {
    assertOfficial(golden, measure + "_overall", List.of(grouped.all()));
    if (golden.has(measure + "_new")) {
      assertOfficial(golden, measure + "_old", List.of(grouped.base()));
      assertOfficial(golden, measure + "_new", List.of(grouped.novel()));
      assertOfficial(golden, measure + "_harmonic", List.of(grouped.harmonic()));
    } else {
      assertThat(List.of(grouped.novel(), grouped.harmonic())).containsOnly(Double.NaN);
    }
  }

  private static void assertOfficial(Golden golden, String array, List<Double> fractions) {
    double[] percent = golden.doubles(array);
    assertThat(fractions).as(golden + " " + array).hasSameSizeAs(percent);
    for (int i = 0; i < percent.length; i++) {
      assertSame(golden + " " + array + " " + i, 100 * fractions.get(i), percent[i], 1e-12);
    }
  }

  private static double[] flat(ConfusionMatrix matrix) {
    return Arrays.stream(matrix.counts()).flatMapToLong(Arrays::stream).asDoubleStream().toArray();
  }

  @Test
  void equalsANaivePixelLoop() {
    Random random = new Seeds(5).child("scores").random();
    for (int size = 3; size < 10; size++) {
      int channels = size;
      int[] truth = random.ints(400, 0, size + 1).map(t -> t == channels ? 255 : t).toArray();
      int[] prediction = random.ints(400, 0, size).toArray();
      ConfusionMatrix matrix = new ConfusionMatrix(size);
      matrix.add(truth, prediction);
      Scores scores = Scores.of(matrix, 1, DKD);
      assertThat(scores.pixelAccuracy().all()).isEqualTo(naiveAccuracy(truth, prediction));
      List<Double> naive = new ArrayList<>();
      for (int c = 0; c < size; c++) {
        naive.add(naiveIoU(truth, prediction, c));
        assertThat(scores.iou().get(c)).isCloseTo(naive.get(c), BY_HAND);
      }
      assertThat(scores.all()).isCloseTo(average(naive), BY_HAND);
      assertThat(scores.base()).isCloseTo(average(naive.subList(0, 2)), BY_HAND);
      assertThat(scores.novel()).isCloseTo(average(naive.subList(2, size)), BY_HAND);
    }
  }

  private static double naiveIoU(int[] truth, int[] prediction, int channel) {
    int intersection = 0;
    int union = 0;
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] != 255) {
        intersection += truth[i] == channel && prediction[i] == channel ? 1 : 0;
        union += truth[i] == channel || prediction[i] == channel ? 1 : 0;
      }
    }
    return (double) intersection / union;
  }

  private static double naiveAccuracy(int[] truth, int[] prediction) {
    int right = 0;
    int counted = 0;
    for (int i = 0; i < truth.length; i++) {
      counted += truth[i] != 255 ? 1 : 0;
      right += truth[i] == prediction[i] ? 1 : 0;
    }
    return (double) right / counted;
  }

  private static double average(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  @Test
  void presetsAreThoseOfTheOfficialConfigurations() {
    assertThat(DKD).isEqualTo(new EvaluationProtocol(AbsentClass.ZERO, true, 0));
    assertThat(EvaluationProtocol.dkdAde())
        .isEqualTo(new EvaluationProtocol(AbsentClass.ZERO, true, 255));
  }

  @Test
  void saysWhatDoesNotFit() {
    for (int[] pair : new int[][] {{0, 2}, {2, 1}, {1, 3}}) {
      assertUsage(
          () -> Scores.of(THREE, pair[0], pair[1], DKD),
          pair[0]
              + " base classes of "
              + pair[1]
              + " seen do not fit a matrix of 3 channels; expected 1 <= base <= seen < channels");
    }
    assertUsage(
        () -> new EvaluationProtocol(AbsentClass.ZERO, true, 1),
        "the future label is 0 (background) or 255 (left out), not 1");
  }

  @Test
  void printsPercent() {
    assertThat(Scores.of(THREE, 1, DKD))
        .hasToString(
            """
            %                base  novel    all harmonic
            mIoU            55.05  50.00  53.37    52.40
            pixel accuracy  68.75  75.00  70.00    71.74
            class accuracy  71.67  75.00  72.78    73.30\
            """);
    assertThat(Scores.of(THREE, 2, DKD).toString())
        .contains("mIoU            53.37      -  53.37        -");
  }

  private static void assertUsage(Runnable action, String message) {
    assertThatThrownBy(action::run).isInstanceOf(CissException.class).hasMessage(message);
  }

  private static void assertGrouped(Scores.Grouped grouped, double base, double novel, double all) {
    assertThat(grouped.base()).isCloseTo(base, BY_HAND);
    assertThat(grouped.novel()).isCloseTo(novel, BY_HAND);
    assertThat(grouped.all()).isCloseTo(all, BY_HAND);
    assertThat(grouped.harmonic()).isCloseTo(2 * base * novel / (base + novel), BY_HAND);
  }

  private static void assertAll(List<Double> values, double... expected) {
    assertThat(values).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertSame("channel " + i, values.get(i), expected[i], 1e-6);
    }
  }

  private static void assertSame(String what, double value, double expected, double relative) {
    if (Double.isNaN(expected)) {
      assertThat(value).as(what).isNaN();
    } else {
      assertThat(value).as(what).isCloseTo(expected, within(relative * Math.abs(expected)));
    }
  }
}
