// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.ciss4j.tuning.space.SearchSpace;
import org.ciss4j.tuning.space.Strategy;
import org.ciss4j.tuning.space.Told;

/**
 * The loop of a study: candidates are proposed, tried, written down and told back. On going on, the
 * strategy proposes all candidates again from the first one, and is told the scores that are known;
 * so it comes to the same candidates as without an interruption.
 */
final class Search {
  private final StudyDirectory directory;
  private final StudyPlan plan;
  private final SearchSpace space;
  private final TrialRunner runner;
  private final Deadline deadline;
  private final StudyListener listener;
  private final Map<Integer, Trial> ended = new LinkedHashMap<>();
  private final Set<Integer> unknown = new HashSet<>();

  Search(
      StudyDirectory directory,
      StudyPlan plan,
      SearchSpace space,
      TrialRunner runner,
      Deadline deadline,
      StudyListener listener) {
    this.directory = directory;
    this.plan = plan;
    this.space = space;
    this.runner = runner;
    this.deadline = deadline;
    this.listener = listener;
  }

  /**
   * Writes the plan down and tries candidates until there are enough.
   *
   * @throws CissException of kind failure if the trials that have ended are not those of the plan,
   *     and then nothing is written; or if none could be trained
   */
  StudyResult run() {
    directory.trials().read().forEach(trial -> ended.put(trial.number(), trial));
    unknown.addAll(directory.trials().unknownWhenOthersWereChosen());
    requireSameCandidates();
    directory.write(plan);
    Turns turns = new Turns(plan, space);
    List<Candidate> turn = turns.next();
    while (!turn.isEmpty() && tried(turn)) {
      turn.forEach(candidate -> turns.tell(told(candidate)));
      turn = turns.next();
    }
    tellUsedUp(turns);
    if (deadline.isTimeUp()) {
      listener.on(new StudyEvent.Remark("the time is up"));
    }
    StudyResult result = directory.result();
    directory.writeBest(result);
    requireSuccess(result.trials());
    return result;
  }

  /** Proposes once more what has ended, and tries nothing. */
  private void requireSameCandidates() {
    int last = ended.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    Turns turns = new Turns(plan, space);
    List<Candidate> turn = last == 0 ? List.of() : turns.next();
    while (!turn.isEmpty()) {
      turn.forEach(this::requireSame);
      turn.forEach(candidate -> turns.tell(told(candidate)));
      turn = turns.proposed() < last ? turns.next() : List.of();
    }
  }

  /** Of a grid nothing else is expected. */
  private void tellUsedUp(Turns turns) {
    if (turns.usedUp() && plan.strategy().kind() != Strategy.Kind.GRID) {
      int count = turns.proposed();
      String all = count < space.size() ? "no candidates were found" : "there are no candidates";
      listener.on(
          new StudyEvent.Remark(all + " but these " + count + "; the search ends with them"));
    }
  }

  /** Tries what was not tried before; false if somebody asked to stop before all was done. */
  private boolean tried(List<Candidate> turn) {
    List<Candidate> missing = new ArrayList<>();
    for (Candidate candidate : turn) {
      Trial before = ended.get(candidate.number());
      if (before == null || before.outcome() == Trial.Outcome.BROKEN_OFF) {
        missing.add(candidate);
      } else {
        tell(before);
      }
    }
    missing.forEach(candidate -> ended.remove(candidate.number()));
    runner.run(missing, () -> List.copyOf(ended.values()), this::keep);
    return turn.stream().allMatch(candidate -> ended.containsKey(candidate.number()));
  }

  private synchronized void keep(Trial trial) {
    directory.trials().add(trial);
    ended.put(trial.number(), trial);
    directory.writeBest(new StudyResult(plan, List.copyOf(ended.values())));
    tell(trial);
  }

  private void tell(Trial trial) {
    Optional<Trial> best = new StudyResult(plan, List.copyOf(ended.values())).best();
    listener.on(new StudyEvent.TrialEnded(trial, best.equals(Optional.of(trial))));
  }

  private Told told(Candidate candidate) {
    Trial trial = ended.get(candidate.number());
    return trial == null || unknown.contains(candidate.number()) ? Told.unknown() : trial.told();
  }

  private void requireSame(Candidate candidate) {
    Trial before = ended.get(candidate.number());
    if (before != null && !candidate.values().equals(before.values())) {
      throw CissException.failure(
          "trial %d of %s was %s, and is now to be %s; the study was changed or is of another"
              + " version of ciss4j, so begin another",
          before.number(), directory.root(), before.values(), candidate.values());
    }
  }

  private static boolean isLost(Trial trial) {
    return trial.outcome() == Trial.Outcome.FAILED || trial.outcome() == Trial.Outcome.BROKEN_OFF;
  }

  private static void requireSuccess(List<Trial> trials) {
    if (!trials.isEmpty() && trials.stream().allMatch(Search::isLost)) {
      throw CissException.failure(
          "none of %d trials could be trained; the first one said: %s",
          trials.size(), trials.get(0).reason());
    }
  }
}
