// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.ciss4j.tuning.space.Dimension;
import org.ciss4j.tuning.space.Proposals;
import org.ciss4j.tuning.space.SearchSpace;
import org.ciss4j.tuning.space.Strategy;
import org.ciss4j.tuning.space.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArbiterProposalsTest {
  private static final SearchSpace SPACE =
      SearchSpace.parse("kd=1..20 log", "dkd=1..20", "posWeight=1,2,4", "signRule=PRODUCT");

  /** Candidates of a strategy that is told the score of each. */
  private static List<Map<String, String>> propose(
      SearchSpace space, Strategy strategy, int most, ToDoubleFunction<Map<String, String>> score) {
    Proposals proposals = ArbiterProposals.of(space, strategy);
    List<Map<String, String>> all = new ArrayList<>();
    Optional<Map<String, String>> next = proposals.next();
    while (next.isPresent() && all.size() < most) {
      all.add(next.get());
      proposals.tell(Told.finished(score.applyAsDouble(next.get())));
      next = proposals.next();
    }
    return all;
  }

  /** 0 at kd = 5, dkd = 12, posWeight = 2; below it elsewhere. */
  private static double hill(Map<String, String> values) {
    double kd = Math.log(Double.parseDouble(values.get("kd")) / 5);
    double dkd = (Double.parseDouble(values.get("dkd")) - 12) / 10;
    double weight = Double.parseDouble(values.get("posWeight")) - 2;
    return -(kd * kd + dkd * dkd + 0.1 * weight * weight);
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedProposesTheSame(Strategy.Kind kind) {
    Strategy strategy = Strategy.of(kind, 7);
    List<Map<String, String>> once = propose(SPACE, strategy, 40, ArbiterProposalsTest::hill);
    assertThat(propose(SPACE, strategy, 40, ArbiterProposalsTest::hill)).isEqualTo(once);
    assertThat(once).hasSize(40);
    assertThat(new HashSet<>(once)).hasSize(40);
    if (kind != Strategy.Kind.GRID) {
      Strategy other = Strategy.of(kind, 8);
      assertThat(propose(SPACE, other, 40, ArbiterProposalsTest::hill)).isNotEqualTo(once);
    }
  }

  @ParameterizedTest
  @EnumSource
  void candidatesAreOfTheSpace(Strategy.Kind kind) {
    for (Map<String, String> values :
        propose(SPACE, Strategy.of(kind, 3), 60, ArbiterProposalsTest::hill)) {
      assertThat(values.keySet()).containsExactly("kd", "dkd", "posWeight", "signRule");
      assertThat(Double.parseDouble(values.get("kd"))).isBetween(1.0, 20.0);
      assertThat(Double.parseDouble(values.get("dkd"))).isBetween(1.0, 20.0);
      assertThat(values.get("posWeight")).isIn("1", "2", "4");
      assertThat(values.get("signRule")).isEqualTo("PRODUCT");
    }
  }

  @Test
  void logarithmsAreUniform() {
    SearchSpace space = SearchSpace.parse("lr=1e-4..1 log");
    long below =
        propose(space, Strategy.random(1), 400, values -> 0).stream()
            .filter(values -> Double.parseDouble(values.get("lr")) < 0.01)
            .count();
    assertThat(below).isBetween(160L, 240L);
  }

  /** A list of one value in the midst makes Arbiter's grid fail, and is none there. */
  @Test
  void aGridHasEveryCombination() {
    SearchSpace space = SearchSpace.parse("kd=1..16 log", "signRule=PRODUCT", "posWeight=1,2");
    List<Map<String, String>> grid = propose(space, Strategy.grid(3), 100, values -> 0);
    assertThat(grid).hasSize(6).doesNotHaveDuplicates();
    assertThat(grid.stream().map(values -> values.get("kd"))).startsWith("1", "4", "16");
    assertThat(grid.stream().map(values -> values.get("signRule"))).containsOnly("PRODUCT");
  }

  @Test
  void aGridOfWholeNumbersHasNoneTwice() {
    Dimension.Range few = new Dimension.Range("batch", 2, 4, Dimension.Scale.LOG, false).asWhole();
    SearchSpace space = new SearchSpace(List.of(few));
    assertThat(propose(space, Strategy.grid(10), 100, values -> 0))
        .containsExactly(Map.of("batch", "2"), Map.of("batch", "3"), Map.of("batch", "4"));
  }

  @ParameterizedTest
  @EnumSource
  void aSmallSpaceIsUsedUp(Strategy.Kind kind) {
    SearchSpace space = SearchSpace.parse("posWeight=1,2,4", "signRule=PRODUCT,WEIGHT");
    assertThat(propose(space, Strategy.of(kind, 2), 100, values -> 1)).hasSize(6);
    SearchSpace one = SearchSpace.parse("posWeight=1");
    assertThat(propose(one, Strategy.of(kind, 2), 100, values -> 1)).hasSize(1);
  }

  @Test
  void aGeneticSearchClimbs() {
    Strategy genetic = Strategy.genetic(5);
    List<Map<String, String>> learnt = propose(SPACE, genetic, 60, ArbiterProposalsTest::hill);
    // Without scores it stays with random candidates.
    List<Map<String, String>> blind = propose(SPACE, genetic, 60, values -> Double.NaN);
    assertThat(mean(learnt.subList(40, 60))).isGreaterThan(mean(blind.subList(40, 60)) + 0.2);
  }

  /** A score on the way to the end is of another kind, and would often win. */
  @Test
  void aGeneticSearchTakesNoScoreOfWhatWasGivenUp() {
    List<Told> untold = List.of(Told.unknown(), new Told(Told.State.HOPELESS, 1000));
    List<List<Map<String, String>>> all = new ArrayList<>();
    for (Told third : untold) {
      Proposals proposals = ArbiterProposals.of(SPACE, Strategy.genetic(5));
      List<Map<String, String>> proposed = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Map<String, String> values = proposals.next().orElseThrow();
        proposed.add(values);
        proposals.tell(i % 3 == 2 ? third : Told.finished(hill(values)));
      }
      all.add(proposed);
    }
    assertThat(all.get(1)).isEqualTo(all.get(0));
  }

  private static double mean(List<Map<String, String>> candidates) {
    return candidates.stream().mapToDouble(ArbiterProposalsTest::hill).average().orElseThrow();
  }
}
