// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CheckpointPaceTest {
  private static final long SECOND = 1_000_000_000L;
  private final AtomicLong time = new AtomicLong(-7);

  @Test
  void everySoManyIterations() {
    CheckpointPace pace = new CheckpointPace(3, time::get);
    assertThat(LongStream.rangeClosed(1, 7).filter(pace::due)).containsExactly(3L, 6L);
  }

  @Test
  void notMoreThanEveryTenSeconds() {
    CheckpointPace pace = new CheckpointPace(0, time::get);
    time.addAndGet(10 * SECOND - 1);
    assertThat(pace.due(1)).isFalse();
    time.addAndGet(1);
    assertThat(pace.due(1)).isTrue();
    pace.time(() -> time.addAndGet(SECOND / 100));
    time.addAndGet(10 * SECOND - 1);
    assertThat(pace.due(2)).isFalse();
  }

  @Test
  void aHundredthOfTheTime() {
    CheckpointPace pace = new CheckpointPace(0, time::get);
    pace.time(() -> time.addAndGet(3 * SECOND));
    time.addAndGet(300 * SECOND - 1);
    assertThat(pace.due(5)).isFalse();
    time.addAndGet(1);
    assertThat(pace.due(6)).isTrue();
  }
}
