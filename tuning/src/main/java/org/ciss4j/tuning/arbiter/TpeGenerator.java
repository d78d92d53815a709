// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.arbiter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/**
 * Tree-structured Parzen estimators (Bergstra et al., Algorithms for Hyper-Parameter Optimization,
 * NeurIPS 2011): what was tried is split into the best, 15 % as in the paper, and the others; of
 * candidates that are drawn like the best, by density l, the one is taken that is least like the
 * others, by density g: that of the highest l/g, and with it of the highest expected improvement.
 *
 * <p>Spaces are flat here: every candidate has a value of each dimension, and the densities are
 * products over dimensions.
 */
final class TpeGenerator implements CandidateGenerator {
  /** So many candidates are drawn at random at first. */
  static final int START = 10;

  /** Which part of what was tried is the best, as in the paper. */
  private static final double GAMMA = 0.15;

  /** The best of many are no more than these, so that the search goes on narrowing. */
  private static final int MOST_BEST = 25;

  /** Candidates that are drawn, of which one is taken. */
  private static final int DRAWS = 24;

  /** After so many candidates that were there already, one is drawn at random. */
  private static final int ATTEMPTS = 20;

  private final CandidateSpace space;
  private final List<Tried> tried = new ArrayList<>();
  private final Set<Map<String, String>> given = new HashSet<>();
  private Random random;
  private int count;

  /** Whether the last candidate was there before, so that the space may be nearly used up. */
  private boolean repeats;

  /**
   * What came out of a candidate.
   *
   * @param score NaN of one that is worse than all that have one
   */
  private record Tried(Map<String, String> values, double score) {}

  TpeGenerator(CandidateSpace space, long seed) {
    this.space = space;
    this.random = new Random(seed);
  }

  @Override
  public boolean hasMoreCandidates() {
    return true;
  }

  @Override
  public Candidate<Map<String, String>> getCandidate() {
    Map<String, String> values = propose();
    repeats = !given.add(values);
    return new Candidate<>(values, count++, new double[0]);
  }

  private Map<String, String> propose() {
    List<Tried> ranked =
        tried.stream().sorted(Comparator.comparingDouble(TpeGenerator::badness)).toList();
    int best = best(ranked);
    if (tried.size() >= START && best > 0 && !repeats) {
      List<Parzen> likeBest = estimators(ranked.subList(0, best));
      List<Parzen> likeOthers = estimators(ranked.subList(best, ranked.size()));
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Map<String, String> values = draw(likeBest, likeOthers, DRAWS);
        if (!given.contains(values)) {
          return values;
        }
      }
    }
    List<Parzen> prior = estimators(List.of());
    return draw(prior, prior, 1);
  }

  private static double badness(Tried one) {
    return Double.isNaN(one.score()) ? Double.POSITIVE_INFINITY : -one.score();
  }

  /** How many are the best; those without a score never are. */
  private static int best(List<Tried> ranked) {
    int scored = (int) ranked.stream().filter(one -> !Double.isNaN(one.score())).count();
    double part = Math.min(MOST_BEST, Math.ceil(GAMMA * ranked.size()));
    return Math.min(scored, (int) part);
  }

  private List<Parzen> estimators(List<Tried> seen) {
    return space.dimensions().stream()
        .map(
            dimension ->
                Parzen.of(
                    dimension,
                    seen.stream().map(one -> one.values().get(dimension.name())).toList()))
        .toList();
  }

  /** Of some candidates that are drawn like the best, the one that is least like the others. */
  private Map<String, String> draw(List<Parzen> likeBest, List<Parzen> likeOthers, int draws) {
    Map<String, String> chosen = Map.of();
    double highest = -1;
    for (int draw = 0; draw < draws; draw++) {
      Map<String, String> values = new LinkedHashMap<>();
      double ratio = 1;
      for (int i = 0; i < likeBest.size(); i++) {
        String value = likeBest.get(i).draw(random);
        ratio *= likeBest.get(i).of(value) / likeOthers.get(i).of(value);
        values.put(space.dimensions().get(i).name(), value);
      }
      if (ratio > highest) {
        highest = ratio;
        chosen = values;
      }
    }
    return chosen;
  }

  /**
   * Takes a score in.
   *
   * @param result with a score of NaN for a candidate that is worse than all that have one
   */
  @Override
  public void reportResults(OptimizationResult result) {
    tried.add(
        new Tried(CandidateSpace.values(result.getCandidate().getValue()), result.getScore()));
  }

  @Override
  public ParameterSpace<?> getParameterSpace() {
    return space;
  }

  @Override
  public void setRngSeed(long seed) {
    random = new Random(seed);
  }

  @Override
  public Class<?> getCandidateType() {
    return Map.class;
  }
}
