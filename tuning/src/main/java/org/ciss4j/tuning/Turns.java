// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ciss4j.common.Seeds;
import org.ciss4j.tuning.arbiter.ArbiterProposals;
import org.ciss4j.tuning.space.Proposals;
import org.ciss4j.tuning.space.SearchSpace;
import org.ciss4j.tuning.space.Told;

/** The candidates of a study from the first one on, in turns of as many as are tried at once. */
final class Turns {
  private final StudyPlan plan;
  private final Proposals proposals;
  private int proposed;
  private boolean usedUp;

  Turns(StudyPlan plan, SearchSpace space) {
    this.plan = plan;
    this.proposals = ArbiterProposals.of(space, plan.strategy());
  }

  /** The next candidates; none if there are enough, or no more. */
  List<Candidate> next() {
    List<Candidate> turn = new ArrayList<>();
    while (turn.size() < plan.atOnce() && proposed < plan.trials() && !usedUp) {
      Optional<Map<String, String>> values = proposals.next();
      usedUp = values.isEmpty();
      if (!usedUp) {
        proposed++;
        turn.add(new Candidate(proposed, values.get(), seed(proposed)));
      }
    }
    return turn;
  }

  private long seed(int number) {
    long common = plan.config().seed();
    return plan.ownSeeds() ? new Seeds(common).child("trial/" + number).value() : common;
  }

  /** Tells what became of a candidate, in the order in which they came. */
  void tell(Told told) {
    proposals.tell(told);
  }

  /** How many candidates there were. */
  int proposed() {
    return proposed;
  }

  /** Whether there are fewer candidates than trials were asked for. */
  boolean usedUp() {
    return usedUp;
  }
}
