// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.ciss4j.common.CissException;
import org.ciss4j.tuning.Candidate;
import org.ciss4j.tuning.Farm;
import org.ciss4j.tuning.Trial;
import org.ciss4j.tuning.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Apache Spark as a farm: each trial is a job of one task. Spark retries the task of a lost
 * executor ({@code spark.task.maxFailures}, 4 unless set), which then goes on from the trial's
 * latest checkpoint.
 */
public final class SparkFarm implements Farm, AutoCloseable {
  private final JavaSparkContext context;

  private SparkFarm(JavaSparkContext context) {
    this.context = context;
  }

  /**
   * Connects to Spark, with the settings that {@code spark-submit} or system properties give.
   *
   * @param master where it runs: {@code local[*]} for threads of this process, or the address of a
   *     cluster; null for what the settings say, or else {@code local[*]}
   */
  public static SparkFarm at(@Nullable String master) {
    SparkConf conf = new SparkConf().setAppName("ciss tune");
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[*]").setIfMissing("spark.ui.enabled", "false");
    return new SparkFarm(new JavaSparkContext(conf));
  }

  @Override
  public int atOnce() {
    return Math.max(1, context.defaultParallelism());
  }

  @Override
  public void run(Path study, List<Candidate> candidates, Consumer<Trial> keep) {
    ExecutorService jobs = Executors.newFixedThreadPool(atOnce());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Candidate candidate : candidates) {
        running.add(jobs.submit(() -> job(study.toString(), candidate).forEach(keep)));
      }
      for (Future<?> job : running) {
        await(job);
      }
    } finally {
      jobs.shutdownNow();
    }
  }

  private List<Trial> job(String study, Candidate candidate) {
    try {
      return tried(context, study, candidate);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // Scala declares nothing; this is how Spark says that all attempts failed.
      return List.of(lost(candidate, e));
    }
  }

  /** Static, so that the task takes along nothing but its arguments. */
  private static List<Trial> tried(JavaSparkContext context, String study, Candidate candidate)
      throws SparkException {
    return context
        .parallelize(List.of(candidate), 1)
        .flatMap(one -> Worker.run(Path.of(study), one).stream().iterator())
        .collect();
  }

  private static Trial lost(Candidate candidate, Exception e) {
    return Trial.brokenOff(
        candidate, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
  }

  private static void await(Future<?> job) {
    try {
      job.get();
    } catch (ExecutionException e) {
      throw CissException.failure("a trial on Spark failed: %s", e.getCause()).withCause(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CissException.failure("interrupted while trials run on Spark").withCause(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
