// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run in processes that are killed, in a minute. */
@Timeout(600)
class KilledRunTest {

  /** Of a run of about eighty. */
  private static final int MOST_EVENTS = 16;

  private static final int MOST_MICROSECONDS = 4000;

  private final Random random = new Random(3);

  @TempDir Path folder;

  /**
   * Each process is killed after a random number of events and a moment more, so that some die
   * writing a checkpoint, a model or scores, and some before the first checkpoint of a step.
   */
  @ParameterizedTest
  @CsvSource({
    "dkd, 4",
    "analytic, 2",
    "ssul, 2",
    "rcil, 1",
    "sdr, 1",
    "lskd, 1",
    "lskd-search, 2",
    "averaged, 1",
    "class-means, 1",
    "learnt-weight, 1"
  })
  void aRunThatIsKilledManyTimesEndsAsIfNothingHadHappened(String method, int most)
      throws Exception {
    Path whole = folder.resolve("whole");
    assertThat(killedAfter(Integer.MAX_VALUE, method, whole)).isFalse();
    int kills = 0;
    for (int run = 0; kills < most; run++) {
      Path killed = folder.resolve("killed" + run);
      boolean again = true;
      while (again) {
        boolean enough = kills == most;
        int events = enough ? Integer.MAX_VALUE : 1 + random.nextInt(MOST_EVENTS);
        again = killedAfter(events, method, killed);
        kills += again ? 1 : 0;
      }
      SmallRun.assertSame(killed, whole);
      assertNothingLeft(killed);
    }
  }

  /** Whether the run was killed, as it had not come to its end. */
  private boolean killedAfter(int events, String method, Path run)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledRun.class.getName(),
                run.toString(),
                method)
            .redirectError(folder.resolve("err").toFile())
            .start();
    try (BufferedReader lines = process.inputReader()) {
      int heard = 0;
      while (heard < events && lines.readLine() != null) {
        heard++;
      }
      if (heard == events) {
        TimeUnit.MICROSECONDS.sleep(random.nextInt(MOST_MICROSECONDS));
        process.destroyForcibly();
      }
    }
    int exit = process.waitFor();
    assertThat(exit).as(() -> text(folder.resolve("err"))).isIn(0, 137);
    return exit != 0;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Checkpoints have gone with their steps, and so has what was being written. */
  private static void assertNothingLeft(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("checkpoint") || name.endsWith(".tmp"));
    }
  }
}
