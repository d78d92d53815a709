// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.ciss4j.tuning.space.Dimension;
import org.ciss4j.tuning.space.Proposals;
import org.ciss4j.tuning.space.SearchSpace;
import org.ciss4j.tuning.space.Strategy;
import org.ciss4j.tuning.space.Told;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tree-structured Parzen estimators on functions whose highest point is known. */
class TpeGeneratorTest {
  private static final int TRIALS = 40;
  private static final int SEEDS = 20;

  private static List<Map<String, String>> propose(
      SearchSpace space, Strategy strategy, int count, Function<Map<String, String>, Told> told) {
    Proposals proposals = ArbiterProposals.of(space, strategy);
    List<Map<String, String>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(proposals.next().orElseThrow());
      proposals.tell(told.apply(all.get(i)));
    }
    return all;
  }

  private static double number(Map<String, String> values, String name) {
    return Double.parseDouble(values.get(name));
  }

  private static Stream<Arguments> functions() {
    return Stream.of(
        Arguments.of(
            Named.of("a bowl", SearchSpace.parse("x=-5..5", "y=-5..5")),
            (ToDoubleFunction<Map<String, String>>)
                v -> -Math.pow(number(v, "x") - 2, 2) - Math.pow(number(v, "y") + 3, 2)),
        Arguments.of(
            Named.of("a rate and a word", SearchSpace.parse("lr=1e-6..1 log", "kind=a,b,c,d")),
            (ToDoubleFunction<Map<String, String>>)
                v ->
                    -Math.pow(Math.log10(number(v, "lr") / 0.003), 2)
                        - (v.get("kind").equals("c") ? 0 : 1)),
        Arguments.of(
            Named.of("Branin's three valleys", SearchSpace.parse("x=-5..10", "y=0..15")),
            (ToDoubleFunction<Map<String, String>>) v -> -branin(number(v, "x"), number(v, "y"))),
        Arguments.of(
            Named.of(
                "four dimensions",
                SearchSpace.parse("a=0..1", "b=0..1", "c=1e-3..1 log", "d=1,2,4,8")),
            (ToDoubleFunction<Map<String, String>>)
                v ->
                    -Math.abs(number(v, "a") - 0.7)
                        - Math.abs(number(v, "b") - 0.1)
                        - Math.abs(Math.log10(number(v, "c")) + 1) / 3
                        - Math.abs(number(v, "d") - 4) / 8));
  }

  private static double branin(double x, double y) {
    double inner = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
    return inner * inner + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  }

  /** By the median of what each of some seeds has found, and by how many of them win. */
  @ParameterizedTest
  @MethodSource("functions")
  void findsMoreThanSearchingAtRandom(
      SearchSpace space, ToDoubleFunction<Map<String, String>> function) {
    double[] learnt = new double[SEEDS];
    double[] random = new double[SEEDS];
    int won = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      learnt[seed] = best(space, Strategy.tpe(seed), function);
      random[seed] = best(space, Strategy.random(seed), function);
      won += learnt[seed] > random[seed] ? 1 : 0;
    }
    Arrays.sort(learnt);
    Arrays.sort(random);
    assertThat(learnt[SEEDS / 2]).isGreaterThan(random[SEEDS / 2]);
    assertThat(won).isGreaterThanOrEqualTo(13);
  }

  private static double best(
      SearchSpace space, Strategy strategy, ToDoubleFunction<Map<String, String>> function) {
    return propose(space, strategy, TRIALS, values -> Told.finished(function.applyAsDouble(values)))
        .stream()
        .mapToDouble(function)
        .max()
        .orElseThrow();
  }

  /** Whatever scores are told, the first ten are the same, and what follows depends on them. */
  @Test
  void itBeginsAtRandomAndGoesOnByScores() {
    SearchSpace space = SearchSpace.parse("x=0..1");
    Strategy tpe = Strategy.tpe(4);
    var high = propose(space, tpe, 30, values -> Told.finished(number(values, "x")));
    var low = propose(space, tpe, 30, values -> Told.finished(-number(values, "x")));
    assertThat(high.subList(0, 10)).isEqualTo(low.subList(0, 10));
    assertThat(mean(high)).isGreaterThan(0.8);
    assertThat(mean(low)).isLessThan(0.2);
  }

  private static double mean(List<Map<String, String>> candidates) {
    return candidates.subList(20, 30).stream()
        .mapToDouble(values -> number(values, "x"))
        .average()
        .orElseThrow();
  }

  /** What fails, or is given up with however high a score on the way, is avoided. */
  @ParameterizedTest
  @EnumSource(names = {"HOPELESS", "FAILED"})
  void failuresAreBad(Told.State state) {
    SearchSpace space = SearchSpace.parse("x=0..1");
    var tried =
        propose(
            space,
            Strategy.tpe(2),
            30,
            values -> {
              double x = number(values, "x");
              return x > 0.5
                  ? new Told(state, state == Told.State.HOPELESS ? 2 : Double.NaN)
                  : Told.finished(1 - x);
            });
    assertThat(tried.subList(10, 30))
        .filteredOn(values -> number(values, "x") > 0.5)
        .hasSizeLessThan(5);
    assertThat(mean(tried)).isLessThan(0.3);
  }

  /** Nothing is concluded of what is not known, and of failures alone nobody can learn. */
  @Test
  void withoutAnyScoreItSearchesAtRandom() {
    SearchSpace space = SearchSpace.parse("x=0..1", "kind=a,b");
    Strategy tpe = Strategy.tpe(6);
    var unknown = propose(space, tpe, 25, values -> Told.unknown());
    var failed = propose(space, tpe, 25, values -> new Told(Told.State.FAILED, Double.NaN));
    assertThat(failed).isEqualTo(unknown);
    assertThat(unknown).filteredOn(values -> number(values, "x") > 0.5).hasSizeBetween(6, 19);
  }

  /** Equal scores are no matter, nor are values that are seen again and again. */
  @Test
  void aSpaceOfFewCandidatesIsTriedOut() {
    SearchSpace space =
        new SearchSpace(
            List.of(
                new Dimension.Range("batch", 2, 5, Dimension.Scale.LOG, true),
                Dimension.parse("kind=a,b,c,d,e"),
                Dimension.parse("one=1")));
    Proposals proposals = ArbiterProposals.of(space, Strategy.tpe(3));
    Set<Map<String, String>> tried = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      assertThat(tried.add(proposals.next().orElseThrow())).isTrue();
      proposals.tell(Told.finished(1));
    }
    assertThat(proposals.next()).isEmpty();
  }

  /** Several are proposed before the first has its score, as on a farm. */
  @Test
  void candidatesOfATurnDiffer() {
    Proposals proposals =
        ArbiterProposals.of(SearchSpace.parse("kind=a,b,c", "x=0..1"), Strategy.tpe(1));
    Set<Map<String, String>> tried = new HashSet<>();
    for (int turn = 0; turn < 8; turn++) {
      for (int i = 0; i < 5; i++) {
        tried.add(proposals.next().orElseThrow());
      }
      for (int i = 0; i < 5; i++) {
        proposals.tell(Told.finished(i));
      }
    }
    assertThat(tried).hasSize(40);
  }
}
