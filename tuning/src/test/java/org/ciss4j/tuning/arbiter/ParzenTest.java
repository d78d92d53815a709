// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ciss4j.tuning.space.Dimension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParzenTest {
  private static List<String> words(String text) {
    return text == null ? List.of() : List.of(text.split(" "));
  }

  private static Dimension.Range whole(String text) {
    return ((Dimension.Range) Dimension.parse(text)).asWhole();
  }

  /** Values at an end, in a heap, one alone, and none at all. */
  @ParameterizedTest
  @CsvSource({
    "x=-2..6,",
    "x=-2..6,-2",
    "x=-2..6,6 6 6 6",
    "x=-2..6,0 0.001 0.002 5.9",
    "x=1e-5..1 log,",
    "x=1e-5..1 log,1e-5 0.00001 1",
    "x=1e-5..1 log,0.01 0.0101 0.5"
  })
  void aDensityIntegratesToOne(String text, String seen) {
    ParzenRange parzen = ParzenRange.of((Dimension.Range) Dimension.parse(text), words(seen));
    int pieces = 100_000;
    double width = (parzen.high() - parzen.low()) / pieces;
    double sum = 0;
    for (int i = 0; i < pieces; i++) {
      sum += parzen.density(parzen.low() + (i + 0.5) * width) * width;
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"x=1..2,", "x=1..9,1 1 9", "x=-3..3,0", "x=1..64 log,", "x=1..64 log,1 2 2 64"})
  void probabilitiesOfWholeNumbersAddUpToOne(String text, String seen) {
    Dimension.Range range = whole(text);
    Parzen parzen = Parzen.of(range, words(seen));
    double sum =
        IntStream.rangeClosed((int) range.low(), (int) range.high())
            .mapToDouble(number -> parzen.of(Integer.toString(number)))
            .peek(probability -> assertThat(probability).isPositive())
            .sum();
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  @Test
  void aChoiceIsAsProbableAsItWasSeenAndOnceMore() {
    Dimension choice = Dimension.parse("x=a,b,c");
    Parzen none = Parzen.of(choice, List.of());
    assertThat(none.of("b")).isEqualTo(1 / 3.0);
    Parzen some = Parzen.of(choice, List.of("a", "c", "c", "c"));
    assertThat(some.of("a")).isEqualTo(2 / 7.0);
    assertThat(some.of("b")).isEqualTo(1 / 7.0);
    assertThat(some.of("c")).isEqualTo(4 / 7.0);
    assertThat(Parzen.of(Dimension.parse("x=only"), List.of("only", "only")).of("only")).isOne();
  }

  /** Of 2 the neighbours are 0 and 4, and it gets the width of a third at least; of 4, 2 and 10. */
  @Test
  void bellsAreAsWideAsTheFartherNeighbourIsAway() {
    ParzenRange parzen =
        ParzenRange.of((Dimension.Range) Dimension.parse("x=0..10"), List.of("4", "2"));
    double first = bell(3, 2, 10 / 3.0);
    double second = bell(3, 4, 6);
    assertThat(parzen.density(3)).isCloseTo((0.1 + first + second) / 3, within(1e-4));
  }

  /** Density of a bell that is cut off at 0 and 10, by sums of its own. */
  private static double bell(double x, double mean, double width) {
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      sum += Math.exp(-0.5 * Math.pow(((i + 0.5) / 1000 - mean) / width, 2)) / 1000;
    }
    return Math.exp(-0.5 * Math.pow((x - mean) / width, 2)) / sum;
  }

  @ParameterizedTest
  @CsvSource({"x=0..1,0.9 0.91 0.92", "x=1e-4..1 log,1 1 0.9", "x=0..1,"})
  void drawsAreOfTheDensity(String text, String seen) {
    Dimension.Range range = (Dimension.Range) Dimension.parse(text);
    ParzenRange parzen = ParzenRange.of(range, words(seen));
    Random random = new Random(3);
    double middle = (parzen.low() + parzen.high()) / 2;
    boolean log = range.scale() == Dimension.Scale.LOG;
    int below = 0;
    for (int i = 0; i < 20_000; i++) {
      double value = Double.parseDouble(parzen.draw(random));
      assertThat(value).isBetween(range.low(), range.high());
      below += (log ? Math.log(value) : value) < middle ? 1 : 0;
    }
    double expected = 0;
    for (int i = 0; i < 10_000; i++) {
      double width = (middle - parzen.low()) / 10_000;
      expected += parzen.density(parzen.low() + (i + 0.5) * width) * width;
    }
    assertThat(below / 20_000.0).isCloseTo(expected, within(0.015));
  }

  @Test
  void drawsOfWholeNumbersAndWordsAreAsProbableAsIsSaid() {
    drawsFollow(whole("x=1..5"), List.of("5", "5", "4"), List.of("1", "2", "3", "4", "5"));
    drawsFollow(whole("x=1..5 log"), List.of("1"), List.of("1", "2", "3", "4", "5"));
    drawsFollow(Dimension.parse("x=a,b,c"), List.of("b", "b"), List.of("a", "b", "c"));
  }

  private static void drawsFollow(Dimension dimension, List<String> seen, List<String> values) {
    Parzen parzen = Parzen.of(dimension, seen);
    Random random = new Random(5);
    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      drawn.add(parzen.draw(random));
    }
    assertThat(values).containsAll(drawn);
    for (String value : values) {
      double share = drawn.stream().filter(value::equals).count() / 20_000.0;
      assertThat(share).as(value).isCloseTo(parzen.of(value), within(0.015));
    }
  }
}
