// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.ciss4j.graph.Golden;
import org.ciss4j.scenario.LabelSpace;
import org.junit.jupiter.api.Test;

/** Scores against numbers of the official code of RECALL, which leaves absent classes out. */
class RecallMetricsGoldenTest {
  private static final EvaluationProtocol PROTOCOL =
      new EvaluationProtocol(EvaluationProtocol.AbsentClass.SKIP, true, LabelSpace.VOID);

  @Test
  void scores() {
    for (Golden golden : Golden.cases("recall_metrics")) {
      ConfusionMatrix matrix = matrix(golden);
      int old = golden.meta().get("old").size();
      int seen = golden.meta().get("classes").size();
      Scores scores = Scores.of(matrix, old - 1, seen - 1, PROTOCOL);
      double[] iou = golden.doubles("iou");
      double[] precision = golden.doubles("accuracy");
      for (int c = 0; c < seen; c++) {
        assertThat(scores.iou().get(c)).as("%s %s", golden, c).isCloseTo(iou[c], within(1e-8));
        // What that code calls accuracy divides by what was predicted.
        double own = (double) matrix.count(c, c) / matrix.predictionCount(c);
        assertThat(own).as("%s %s", golden, c).isEqualTo(Double.valueOf(precision[c]));
      }
      golden.assertClose("miou", scores.all());
      golden.assertClose("miou_old", scores.base());
      golden.assertClose("miou_new", scores.novel());
      // Of all pixels that are taken for a class that was learnt, those that are right.
      long right = 0;
      long all = 0;
      for (int c = 0; c < seen; c++) {
        right += matrix.count(c, c);
        all += matrix.predictionCount(c);
      }
      golden.assertClose("pixel_accuracy", (double) right / all);
    }
  }

  private static ConfusionMatrix matrix(Golden golden) {
    int[] numbers = golden.ints("confusion");
    int size = (int) golden.shape("confusion")[0];
    long[][] counts = new long[size][size];
    for (int i = 0; i < numbers.length; i++) {
      counts[i / size][i % size] = numbers[i];
    }
    return ConfusionMatrix.of(counts);
  }
}
