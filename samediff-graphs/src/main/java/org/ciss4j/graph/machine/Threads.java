// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many threads graphs run on; all processor cores unless {@link #use} is called, or the
 * environment says otherwise.
 *
 * <p>ND4J, OpenMP and oneDNN read environment variables by themselves when they are loaded. With
 * some values they compute wrong numbers (0 threads) or wait for ever for threads that never come
 * (fewer than oneDNN was told of), so these are refused before anything native runs.
 */
public final class Threads {
  /** More than any machine has; OpenMP does not come back from making many more. */
  private static final int MOST = 1024;

  private static final String COUNT = "OMP_NUM_THREADS";
  private static final String LIMIT = "OMP_THREAD_LIMIT";
  private static final Optional<String> HERE = unusable(System.getenv());

  private Threads() {}

  /** What is wrong with the environment of this process, and what to do; empty if nothing is. */
  public static Optional<String> unusable() {
    return HERE;
  }

  /**
   * Looks at the environment of this process.
   *
   * @throws IllegalStateException if nothing can be computed in it
   */
  public static void requireUsable() {
    if (HERE.isPresent()) {
      throw new IllegalStateException(HERE.get());
    }
  }

  /** What is wrong with an environment, the first thing of it. */
  static Optional<String> unusable(Map<String, String> environment) {
    String count = environment.get(COUNT);
    if (count != null && !isCount(count)) {
      return Optional.of(
          refused(COUNT, count)
              + (isCount(count.split(",", 2)[0])
                  ? "ND4J reads one number alone; set it to " + count.split(",", 2)[0]
                  : "expected a number of threads from 1 to "
                      + MOST
                      + "; set it to that or unset it"));
    }
    for (String name : List.of("SD_MAX_THREADS", "SD_MASTER_THREADS")) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty() && !isCount(value)) {
        return Optional.of(
            refused(name, value) + "expected a number of threads of at least 1; unset it");
      }
    }
    return starved(environment, count);
  }

  /** Whether OpenMP would give fewer threads than oneDNN waits for. */
  private static Optional<String> starved(Map<String, String> environment, @Nullable String count) {
    String limit = environment.getOrDefault(LIMIT, "").strip();
    int wanted =
        count == null ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(count);
    if (isCount(limit) && Integer.parseInt(limit) < wanted) {
      return Optional.of(
          refused(LIMIT, limit)
              + "fewer than the "
              + wanted
              + " threads of each op, which would wait for ever; unset it, or set "
              + COUNT
              + " to it");
    }
    String dynamic = environment.getOrDefault("OMP_DYNAMIC", "");
    if (dynamic.strip().equalsIgnoreCase("true")) {
      return Optional.of(
          refused("OMP_DYNAMIC", dynamic)
              + "ops wait for ever for threads that a busy machine does not give; unset it");
    }
    String levels = environment.getOrDefault("OMP_MAX_ACTIVE_LEVELS", "");
    if (levels.strip().matches("0+")) {
      return Optional.of(
          refused("OMP_MAX_ACTIVE_LEVELS", levels)
              + "ops wait for ever for the threads that it forbids; unset it");
    }
    return Optional.empty();
  }

  private static String refused(String name, String value) {
    return "the environment variable " + name + " is '" + value + "': ";
  }

  private static boolean isCount(String text) {
    return text.matches("0*[1-9][0-9]{0,3}") && Integer.parseInt(text) <= MOST;
  }

  /** Runs something native whose parallel loops the calling thread does by itself. */
  public static void alone(Runnable work) {
    alone(
        () -> {
          work.run();
          return work;
        });
  }

  /** The same of something with a result. */
  public static <T> T alone(Supplier<T> work) {
    NativeOps natives = natives();
    int all = natives.ompGetMaxThreads();
    natives.setOmpNumThreads(1);
    try {
      return work.get();
    } finally {
      natives.setOmpNumThreads(all);
    }
  }

  /** How many threads an op that the calling thread runs may use. */
  public static int count() {
    requireUsable();
    return natives().ompGetMaxThreads();
  }

  /**
   * Calls {@code body} for 0..count-1 on these threads, the calling one among them. Which thread
   * makes which call is chance: they must not depend on each other.
   */
  public static void share(long count, IntConsumer body) {
    int all = Math.toIntExact(count);
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, Math.min(count(), all))
        .parallel()
        .forEach(
            thread -> {
              try {
                for (int i = next.getAndIncrement(); i < all; i = next.getAndIncrement()) {
                  body.accept(i);
                }
              } catch (Throwable e) {
                next.set(all); // the others need not go on
                throw e;
              }
            });
  }

  private static NativeOps natives() {
    Nd4j.getBackend(); // which loads what the holder holds
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  /** Lets the graphs that the calling thread runs use so many threads. */
  public static void use(int count) {
    requireUsable();
    natives().setOmpNumThreads(count);
  }
}
