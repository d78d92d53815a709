// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.space;

import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;

/**
 * How candidates are chosen from a space.
 *
 * @param kind by which rule
 * @param seed of what is drawn at random; the same seed proposes the same candidates
 * @param points of a grid: how many values stand for a range
 * @param population of a genetic search: how many of the best candidates are parents
 */
public record Strategy(Kind kind, long seed, int points, int population) {
  private static final int POINTS = 4;
  private static final int POPULATION = 8;

  /** A rule. */
  public enum Kind {
    /** Each candidate is drawn alone. */
    RANDOM,
    /**
     * All combinations, ranges stood for by some of their values; the first name changes fastest.
     */
    GRID,
    /** First at random, then by crossing and changing the best candidates so far. */
    GENETIC,
    /**
     * First at random, then where the best candidates so far are denser than the others
     * (tree-structured Parzen estimators, Bergstra et al., NeurIPS 2011).
     */
    TPE;

    /**
     * The rule of a word, in any case.
     *
     * @throws CissException of kind usage if there is none
     */
    public static Kind parse(String text) {
      return EnumLabel.parse(Kind.class, text, "strategy \"%s\" is unknown; use one of %s");
    }

    /** Whether candidates depend on the scores of earlier ones. */
    public boolean learns() {
      return this == GENETIC || this == TPE;
    }

    /** The lower-case word for commands and reports. */
    public String label() {
      return EnumLabel.of(this);
    }
  }

  /**
   * Checks the numbers.
   *
   * @throws CissException of kind usage if there are fewer than 2 points or 4 parents
   */
  public Strategy {
    if (points < 2) {
      throw CissException.usage("a grid needs at least 2 points for a range, not %d", points);
    }
    if (population < 4) {
      throw CissException.usage("a genetic search needs at least 4 parents, not %d", population);
    }
  }

  /** A rule with its usual numbers: grids of 4 points, 8 parents. */
  public static Strategy of(Kind kind, long seed) {
    return new Strategy(kind, seed, POINTS, POPULATION);
  }

  /** Each candidate drawn alone. */
  public static Strategy random(long seed) {
    return of(Kind.RANDOM, seed);
  }

  /** All combinations, with so many values of each range. */
  public static Strategy grid(int points) {
    return of(Kind.GRID, 1).withPoints(points);
  }

  /** A genetic search. */
  public static Strategy genetic(long seed) {
    return of(Kind.GENETIC, seed);
  }

  /** Tree-structured Parzen estimators. */
  public static Strategy tpe(long seed) {
    return of(Kind.TPE, seed);
  }

  /** The same with so many values of each range in a grid. */
  public Strategy withPoints(int count) {
    return new Strategy(kind, seed, count, population);
  }

  /** The same with so many parents in a genetic search. */
  public Strategy withPopulation(int count) {
    return new Strategy(kind, seed, points, count);
  }
}
