// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.ciss4j.Ciss;
import org.ciss4j.common.CissException;
import org.ciss4j.train.StopSignal;
import org.ciss4j.tuning.space.SearchSpace;
import org.ciss4j.tuning.space.Strategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The loop of a study with a function in the place of training. */
class SearchTest {
  @TempDir Path folder;

  private final List<Integer> tried = new ArrayList<>();
  private final StopSignal stop = new StopSignal();

  private static StudyPlan plan(Strategy strategy, int trials) {
    return Study.of(Ciss.dataset("sample"))
        .space("kd=1..16 log", "dkd=1..9", "posWeight=1,2,4")
        .strategy(strategy)
        .trials(trials)
        .plan();
  }

  private StudyResult search(Path root, StudyPlan plan, Objective objective) {
    return search(root, plan, objective, StudyListener.none());
  }

  private StudyResult search(
      Path root, StudyPlan plan, Objective objective, StudyListener listener) {
    StudyDirectory directory = new StudyDirectory(root);
    if (!StudyDirectory.exists(root)) {
      StudyDirectory.create(root, plan);
    }
    Objective counted =
        (candidate, others, heard) -> {
          tried.add(candidate.number());
          return objective.of(candidate, others, heard);
        };
    Deadline deadline = new Deadline(stop, null, () -> 0);
    return new Search(
            directory,
            plan,
            new RunParameters(plan.config()).fitted(SearchSpace.parse(plan.space())),
            new LocalRunner(counted, deadline, listener),
            deadline,
            listener)
        .run();
  }

  /** 1 at kd = 4, dkd = 5, posWeight = 2; less elsewhere. */
  private static Optional<Objective.Outcome> hill(
      Candidate candidate, List<Trial> others, StudyListener listener) {
    double kd = Math.log(Double.parseDouble(candidate.values().get("kd")) / 4);
    double dkd = Double.parseDouble(candidate.values().get("dkd")) - 5;
    double weight = Double.parseDouble(candidate.values().get("posWeight")) - 2;
    double score = 1 / (1 + kd * kd + dkd * dkd + weight * weight);
    return Optional.of(new Objective.Outcome(score, List.of(), ""));
  }

  @Test
  void aGridFindsTheKnownOptimum() {
    StudyResult result = search(folder, plan(Strategy.grid(5), 1000), SearchTest::hill);
    assertThat(result.trials()).hasSize(75).allMatch(Trial::finished);
    Trial best = result.best().orElseThrow();
    assertThat(best.values()).isEqualTo(Map.of("kd", "4", "dkd", "5", "posWeight", "2"));
    assertThat(best.score()).isEqualTo(1);
    assertThat(result.ranking())
        .isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    assertThat(result.toString().lines())
        .hasSize(76)
        .satisfies(
            lines -> assertThat(lines.get(0)).matches(" *rank +trial +kd +dkd +posWeight .*hIoU"))
        .satisfies(lines -> assertThat(lines.get(1)).matches(" *1 +38 +4 +5 +2 .* 100.00"));
  }

  /** Stopped after each trial and begun again, the candidates and scores are the same. */
  @ParameterizedTest
  @EnumSource
  void goingOnIsAsIfNothingHadHappened(Strategy.Kind kind) {
    StudyPlan plan = plan(Strategy.of(kind, 5), 20);
    List<Trial> whole = search(folder.resolve("whole"), plan, SearchTest::hill).trials();
    assertThat(whole).hasSize(20);
    tried.clear();
    for (int first = 1; first <= 20; first += 3) {
      int last = first + 2;
      Objective stopped =
          (candidate, others, listener) ->
              candidate.number() > last ? Optional.empty() : hill(candidate, others, listener);
      search(folder.resolve("parts"), plan, stopped);
    }
    List<Trial> parts = new StudyDirectory(folder.resolve("parts")).result().trials();
    assertThat(parts)
        .map(SearchTest::facts)
        .isEqualTo(whole.stream().map(SearchTest::facts).toList());
    // What had ended was not tried again: twenty trials, and six that did not end at first.
    assertThat(tried).hasSize(26);
  }

