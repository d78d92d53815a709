// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.ciss4j.common.CissException;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.FineTuning;
import org.ciss4j.report.Reports;
import org.ciss4j.result.Restart;
import org.ciss4j.result.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that run away, and those that do not. */
class RunawayGuardTest {
  private static final double FAR_TOO_HIGH = 0.5;

  @TempDir Path folder;

  private final List<RunEvent> events = new ArrayList<>();

  private static void see(RunawayGuard guard, double... losses) {
    for (double loss : losses) {
      guard.see(loss, 1e-3);
    }
  }

  @Test
  void theRangeIsOfTheBeginning() {
    RunawayGuard guard = new RunawayGuard(3, List.of());
    see(guard, 2, 1, 4, 2, 2, 9, 1, 1, 16, 1, 1, 16);
    assertThatThrownBy(() -> see(guard, 2.5))
        .asInstanceOf(InstanceOfAssertFactories.type(RunawayGuard.RanAway.class))
        .satisfies(
            e -> {
              assertThat(e.iteration()).isEqualTo(12);
              assertThat(e.loss()).isEqualTo(6.5);
              assertThat(e.limit()).isEqualTo(6);
            });
  }

  @Test
  void whatIsDoneCountsAsIfItHadJustBeenSeen() {
    RunawayGuard guard = new RunawayGuard(3, List.of(2.0, 2.0, 9.0));
    assertThatThrownBy(() -> see(guard, 7.1)).isInstanceOf(RunawayGuard.RanAway.class);
  }

  @Test
  void laterNothingIsWatchedAndWithoutARateNothing() {
    see(new RunawayGuard(3, Collections.nCopies(RunawayGuard.WATCHED, 2.0)), 1e9);
    see(new RunawayGuard(0, List.of(2.0, 2.0)), 1e9);
    RunawayGuard closedForm = new RunawayGuard(3, List.of(2.0, 2.0));
    assertThatCode(() -> closedForm.see(1e9, 0)).doesNotThrowAnyException();
    see(new RunawayGuard(3, List.of(0.0, 0.0)), 1e9);
  }

  @Test
  void whatIsNoNumberAtOnceHasAnotherCause() {
    CissException beyond =
        CissException.failure("the loss is NaN").withCause(new ArithmeticException());
    assertThat(new RunawayGuard(3, List.of()).explained(beyond)).isSameAs(beyond);
    RunawayGuard guard = new RunawayGuard(3, List.of(2.0));
    assertThat(guard.explained(beyond)).isInstanceOf(RunawayGuard.RanAway.class);
    CissException other = CissException.failure("the disk is full");
    assertThat(guard.explained(other)).isSameAs(other);
  }

  private static Experiment experiment(double laterRate, double guard) {
    return SmallRun.experiment(
        Dkd.voc(),
        SmallRun.TRAINING.withEpochs(3).withLearningRates(1e-2, laterRate).withGuard(guard),
        5);
  }

  @Test
  void aStepThatRunsAwayBeginsAgainAtHalfTheRate() {
    Experiment wild = experiment(FAR_TOO_HIGH, 3);
    SmallRun.train(wild, folder, events);
    RunDirectory run = RunDirectory.open(folder);
    List<Restart> restarts = run.step(1).restarts();
    assertThat(restarts).isNotEmpty();
    assertThat(run.step(0).restarts()).isEmpty();
    for (int i = 0; i < restarts.size(); i++) {
      assertThat(restarts.get(i).rate()).isEqualTo(FAR_TOO_HIGH * Math.pow(0.5, i));
    }
    double rate = FAR_TOO_HIGH * Math.pow(0.5, restarts.size());
    assertThat(SmallRun.losses(folder, 1).get(1)).startsWith("0," + rate + ",");
    assertThat(remarks()).hasSize(restarts.size());
    assertThat(remarks().get(0))
        .startsWith("step 1 ran away at a rate of 0.5: its loss was ")
        .endsWith("; it began again at half the rate");
    assertThat(Reports.write(run)).content().contains("Guard: step 1 ran away");
    assertThat(run.provenance().files()).containsKey("step_1/restarts.json");
  }

  /** Killed after the first restart, and once more in the midst of the last try. */
  @Test
  void aRunThatWasKilledEndsWithTheSameBits() {
    Experiment wild = experiment(FAR_TOO_HIGH, 3);
    Path whole = folder.resolve("whole");
    SmallRun.train(wild, whole);
    for (int kill : new int[] {1, 2, 4, 7}) {
      Path killed = folder.resolve("killed" + kill);
      int[] seen = {0};
      assertThatThrownBy(
              () ->
                  SmallRun.train(
                      wild,
                      killed,
                      event -> {
                        boolean later =
                            event instanceof RunEvent.IterationDone done && done.step() == 1;
                        if (later && ++seen[0] == kill) {
                          throw new IllegalStateException("killed");
                        }
                      },
                      RunControl.standard().withCheckpointEvery(1)))
          .hasMessage("killed");
      ScenarioRunner.resume(wild, killed, events::add, SmallRun.withoutClock());
      SmallRun.assertSame(killed, whole);
      assertThat(RunDirectory.open(killed).step(1).restarts())
          .isEqualTo(RunDirectory.open(whole).step(1).restarts());
    }
  }

  @Test
  void aStepThatStaysInItsRangeIsTheSameWithAndWithout() {
    SmallRun.train(experiment(1e-3, 0), folder.resolve("without"));
    SmallRun.train(experiment(1e-3, 50), folder.resolve("with"));
    SmallRun.assertSame(folder.resolve("with"), folder.resolve("without"));
    assertThat(folder.resolve("with/step_1/restarts.json")).doesNotExist();
  }

  @Test
  void whatIsNoMatterOfTheRateEnds() {
    Experiment hopeless =
        SmallRun.experiment(
            FineTuning.standard(),
            SmallRun.TRAINING.withEpochs(4).withLearningRates(1e30, 1e30).withGuard(1.01),
            1);
    assertThatThrownBy(() -> SmallRun.train(hopeless, folder))
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll("step 0");
  }

  private List<String> remarks() {
    return events.stream()
        .filter(RunEvent.Remark.class::isInstance)
        .map(event -> ((RunEvent.Remark) event).text())
        .filter(text -> text.contains("ran away"))
        .toList();
  }
}
