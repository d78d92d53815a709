// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.common.CissException;
import org.ciss4j.data.DatasetInspection;
import org.ciss4j.data.Photo;
import org.ciss4j.data.Progress;
import org.ciss4j.data.set.SampleDataset;
import org.ciss4j.method.Dkd;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.SeedsDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A thread that is interrupted saves its run and ends; the run goes on as if it had not been. */
class InterruptTest {
  private static final Experiment DKD = SmallRun.experiment(Dkd.voc(), 5);

  @TempDir static Path runs;
  private static Path whole;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    whole = runs.resolve("whole");
    SmallRun.train(DKD, whole);
  }

  @AfterEach
  void nobodyIsInterruptedAfterwards() {
    Thread.interrupted();
  }

  static Stream<Named<Predicate<RunEvent>>> moments() {
    return Stream.of(
        Named.of("before the first iteration", event -> event instanceof RunEvent.StepStarted),
        Named.of("in step 0", event -> isDone(event, 0, 3)),
        Named.of("at the last iteration", event -> isLast(event, 0)),
        Named.of("while it is scored", event -> event instanceof RunEvent.Evaluated),
        Named.of("between steps", event -> event instanceof RunEvent.StepFinished),
        Named.of("in step 1", event -> isDone(event, 1, 2)));
  }

  private static boolean isDone(RunEvent event, int step, long iteration) {
    return event instanceof RunEvent.IterationDone done
        && done.step() == step
        && done.iteration() == iteration;
  }

  private static boolean isLast(RunEvent event, int step) {
    return event instanceof RunEvent.IterationDone done
        && done.step() == step
        && done.iteration() == done.iterations();
  }

  @ParameterizedTest
  @MethodSource("moments")
  void aRunSavesItselfAndGoesOn(Predicate<RunEvent> moment) {
    List<RunEvent> events = new ArrayList<>();
    SmallRun.train(DKD, folder, interrupting(moment, events), SmallRun.withoutClock());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(events).last().isEqualTo(new RunEvent.RunStopped(folder));
    assertThat(RunDirectory.open(folder).result().steps()).hasSizeLessThan(2);
    ScenarioRunner.resume(DKD, folder, RunListener.none(), SmallRun.withoutClock());
    SmallRun.assertSame(folder, whole);
  }

  private static RunListener interrupting(Predicate<RunEvent> moment, List<RunEvent> events) {
    return event -> {
      events.add(event);
      if (moment.test(event)) {
        Thread.currentThread().interrupt();
      }
    };
  }

  @Test
  void beforeItBeginsNothingIsWritten() {
    Experiment fresh = DKD.withDataset(SmallRun.dataset());
    Path run = folder.resolve("run");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> SmallRun.train(fresh, run))
        .isInstanceOf(CissException.class)
        .hasMessage("stopped before training began; nothing was written");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(run).doesNotExist();
  }

  @Test
  void anEvaluationEnds() {
    RunDirectory run = RunDirectory.open(whole);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> new Scoring(RunListener.none()).of(DKD, run, 0))
        .isInstanceOf(CissException.class)
        .hasMessage("stopped before all images were scored; nothing was written");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aLookAtADataSetEnds() {
    SampleDataset dataset = SmallRun.dataset();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> DatasetInspection.of(dataset, split -> Progress.none()))
        .isInstanceOf(CissException.class)
        .hasMessageMatching("stopped after \\d+ of 24 images");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void runsOfSeveralSeedsSaveThemselvesAndGoOn() {
    Ciss ciss =
        Ciss.dataset("sample").scenario("3-1").epochs(1).batchSize(200).crop(32).backbone("tiny");
    List<RunEvent> events = new ArrayList<>();
    Path seeds = folder.resolve("seeds");
    Predicate<RunEvent> second =
        event -> event instanceof RunEvent.Remark remark && remark.text().equals("seed 2");
    assertThat(ciss.trainSeeds(seeds, List.of(1L, 2L), interrupting(second, events))).isEmpty();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(events).last().isEqualTo(new RunEvent.RunStopped(seeds));
    events.clear();
    assertThat(ciss.goOnSeeds(seeds, events::add)).isEmpty();
    assertThat(events).containsExactly(new RunEvent.RunStopped(seeds));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ciss.goOnSeeds(seeds, RunListener.none())).isPresent();
    requireSameLabels(SeedsDirectory.open(seeds).runs().get(0));
  }

  /** One photograph is no reason to stop. */
  private static void requireSameLabels(RunDirectory run) {
    Photo photo = new Photo("a", 16, 16, new byte[3 * 16 * 16]);
    byte[] expected;
    try (Predictor predictor = Predictor.load(run, 1)) {
      expected = predictor.labels(photo);
    }
    Thread.currentThread().interrupt();
    try (Predictor predictor = Predictor.load(run, 1)) {
      assertThat(predictor.labels(photo)).isEqualTo(expected);
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  /** By {@code Future.cancel}, at whatever the thread is at: also while it writes or waits. */
  @Test
  void aTaskThatIsCancelledAgainAndAgainComesToTheSameEnd() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      List<Throwable> thrown = new ArrayList<>();
      for (int attempt = 0; attempt < 40 && !isWhole(); attempt++) {
        Semaphore ended = new Semaphore(0);
        Semaphore begun = new Semaphore(0);
        Future<?> task =
            executor.submit(
                () -> {
                  try {
                    goOn(begun);
                  } catch (RuntimeException e) {
                    thrown.add(e);
                  } finally {
                    ended.release();
                  }
                });
        begun.acquire();
        TimeUnit.MICROSECONDS.sleep(1000 + 7919L * attempt % 60_000);
        task.cancel(true);
        ended.acquire();
        assertThat(thrown).isEmpty();
      }
    } finally {
      executor.shutdownNow();
    }
    ScenarioRunner.resume(DKD, folder, RunListener.none(), SmallRun.withoutClock());
    SmallRun.assertSame(folder, whole);
  }

  private boolean isWhole() {
    return RunDirectory.exists(folder) && RunDirectory.open(folder).result().steps().size() == 2;
  }

  private void goOn(Semaphore begun) {
    RunListener listener =
        event -> {
          if (event instanceof RunEvent.RunStarted) {
            begun.release();
          }
        };
    RunControl control = RunControl.standard().withCheckpointEvery(1);
    if (RunDirectory.exists(folder)) {
      ScenarioRunner.resume(DKD, folder, listener, control);
    } else {
      SmallRun.train(DKD, folder, listener, control);
    }
    begun.release();
  }
}
