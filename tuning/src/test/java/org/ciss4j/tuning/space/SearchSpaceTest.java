// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.ciss4j.common.CissException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchSpaceTest {
  @Test
  void textsBecomeDimensions() {
    SearchSpace space =
        SearchSpace.parse(
            "kd=1..20 log", "lr = 1e-3 .. 0.1", "posWeight=1, 2,4", "signRule=PRODUCT");
    assertThat(space.dimensions())
        .containsExactly(
            new Dimension.Range("kd", 1, 20, Dimension.Scale.LOG, false),
            new Dimension.Range("lr", 0.001, 0.1, Dimension.Scale.LINEAR, false),
            new Dimension.Choice("posWeight", List.of("1", "2", "4")),
            new Dimension.Choice("signRule", List.of("PRODUCT")));
  }

  @Test
  void textsAreReadBack() {
    SearchSpace space = SearchSpace.parse("kd=1..20 log", "lr=1e-4..0.1", "posWeight=1,2,4");
    assertThat(space.texts()).containsExactly("kd=1..20 log", "lr=0.0001..0.1", "posWeight=1,2,4");
    assertThat(SearchSpace.parse(space.texts())).isEqualTo(space);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kd | expected a name and values",
        "=1..2 | expected a name and values",
        "kd= | kd needs values",
        "kd=1,,2 | kd needs values",
        "kd=1,2,1 | kd names a value twice",
        "kd=20..1 | from a lower to a higher number, such as kd=1..20, not 20..1",
        "kd=5..5 | from a lower to a higher number",
        "kd=0..1 log | cannot be spread by its logarithm from 0 on",
        "kd=-1..1 log | cannot be spread by its logarithm from -1 on",
        "kd=a..5 | needs a number on both sides",
        "kd=1.. | needs a number on both sides",
        "kd=..5 | needs a number on both sides",
        "kd=1..5 lg | may stand log or nothing, not \"lg\"",
        "kd=1..NaN | from a lower to a higher number",
        "kd=1..Infinity | from a lower to a higher number",
      })
  void wrongTextsAreExplained(String text, String message) {
    assertThatThrownBy(() -> SearchSpace.parse(text))
        .isInstanceOf(CissException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((CissException) e).kind())
        .isEqualTo(CissException.Kind.USAGE);
  }

  @Test
  void aNameComesOnce() {
    assertThatThrownBy(() -> SearchSpace.parse("kd=1..2", "kd=3,4"))
        .hasMessage("the search space names kd twice");
    assertThatThrownBy(() -> SearchSpace.parse()).hasMessageContaining("nothing to search");
  }

  @ParameterizedTest
  @CsvSource({
    "kd=1..20, 7.3491827, 7.35",
    "kd=1..20, 1, 1",
    "kd=1..20 log, 1.0000000000000002, 1",
    "kd=1..20 log, 19.999999999999996, 20",
    "lr=1e-5..1 log, 0.000123456789, 0.0001235",
    "lr=0.5..0.5001, 0.500012345, 0.50001234",
    "kd=0.123456..10, 0.1234560001, 0.123456"
  })
  void numbersAreShort(String dimension, double value, String text) {
    assertThat(((Dimension.Range) Dimension.parse(dimension)).text(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kd=1..2 | true",
        "kd=1,-2.5,1e-3,.5 | true",
        "signRule=PRODUCT,WEIGHT | false",
        "layers=1,2,all | false",
        "on=true,false | false",
        "kd=1d,2 | false",
        "kd=NaN,2 | false"
      })
  void onlyNumbersAreNumeric(String dimension, boolean numeric) {
    assertThat(Dimension.parse(dimension).numeric()).isEqualTo(numeric);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch=1.5..4", "batch=1..4.5"})
  void wholeNumbersHaveWholeBounds(String text) {
    Dimension.Range range = (Dimension.Range) Dimension.parse(text);
    assertThatThrownBy(range::asWhole).hasMessageContaining("batch is a whole number");
  }
}
