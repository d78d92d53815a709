// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.HeadOnly;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DriftTest {
  private static final HeadLayout ALL = new HeadLayout(List.of(2, 3, 1));
  private static final HeadLayout OLD = new HeadLayout(List.of(2, 3));
  private static final List<LossTerm> TERMS = List.of(LossTerms.mbce(1, 2), LossTerms.kd(5));

  private final HeadOnly student = HeadOnly.random(ALL, SignRule.PRODUCT, 3);
  private final HeadOnly teacher = HeadOnly.random(OLD, SignRule.PRODUCT, 4);

  private Objective.Value value(HeadOnly network, List<LossTerm> watched) {
    Objective objective = Objective.of(network.graph(), TERMS, watched);
    INDArray image = network.image();
    INDArray label = Nd4j.ones(DataType.INT32, image.size(0), image.size(2), image.size(3));
    Map<Endpoint, INDArray> taught = teacher.outputs(objective.teacherEndpoints());
    return objective.evaluate(image, label, taught, 0);
  }

  @Test
  void isTheMeanNormOfTheDifference() {
    Map<Endpoint, INDArray> own =
        student.outputs(List.of(Endpoint.OLD_POSITIVE, Endpoint.OLD_NEGATIVE));
    Map<Endpoint, INDArray> taught = teacher.outputs(List.of(Endpoint.POSITIVE, Endpoint.NEGATIVE));
    INDArray positive = own.get(Endpoint.OLD_POSITIVE).sub(taught.get(Endpoint.POSITIVE));
    INDArray negative = own.get(Endpoint.OLD_NEGATIVE).sub(taught.get(Endpoint.NEGATIVE));
    Map<String, Double> watched =
        value(HeadOnly.random(ALL, SignRule.PRODUCT, 3), Drift.beside(TERMS)).watched();
    assertThat(watched.keySet()).containsExactly("drift_pos", "drift_neg", "drift");
    assertThat(watched.get(Drift.POSITIVE)).isCloseTo(norm(positive), within(1e-5));
    assertThat(watched.get(Drift.NEGATIVE)).isCloseTo(norm(negative), within(1e-5));
    assertThat(watched.get(Drift.SUM)).isCloseTo(norm(positive.add(negative)), within(1e-5));
  }

  /** By loops over {@code [N, C, h, w]}. */
  private static double norm(INDArray difference) {
    double sum = 0;
    long[] shape = difference.shape();
    for (long n = 0; n < shape[0]; n++) {
      for (long y = 0; y < shape[2]; y++) {
        for (long x = 0; x < shape[3]; x++) {
          double squares = 0;
          for (long c = 0; c < shape[1]; c++) {
            squares += Math.pow(difference.getDouble(n, c, y, x), 2);
          }
          sum += Math.sqrt(squares);
        }
      }
    }
    return sum / (shape[0] * shape[2] * shape[3]);
  }

  @Test
  void watchingChangesNothing() {
    Objective.Value plain = value(student, List.of());
    Objective.Value watching =
        value(HeadOnly.random(ALL, SignRule.PRODUCT, 3), Drift.beside(TERMS));
    assertThat(plain.watched()).isEmpty();
    assertThat(watching.total()).isEqualTo(plain.total());
    assertThat(watching.terms()).isEqualTo(plain.terms());
    assertThat(watching.gradients().keySet()).isEqualTo(plain.gradients().keySet());
    plain
        .gradients()
        .forEach(
            (name, gradient) ->
                assertThat(watching.gradients().get(name).data().asFloat())
                    .as(name)
                    .containsExactly(gradient.data().asFloat()));
  }

  @Test
  void withoutATeacherThereIsNothingToWatch() {
    assertThat(Drift.beside(List.of(LossTerms.mbce(1, 2), LossTerms.ac(1)))).isEmpty();
  }
}
