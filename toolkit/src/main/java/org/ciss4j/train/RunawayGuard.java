// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.ciss4j.common.CissException;

/**
 * Sees the loss of a step leave its range in its first iterations: the mean of the last three. The
 * range ends at so many times what the loss began with: the median of the first iterations before
 * it, five at most.
 *
 * <p>It looks at the loss of the labels alone. Distances to the teacher begin near nothing, as the
 * step begins with the teacher's parameters, and rise by right.
 *
 * <p>All it knows is in the losses of the step, so that a step that goes on is judged as if it had
 * not been interrupted.
 */
final class RunawayGuard {
  /** Iterations of a step that are looked at: a rate that is too high is seen sooner. */
  static final int WATCHED = 50;

  private static final int BEGINNING = 5;
  private static final int RECENT = 3;

  private final double times;
  private final List<Double> beginning = new ArrayList<>();
  private final Deque<Double> recent = new ArrayDeque<>();
  private long seen;

  /** The loss left its range. */
  static final class RanAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long iteration;
    private final double loss;
    private final double limit;

    RanAway(long iteration, double loss, double limit) {
      super("ran away", null, false, false);
      this.iteration = iteration;
      this.loss = loss;
      this.limit = limit;
    }

    long iteration() {
      return iteration;
    }

    double loss() {
      return loss;
    }

    double limit() {
      return limit;
    }
  }

  /**
   * A guard of a step.
   *
   * @param times how many times its beginning a loss may be; 0 for any
   * @param before losses of the iterations that are done
   */
  RunawayGuard(double times, List<Double> before) {
    this.times = times;
    before.forEach(this::keep);
  }

  /**
   * Looks at the loss of the next iteration.
   *
   * @param rate of the iteration; where there is none, nothing can run away from it
   * @throws RanAway if it left its range
   */
  void see(double loss, double rate) {
    double limit = watches() && rate > 0 ? limit() : 0;
    keep(loss);
    double mean = recent.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    if (limit > 0 && mean > limit) {
      throw new RanAway(seen - 1, mean, limit);
    }
  }

  /**
   * What to throw if the next iteration failed: if it has gone beyond all numbers, and not at once,
   * it ran away.
   */
  RuntimeException explained(CissException failure) {
    boolean diverged = failure.getCause() instanceof ArithmeticException;
    return diverged && watches() ? new RanAway(seen, Double.NaN, limit()) : failure;
  }

  private boolean watches() {
    return times > 0 && seen > 0 && seen < WATCHED;
  }

  private void keep(double loss) {
    if (seen < BEGINNING) {
      beginning.add(loss);
    }
    recent.add(loss);
    if (recent.size() > RECENT) {
      recent.remove();
    }
    seen++;
  }

  private double limit() {
    List<Double> sorted = beginning.stream().sorted().toList();
    int half = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return times * median;
  }
}
