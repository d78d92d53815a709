// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.arbiter;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.ciss4j.tuning.space.Proposals;
import org.ciss4j.tuning.space.SearchSpace;
import org.ciss4j.tuning.space.Strategy;
import org.ciss4j.tuning.space.Told;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;

/**
 * What generators of Arbiter's kind propose. Candidates that are equal once their numbers are
 * rounded are proposed once.
 */
public final class ArbiterProposals implements Proposals {
  /** After so many candidates that were there already, a space is taken to be used up. */
  private static final int ATTEMPTS = 1000;

  private final CandidateGenerator generator;
  private final boolean learnsFromFailures;
  private final Set<Map<String, String>> known = new HashSet<>();
  private final Queue<Candidate<?>> open = new ArrayDeque<>();

  private ArbiterProposals(CandidateGenerator generator, boolean learnsFromFailures) {
    this.generator = generator;
    this.learnsFromFailures = learnsFromFailures;
  }

  /** The candidates of a strategy, from the first one on. */
  public static ArbiterProposals of(SearchSpace space, Strategy strategy) {
    return new ArbiterProposals(
        Generators.of(new CandidateSpace(space), strategy), strategy.kind() == Strategy.Kind.TPE);
  }

  @Override
  public Optional<Map<String, String>> next() {
    for (int attempt = 0; attempt < ATTEMPTS && generator.hasMoreCandidates(); attempt++) {
      Candidate<?> candidate = generator.getCandidate();
      if (candidate.getException() != null) {
        return Optional.empty(); // A genetic search that finds nothing new.
      }
      Map<String, String> values = CandidateSpace.values(candidate.getValue());
      if (known.add(values)) {
        open.add(candidate);
        return Optional.of(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
      }
    }
    return Optional.empty();
  }

  @Override
  public void tell(Told told) {
    Candidate<?> candidate = open.remove();
    boolean bad = told.state() == Told.State.HOPELESS || told.state() == Told.State.FAILED;
    if (learnsFromFailures && bad) {
      report(candidate, Double.NaN);
    } else if (told.state() == Told.State.FINISHED && !Double.isNaN(told.score())) {
      report(candidate, told.score());
    }
  }

  private void report(Candidate<?> candidate, double score) {
    generator.reportResults(
        new OptimizationResult(candidate, score, candidate.getIndex(), null, null, null));
  }
}
