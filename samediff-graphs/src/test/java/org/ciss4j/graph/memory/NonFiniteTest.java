// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NonFiniteTest {
  private static final long[] SEVERAL_PIECES = {3, 70_001};

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void isFoundWhereverItIs(float value) {
    INDArray array = Nd4j.ones(DataType.FLOAT, SEVERAL_PIECES);
    assertThat(NonFinite.count(array)).isZero();
    List<Long> places = List.of(0L, 65_535L, 65_536L, 131_072L, array.length() - 1);
    places.forEach(place -> array.putScalar(place, value));
    assertThat(NonFinite.count(array)).isEqualTo(places.size());
    assertThat(NonFinite.count(array.transpose())).isEqualTo(places.size());
    assertThat(NonFinite.count(array.castTo(DataType.DOUBLE))).isEqualTo(places.size());
  }

  @Test
  void whatIsNoFractionIsFinite() {
    assertThat(NonFinite.count(Nd4j.scalar(DataType.INT64, Long.MAX_VALUE))).isZero();
    assertThat(NonFinite.count(Nd4j.empty(DataType.FLOAT))).isZero();
    assertThat(NonFinite.count(Nd4j.createFromArray(Float.MAX_VALUE, -Float.MAX_VALUE))).isZero();
  }

  @Test
  void arraysAreNamed() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("sound", Nd4j.ones(DataType.FLOAT, 2, 3));
    assertThat(NonFinite.among(arrays)).isEmpty();
    for (int i = 0; i < 5; i++) {
      arrays.put("bad" + i, Nd4j.createFromArray(1f, Float.NaN, 2f));
    }
    assertThat(NonFinite.among(arrays))
        .hasValue("bad0 (1 of 3 numbers), bad1 (1 of 3 numbers), bad2 (1 of 3 numbers) and 2 more");
  }
}
