// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.arbiter;

import java.util.List;
import java.util.Random;
import org.ciss4j.tuning.space.Dimension;

/**
 * How probable the values of a dimension are among some that were seen: a Parzen estimator with a
 * prior, in which all values are as probable as a search at random draws them (Bergstra et al.,
 * Algorithms for Hyper-Parameter Optimization, NeurIPS 2011, section 4).
 */
interface Parzen {
  /** An estimator of values that were seen, as text; of none, it is the prior. */
  static Parzen of(Dimension dimension, List<String> seen) {
    return dimension instanceof Dimension.Range range
        ? ParzenRange.of(range, seen)
        : new ParzenChoice(((Dimension.Choice) dimension).values(), seen);
  }

  /** A value drawn from it. */
  String draw(Random random);

  /** Density of a value of the dimension; of a whole number or a choice, its probability. */
  double of(String value);
}
