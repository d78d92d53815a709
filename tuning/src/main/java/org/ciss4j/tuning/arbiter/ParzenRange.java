// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.arbiter;

import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.util.FastMath;
import org.ciss4j.tuning.space.Dimension;

/**
 * Of a range: a bell over each number that was seen, and one flat part that is the prior, all of
 * the same weight and cut off at the ends. A bell is as wide as the farther of its two neighbours
 * is away, of which the ends of the range are two. Ranges that are spread by their logarithms are
 * so here; a whole number has the probability of all that is rounded to it.
 */
final class ParzenRange implements Parzen {
  /** No bell is narrower than this part of the range, nor than its share of so many. */
  private static final int NARROWEST = 100;

  private final Dimension.Range range;
  private final double low;
  private final double high;
  private final NormalDistribution[] bells;

  private ParzenRange(Dimension.Range range, double low, double high, NormalDistribution[] bells) {
    this.range = range;
    this.low = low;
    this.high = high;
    this.bells = bells;
  }

  static ParzenRange of(Dimension.Range range, List<String> seen) {
    // A search at random rounds the logarithms of whole numbers, and counts them elsewhere.
    double margin = range.whole() && range.scale() == Dimension.Scale.LINEAR ? 0.5 : 0;
    double low = place(range, range.low() - margin);
    double high = place(range, range.high() + margin);
    double[] places =
        seen.stream()
            .mapToDouble(Double::parseDouble)
            .map(value -> place(range, value))
            .sorted()
            .toArray();
    return new ParzenRange(range, low, high, bells(places, low, high));
  }

  private static NormalDistribution[] bells(double[] places, double low, double high) {
    double narrowest = (high - low) / Math.min(NARROWEST, places.length + 1);
    NormalDistribution[] bells = new NormalDistribution[places.length];
    for (int i = 0; i < bells.length; i++) {
      double left = places[i] - (i == 0 ? low : places[i - 1]);
      double right = (i == bells.length - 1 ? high : places[i + 1]) - places[i];
      double width = Math.max(narrowest, Math.max(left, right));
      bells[i] = new NormalDistribution(null, places[i], width);
    }
    return bells;
  }

  /** Where a number is on the scale, by logarithms that are the same on every machine. */
  private static double place(Dimension.Range range, double value) {
    return range.scale() == Dimension.Scale.LOG ? FastMath.log(value) : value;
  }

  double low() {
    return low;
  }

  double high() {
    return high;
  }

  @Override
  public String draw(Random random) {
    int part = random.nextInt(bells.length + 1);
    double height = random.nextDouble();
    double place;
    if (part == bells.length) {
      place = low + height * (high - low);
    } else {
      double below = bells[part].cumulativeProbability(low);
      double above = bells[part].cumulativeProbability(high);
      place = bells[part].inverseCumulativeProbability(below + height * (above - below));
    }
    double value = range.scale() == Dimension.Scale.LOG ? FastMath.exp(place) : place;
    return range.text(Math.max(range.low(), Math.min(range.high(), value)));
  }

  @Override
  public double of(String value) {
    double number = Double.parseDouble(value);
    return range.whole()
        ? probability(
            Math.max(low, place(range, number - 0.5)), Math.min(high, place(range, number + 0.5)))
        : density(place(range, number));
  }

  /** Density at a place on the scale, between the ends. */
  double density(double place) {
    double sum = 1 / (high - low);
    for (NormalDistribution bell : bells) {
      sum += bell.density(place) / bell.probability(low, high);
    }
    return sum / (bells.length + 1);
  }

  private double probability(double from, double to) {
    double sum = (to - from) / (high - low);
    for (NormalDistribution bell : bells) {
      sum += bell.probability(from, to) / bell.probability(low, high);
    }
    return sum / (bells.length + 1);
  }
}
