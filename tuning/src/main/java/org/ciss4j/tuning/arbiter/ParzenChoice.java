// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.arbiter;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Of listed values: how often each was seen, and once more. */
final class ParzenChoice implements Parzen {
  private final List<String> values;
  private final double[] probabilities;

  ParzenChoice(List<String> values, List<String> seen) {
    this.values = values;
    this.probabilities = new double[values.size()];
    for (int i = 0; i < probabilities.length; i++) {
      int count = Collections.frequency(seen, values.get(i));
      probabilities[i] = (1.0 + count) / (values.size() + seen.size());
    }
  }

  @Override
  public String draw(Random random) {
    double place = random.nextDouble();
    int chosen = 0;
    while (chosen < probabilities.length - 1 && place >= probabilities[chosen]) {
      place -= probabilities[chosen];
      chosen++;
    }
    return values.get(chosen);
  }

  @Override
  public double of(String value) {
    return probabilities[values.indexOf(value)];
  }
}
