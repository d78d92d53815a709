// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.tuning.Study;
import org.ciss4j.tuning.StudyListener;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;
import org.ciss4j.tuning.space.Strategy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Studies on Spark, in this process and on a cluster of processes on this machine. */
@Timeout(600)
class SparkFarmTest {
  @TempDir Path folder;

  private static Study study(int epochs) {
    Ciss ciss = Ciss.dataset("sample").crop(32).epochs(epochs).batchSize(64);
    return Study.of(ciss)
        .space("kd=1,5,20", "later-lr=0.001,1e30")
        .strategy(Strategy.grid(2))
        .trials(4);
  }

  private static List<Object> facts(Trial trial) {
    return List.of(trial.number(), trial.values(), trial.outcome(), trial.score(), trial.steps());
  }

  /** Results and failures are the same as without Spark. */
  @Test
  void trialsInThreadsAreAsOneAfterTheOther() {
    StudyResult alone = study(3).run(folder.resolve("alone"), StudyListener.none());
    StudyResult together;
    try (SparkFarm farm = SparkFarm.at("local[2]")) {
      assertThat(farm.atOnce()).isEqualTo(2);
      together = study(3).on(farm).run(folder.resolve("together"), StudyListener.none());
    }
    assertThat(together.trials())
        .map(SparkFarmTest::facts)
        .isEqualTo(alone.trials().stream().map(SparkFarmTest::facts).toList());
    assertThat(together.trials())
        .extracting(Trial::outcome)
        .contains(Trial.Outcome.FINISHED, Trial.Outcome.FAILED);
  }

  /** Two executors in processes of their own, one of which is killed while it trains. */
  @Test
  @Tag("slow")
  void theTrialOfAKilledExecutorIsTriedAgain() throws Exception {
    String home = System.getenv("SPARK_HOME");
    assumeTrue(home != null, "SPARK_HOME is not set");
    Files.createDirectories(Path.of(home, "jars"));
    System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    Path root = folder.resolve("study");
    Thread killer = new Thread(() -> killOneThatTrains(root));
    killer.setDaemon(true);
    StudyResult result;
    try (SparkFarm farm = SparkFarm.at("local-cluster[2,1,1024]")) {
      killer.start();
      result = study(3).on(farm).run(root, StudyListener.none());
    }
    killer.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(killer.isAlive()).as("an executor was killed").isFalse();
    assertThat(result.trials()).extracting(Trial::number).containsExactly(1, 2, 3, 4);
    StudyResult alone = study(3).run(folder.resolve("alone"), StudyListener.none());
    assertThat(result.trials())
        .map(SparkFarmTest::facts)
        .isEqualTo(alone.trials().stream().map(SparkFarmTest::facts).toList());
  }

  private static void killOneThatTrains(Path root) {
    try {
      while (!trains(root)) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      executors().findFirst().orElseThrow().destroyForcibly();
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean trains(Path root) throws IOException {
    Path bases = root.resolve("bases");
    if (!Files.exists(bases)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(bases)) {
      return files.anyMatch(file -> file.endsWith("losses.csv")) && executors().count() > 1;
    }
  }

  /** Masters and workers are threads of this process, executors are its children. */
  private static Stream<ProcessHandle> executors() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("java"));
  }
}