  /** All at once, where nobody waits for another. */
  private record Hills(List<Integer> turns) implements Farm {
    @Override
    public int atOnce() {
      return 4;
    }

    @Override
    public void run(Path study, List<Candidate> candidates, Consumer<Trial> keep) {
      turns.add(candidates.size());
      Attempt attempt = new Attempt(SearchTest::hill);
      for (Candidate candidate : candidates) {
        attempt.at(candidate, List.of(), StudyListener.none()).ifPresent(keep);
      }
    }
  }

  /**
   * What learns goes on in turns of as many candidates as before, others wherever there is room.
   */
  @ParameterizedTest
  @EnumSource
  void anotherPlaceComesToTheSameCandidates(Strategy.Kind kind) {
    StudyPlan plan = plan(Strategy.of(kind, 5), 24);
    List<Trial> whole = search(folder.resolve("whole"), plan, SearchTest::hill).trials();
    Path parts = folder.resolve("parts");
    search(parts, plan.withTrials(9), SearchTest::hill);
    Hills farm = new Hills(new ArrayList<>());
    Study.like(parts).trials(18).on(farm).goOn(parts, StudyListener.none());
    assertThat(farm.turns()).isEqualTo(kind.learns() ? Collections.nCopies(9, 1) : List.of(9));
    search(parts, StudyDirectory.open(parts).plan().withTrials(24), SearchTest::hill);
    assertThat(StudyDirectory.open(parts).result().trials())
        .map(SearchTest::facts)
        .isEqualTo(whole.stream().map(SearchTest::facts).toList());
  }

  private static List<Object> facts(Trial trial) {
    return List.of(trial.number(), trial.values(), trial.seed(), trial.outcome(), trial.score());
  }

  @Test
  void moreTrialsGoOnWithTheSameCandidates() {
    Strategy random = Strategy.random(3);
    search(folder.resolve("few"), plan(random, 4), SearchTest::hill);
    tried.clear();
    List<Trial> more = search(folder.resolve("few"), plan(random, 9), SearchTest::hill).trials();
    assertThat(tried).containsExactly(5, 6, 7, 8, 9);
    List<Trial> whole = search(folder.resolve("whole"), plan(random, 9), SearchTest::hill).trials();
    assertThat(more)
        .map(SearchTest::facts)
        .isEqualTo(whole.stream().map(SearchTest::facts).toList());
  }

  @Test
  void aFailingTrialIsRecordedAndTheStudyGoesOn() {
    Objective sometimes =
        (candidate, others, listener) -> {
          if (candidate.number() == 2) {
            throw CissException.failure("the loss is NaN");
          }
          if (candidate.number() == 3) {
            throw new OutOfMemoryError("Java heap space");
          }
          return hill(candidate, others, listener);
        };
    StudyResult result = search(folder, plan(Strategy.random(1), 5), sometimes);
    assertThat(result.trials()).hasSize(5);
    assertThat(result.trials().get(1))
        .matches(trial -> trial.outcome() == Trial.Outcome.FAILED)
        .matches(trial -> trial.reason().equals("the loss is NaN"))
        .matches(trial -> Double.isNaN(trial.score()));
    assertThat(result.trials().get(2).reason()).isEqualTo("Java heap space");
    assertThat(result.ranking()).hasSize(3);
    assertThat(result.trials().get(2).outcome()).isEqualTo(Trial.Outcome.BROKEN_OFF);
    tried.clear();
    assertThat(search(folder, plan(Strategy.random(1), 5), sometimes).trials()).hasSize(5);
    assertThat(tried).as("what was for want of memory is tried again").containsExactly(3);
  }

