// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ciss4j.Ciss;
import org.ciss4j.train.StopSignal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers elsewhere hear of a stop by a file. */
@Timeout(60)
class FarmRunnerTest {
  @TempDir Path folder;

  @AfterEach
  void nobodyIsInterruptedAfterwards() {
    Thread.interrupted();
  }

  /** Ends when its workers are asked to. */
  private static final class Patient implements Farm {
    private final StopFile stop;
    private boolean ended;

    Patient(StopFile stop) {
      this.stop = stop;
    }

    @Override
    public int atOnce() {
      return 1;
    }

    @Override
    public void run(Path study, List<Candidate> candidates, Consumer<Trial> keep) {
      while (!stop.isAsked()) {
        Thread.onSpinWait();
      }
      ended = true;
    }
  }

  @Test
  void anInterruptAsksTheWorkersToStopAndWaitsForThem() {
    StudyDirectory directory =
        StudyDirectory.create(
            folder.resolve("study"),
            Study.of(Ciss.dataset("sample").scenario("2-1")).space("kd=1,2").plan());
    Patient farm = new Patient(directory.stopFile());
    Deadline deadline = new Deadline(new StopSignal(), null, () -> 0);
    List<Trial> kept = new ArrayList<>();
    StudyListener interrupting = event -> Thread.currentThread().interrupt();
    new FarmRunner(directory, farm, deadline, interrupting)
        .run(List.of(new Candidate(1, Map.of("kd", "1"), 1)), List::of, kept::add);
    assertThat(farm.ended).isTrue();
    assertThat(kept).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(directory.stopFile().isAsked()).isFalse();
  }
}
