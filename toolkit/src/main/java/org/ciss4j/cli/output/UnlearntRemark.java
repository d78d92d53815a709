// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.RunConfig;

/**
 * What to try where a comparison has methods that learnt no new class. The usual cause is one
 * schedule for all: methods whose codes have one learning rate for all layers then train their
 * classifiers at a tenth of the rate that DKD's have.
 */
public final class UnlearntRemark {
  /** A mean IoU of new classes below this, half a percent, is not learnt. */
  private static final double UNLEARNT = 0.005;

  private static final String HEAD_FACTOR = "headFactor";

  private UnlearntRemark() {}

  /**
   * One line; empty if every method learnt something, or none of those that did not has one rate.
   *
   * @param names of the methods in the table, one per result
   */
  public static Optional<String> of(List<String> names, List<RunResult> results) {
    List<Integer> unlearnt =
        IntStream.range(0, results.size())
            .filter(i -> results.get(i).last().scores().novel() < UNLEARNT)
            .filter(i -> hasOneRate(results.get(i).config()))
            .boxed()
            .toList();
    if (unlearnt.isEmpty()) {
      return Optional.empty();
    }
    double rate = results.get(unlearnt.get(0)).config().training().laterLearningRate();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "No new class was learnt by %s: as in their codes, classifiers have the backbone's rate"
                + " there, in later steps %s. --set headFactor=10 gives them ten times that, as dkd"
                + " has; --later-lr or --later-epochs may help, too.",
            String.join(", ", unlearnt.stream().map(names::get).toList()),
            PlainNumber.of(rate)));
  }

  private static boolean hasOneRate(RunConfig config) {
    String factor = config.method().hyperParameters().get(HEAD_FACTOR);
    return factor != null && Double.parseDouble(factor) == 1;
  }
}
