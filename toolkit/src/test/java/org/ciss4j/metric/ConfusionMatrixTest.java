// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ciss4j.common.Seeds;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  @Test
  void rowsAreTruth() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    matrix.add(new int[] {0, 1, 1, 2, 255, 3, -1}, new int[] {0, 2, 2, 1, 0, 0, 0});

    assertThat(matrix.counts()).isDeepEqualTo(new long[][] {{1, 0, 0}, {0, 0, 2}, {0, 1, 0}});
    assertThat(matrix.count(1, 2)).isEqualTo(2);
    assertThat(matrix.truthCount(1)).isEqualTo(2);
    assertThat(matrix.predictionCount(1)).isEqualTo(1);
  }

  @Test
  void bytesAreUnsigned() {
    ConfusionMatrix matrix = new ConfusionMatrix(201);
    matrix.add(new byte[] {(byte) 200, (byte) 255}, new int[] {200, 200});

    assertThat(matrix.count(200, 200)).isEqualTo(1);
    assertThat(matrix.predictionCount(200)).isEqualTo(1);
  }

  @Test
  void equalsANaivePixelLoop() {
    Random random = new Seeds(1).child("naive").random();
    for (int size = 1; size < 12; size++) {
      int[] truth = labels(random, size);
      int[] prediction = predictions(random, size);
      ConfusionMatrix matrix = new ConfusionMatrix(size);
      matrix.add(truth, prediction);
      assertThat(matrix.counts()).isDeepEqualTo(naive(size, truth, prediction));
      assertThat(ConfusionMatrix.of(matrix.counts()).counts()).isDeepEqualTo(matrix.counts());
    }
  }

  @Test
  void anyMergeOrderGivesTheSame() {
    Random random = new Seeds(2).child("merge").random();
    ConfusionMatrix whole = new ConfusionMatrix(6);
    List<ConfusionMatrix> parts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int[] truth = labels(random, 6);
      int[] prediction = predictions(random, 6);
      whole.add(truth, prediction);
      parts.add(new ConfusionMatrix(6));
      parts.get(i).add(bytes(truth), prediction);
    }
    for (int trial = 0; trial < 20; trial++) {
      Collections.shuffle(parts, random);
      assertThat(merged(new ArrayList<>(parts), random).counts()).isDeepEqualTo(whole.counts());
    }
  }

  private static ConfusionMatrix merged(List<ConfusionMatrix> parts, Random random) {
    while (parts.size() > 1) {
      ConfusionMatrix one = parts.remove(random.nextInt(parts.size()));
      parts.add(one.plus(parts.remove(random.nextInt(parts.size()))));
    }
    return parts.get(0);
  }

  @Test
  void mergingAndCopyingLeaveTheOriginalAlone() {
    ConfusionMatrix matrix = ConfusionMatrix.of(new long[][] {{1, 2}, {3, 4}});
    matrix.plus(matrix);
    matrix.counts()[0][0] = 9;

    assertThat(matrix.counts()).isDeepEqualTo(new long[][] {{1, 2}, {3, 4}});
  }

  @Test
  void printsATable() {
    assertThat(ConfusionMatrix.of(new long[][] {{10, 2}, {3, 4}}))
        .hasToString(
            """
            truth\\prediction         0         1
                           0        10         2
                           1         3         4\
            """);
  }

  @Test
  void saysWhatDoesNotFit() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    assertIllegal(
        () -> new ConfusionMatrix(0), "a confusion matrix needs a size of at least 1, not 0");
    assertIllegal(
        () -> new ConfusionMatrix(-1), "a confusion matrix needs a size of at least 1, not -1");
    assertIllegal(() -> matrix.add(new int[2], new int[3]), "2 labels, but 3 predictions");
    assertIllegal(() -> matrix.add(new byte[2], new int[3]), "2 labels, but 3 predictions");
    assertIllegal(
        () -> matrix.add(new int[] {1}, new int[] {3}),
        "truth 1, prediction 3: channels are 0 to 2");
    assertIllegal(() -> matrix.count(3, 0), "truth 3, prediction 0: channels are 0 to 2");
    assertIllegal(
        () -> matrix.plus(new ConfusionMatrix(2)),
        "cannot add a matrix of size 2 to one of size 3");
    assertIllegal(() -> ConfusionMatrix.of(new long[][] {{1, 2}}), "row 0 of 1 has 2 counts");
    assertIllegal(() -> ConfusionMatrix.of(new long[][] {{-1}}), "row 0 has a negative count");
  }

  private static void assertIllegal(Runnable action, String message) {
    assertThatIllegalArgumentException().isThrownBy(action::run).withMessage(message);
  }

  private static int[] labels(Random random, int size) {
    return random.ints(500, 0, size + 2).map(label -> label > size ? 255 : label).toArray();
  }

  private static int[] predictions(Random random, int size) {
    return random.ints(500, 0, size).toArray();
  }

  private static byte[] bytes(int[] labels) {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return bytes;
  }

  private static long[][] naive(int size, int[] truth, int[] prediction) {
    long[][] counts = new long[size][size];
    for (int t = 0; t < size; t++) {
      for (int p = 0; p < size; p++) {
        for (int i = 0; i < truth.length; i++) {
          counts[t][p] += truth[i] == t && prediction[i] == p ? 1 : 0;
        }
      }
    }
    return counts;
  }
}