  /** Whatever the machine lacked, the search goes on as it would have without. */
  @ParameterizedTest
  @EnumSource
  void whatWasBrokenOffIsTriedAgain(Strategy.Kind kind) {
    StudyPlan plan = plan(Strategy.of(kind, 5), 12);
    List<RuntimeException> wants =
        List.of(
            new UncheckedIOException(new IOException("No space left on device")),
            CissException.failure("disk is full; mend that").withCause(new IOException("EIO")),
            new IllegalStateException("failed to allocate 9 bytes"));
    Objective poor =
        (candidate, others, listener) -> {
          if (candidate.number() > 9) {
            throw wants.get(candidate.number() - 10);
          }
          return hill(candidate, others, listener);
        };
    assertThat(search(folder, plan, poor).ranking()).hasSize(9);
    tried.clear();
    StudyResult mended = search(folder, plan, SearchTest::hill);
    assertThat(mended.trials()).hasSize(12).allMatch(Trial::finished);
    assertThat(tried).containsExactly(10, 11, 12);
    tried.clear();
    assertThat(search(folder, plan.withTrials(14), SearchTest::hill).trials()).hasSize(14);
    assertThat(tried).containsExactly(13, 14);
  }

  @Test
  void aTrialThatEndedTwiceIsDamage() throws IOException {
    StudyPlan plan = plan(Strategy.random(1), 2);
    search(folder, plan, SearchTest::hill);
    Path log = folder.resolve("trials.jsonl");
    Files.writeString(log, Files.readString(log).repeat(2));
    assertThatThrownBy(() -> search(folder, plan, SearchTest::hill))
        .hasMessageStartingWith("line 3 of " + log + " is damaged (trial 1 ended before)");
  }

  @Test
  void anotherScoreIsDamage() throws IOException {
    StudyPlan plan = plan(Strategy.random(1), 2);
    search(folder, plan, SearchTest::hill);
    Path log = folder.resolve("trials.jsonl");
    Files.writeString(log, Files.readString(log).replaceFirst("\"score\":0.", "\"score\":0.9"));
    assertThatThrownBy(() -> search(folder, plan, SearchTest::hill))
        .hasMessageContaining("line 1 of " + log + " is damaged (it is not as it was written");
  }

  @Test
  void aStudyOfFailuresFails() {
    Objective never =
        (candidate, others, listener) -> {
          throw CissException.usage("batches have one image");
        };
    assertThatThrownBy(() -> search(folder, plan(Strategy.random(1), 3), never))
        .hasMessage(
            "none of 3 trials could be trained; the first one said: batches have one image");
  }

  /** The machine stopped while the last line was written. */
  @Test
  void aTornLineIsTriedAgain() throws IOException {
    StudyPlan plan = plan(Strategy.random(1), 4);
    search(folder, plan, SearchTest::hill);
    Path log = folder.resolve("trials.jsonl");
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).hasSize(4);
    for (int kept : new int[] {0, 1, lines.get(3).length() / 2, lines.get(3).length()}) {
      Files.writeString(
          log, String.join("\n", lines.subList(0, 3)) + "\n" + lines.get(3).substring(0, kept));
      tried.clear();
      assertThat(search(folder, plan, SearchTest::hill).trials()).hasSize(4);
      assertThat(tried).containsExactly(4);
      assertThat(Files.readAllLines(log)).hasSize(4);
    }
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    StudyPlan plan = plan(Strategy.random(1), 2);
    search(folder, plan, SearchTest::hill);
    Path log = folder.resolve("trials.jsonl");
    Files.writeString(log, "{\"number\":1}\n" + Files.readString(log));
    assertThatThrownBy(() -> search(folder, plan, SearchTest::hill))
        .hasMessageStartingWith("line 1 of " + log + " is damaged");
  }

  @Test
  void anotherSpaceIsNotTheSameStudy() throws IOException {
    search(folder, plan(Strategy.random(1), 2), SearchTest::hill);
    String before = Files.readString(folder.resolve("study.json"));
    assertThatThrownBy(() -> search(folder, plan(Strategy.random(2), 2), SearchTest::hill))
        .hasMessageContaining("begin another");
    assertThat(folder.resolve("study.json")).content().isEqualTo(before);
  }

  @Test
  void theBestIsKeptAsAConfiguration() throws IOException {
    StudyResult result = search(folder, plan(Strategy.grid(5), 75), SearchTest::hill);
    assertThat(result.configOf(result.best().orElseThrow()).method().hyperParameters())
        .containsEntry("kd", "4.0")
        .containsEntry("dkdPositive", "5.0")
        .containsEntry("dkdNegative", "5.0")
        .containsEntry("posWeight", "2.0");
    assertThat(folder.resolve("best.json"))
        .content()
        .contains("\"kd\" : \"4.0\"", "\"heldOut\" : 0.0");
  }

  @Test
  void seedsAreCommonOrOwn() {
    StudyPlan common = plan(Strategy.random(1), 3);
    assertThat(search(folder.resolve("a"), common, SearchTest::hill).trials())
        .extracting(Trial::seed)
        .containsOnly(1L);
    StudyPlan own = common.withOwnSeeds(true);
    assertThat(search(folder.resolve("b"), own, SearchTest::hill).trials())
        .extracting(Trial::seed)
        .doesNotHaveDuplicates()
        .doesNotContain(1L);
  }

  @Test
  void listenersHearEveryTrialAndWhichIsBest() {
    List<Integer> best = new ArrayList<>();
    List<Integer> all = new ArrayList<>();
    search(
        folder,
        plan(Strategy.grid(5), 75),
        SearchTest::hill,
        event -> {
          if (event instanceof StudyEvent.TrialEnded ended) {
            all.add(ended.trial().number());
            if (ended.best()) {
              best.add(ended.trial().number());
            }
          }
        });
    assertThat(all).isEqualTo(IntStream.rangeClosed(1, 75).boxed().toList());
    assertThat(best).startsWith(1).endsWith(38).isSorted();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kd=1,4 | 2 | there are no candidates but these 2; the search ends with them",
        "batch=1..3 | 3 | there are no candidates but these 3; the search ends with them",
        "batch=1..1000000 log | 40 |",
        "kd=1..1.0000000000000002 | 2 | no candidates were found but these 2; the search ends with"
            + " them"
      })
  void theEndOfASpaceIsToldOnce(String space, int count, @Nullable String remark) {
    StudyPlan plan =
        Study.of(Ciss.dataset("sample")).space(space, "dkd=5", "posWeight=2").trials(40).plan();
    List<String> remarks = new ArrayList<>();
    Objective flat =
        (candidate, others, heard) -> Optional.of(new Objective.Outcome(0.5, List.of(), ""));
    StudyResult result =
        search(
            folder,
            plan,
            flat,
            event -> {
              if (event instanceof StudyEvent.Remark told) {
                remarks.add(told.text());
              }
            });
    assertThat(result.trials()).hasSize(count);
    assertThat(remarks).isEqualTo(remark == null ? List.of() : List.of(remark));
  }

  @Test
  void timeEndsAStudy() {
    AtomicLong clock = new AtomicLong();
    Deadline deadline = new Deadline(stop, Duration.ofMinutes(1), clock::get);
    assertThat(deadline.requested()).isFalse();
    clock.set(Duration.ofSeconds(59).toNanos());
    assertThat(deadline.requested()).isFalse();
    clock.set(Duration.ofSeconds(60).toNanos());
    assertThat(deadline.requested()).isTrue();
    assertThat(new Deadline(stop, null, clock::get).requested()).isFalse();
    stop.request();
    assertThat(new Deadline(stop, null, clock::get).requested()).isTrue();
  }

  @Test
  void aStudyThatIsStoppedKeepsWhatEnded() {
    Objective objective =
        (candidate, others, listener) -> {
          if (candidate.number() == 3) {
            stop.request();
          }
          return hill(candidate, others, listener);
        };
    assertThat(search(folder, plan(Strategy.random(1), 9), objective).trials()).hasSize(3);
  }

  @Test
  void theFileOfTrialsOnlyGrows() throws IOException {
    StudyPlan plan = plan(Strategy.random(1), 3);
    search(folder, plan, SearchTest::hill);
    String before = Files.readString(folder.resolve("trials.jsonl"));
    search(folder, plan.withTrials(5), SearchTest::hill);
    assertThat(Files.readString(folder.resolve("trials.jsonl"))).startsWith(before);
    Files.writeString(folder.resolve("trials.jsonl"), "", StandardOpenOption.APPEND);
  }
}
