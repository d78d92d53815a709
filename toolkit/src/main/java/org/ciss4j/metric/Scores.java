// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.metric;

import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.metric.EvaluationProtocol.AbsentClass;

/**
 * The scores of one evaluation, as fractions.
 *
 * <p>With n(t,p) the counts, {@code IoU_c = n(c,c) / (row_c + column_c - n(c,c) - 1e-6)}. The 1e-6
 * is the official code's guard against dividing by zero; it makes a perfect IoU of n pixels {@code
 * 1 / (1 - 1e-6 / n)}, a hair above 1. The accuracy of a class is {@code n(c,c) / row_c}; the pixel
 * accuracy of a group sums both over its classes before dividing.
 *
 * <p>Groups are base (channels of step 0, with background if the protocol says so), novel (channels
 * of later steps) and all (both). The harmonic mean of base b and novel n is {@code 2bn / (b + n)}.
 * Measures, groups and formulas are those of the official evaluation of DKD (Baek et al., NeurIPS
 * 2022).
 *
 * <p>NaN means "no value": everything novel or harmonic at step 0, where no class is novel; a
 * harmonic mean of 0 and 0, as in the official code; a pixel accuracy without pixels; under {@link
 * AbsentClass#SKIP} a mean without present classes.
 *
 * @param base mIoU of the base classes
 * @param novel mIoU of the novel classes
 * @param all mIoU of both
 * @param hIoU harmonic mean of base and novel mIoU
 * @param iou IoU by channel; of a class in neither truth nor prediction 0 under {@link
 *     AbsentClass#ZERO}, NaN under {@link AbsentClass#SKIP}
 * @param pixelAccuracy share of the pixels of a group that are right; "all" is over every counted
 *     pixel, those of future channels too
 * @param classAccuracy mean of the accuracies of classes; one without truth is treated as the
 *     protocol says of absent ones
 * @param accuracy accuracy by channel; NaN for a class without truth
 */
public record Scores(
    double base,
    double novel,
    double all,
    double hIoU,
    List<Double> iou,
    Grouped pixelAccuracy,
    Grouped classAccuracy,
    List<Double> accuracy) {
  private static final double OFFICIAL_EPSILON = 1e-6;
  private static final double SUM_EPSILON = 1e-12;

  /**
   * One measure for the base classes, the novel ones and all, with the harmonic mean of the first
   * two.
   */
  public record Grouped(double base, double novel, double all, double harmonic) {
    private static Grouped of(double base, double novel, double all) {
      return new Grouped(base, novel, all, 2 * base * novel / (base + novel));
    }

    /** All four in this order. */
    public List<Double> numbers() {
      return List.of(base, novel, all, harmonic);
    }

    /** The same as {@linkplain Percent#of people read} them. */
    public List<String> percent() {
      return numbers().stream().map(Percent::of).toList();
    }
  }

  /** Copies the lists. */
  public Scores {
    iou = List.copyOf(iou);
    accuracy = List.copyOf(accuracy);
  }

  /**
   * The scores of a matrix that has just the channels seen so far.
   *
   * @param baseClasses number of classes of step 0, without background
   * @throws CissException if the matrix has fewer classes
   */
  public static Scores of(ConfusionMatrix matrix, int baseClasses, EvaluationProtocol protocol) {
    return of(matrix, baseClasses, matrix.size() - 1, protocol);
  }

  /**
   * The scores of a matrix that may have channels of future classes too: those are in no group, but
   * pixels that are of them or taken for them do count in the union of others and in the pixel
   * accuracy of all.
   *
   * @param baseClasses number of classes of step 0, without background
   * @param seenClasses number of classes of all steps so far, without background
   * @throws CissException unless {@code 1 <= baseClasses <= seenClasses < matrix.size()}
   */
  public static Scores of(
      ConfusionMatrix matrix, int baseClasses, int seenClasses, EvaluationProtocol protocol) {
    requireSizes(baseClasses, seenClasses, matrix.size());
    boolean zero = protocol.absentClass() == AbsentClass.ZERO;
    List<Double> iou = byChannel(matrix, c -> zero ? orZero(iou(matrix, c)) : iou(matrix, c));
    List<Double> accuracy = byChannel(matrix, c -> accuracy(matrix, c, c + 1));
    int first = protocol.backgroundInBase() ? 0 : 1;
    int novel = baseClasses + 1;
    int end = seenClasses + 1;
    Grouped mIoU = means(iou, first, novel, end, zero);
    Grouped pixelAccuracy =
        Grouped.of(
            accuracy(matrix, first, novel),
            accuracy(matrix, novel, end),
            accuracy(matrix, first, matrix.size()));
    return new Scores(
        mIoU.base(),
        mIoU.novel(),
        mIoU.all(),
        mIoU.harmonic(),
        iou,
        pixelAccuracy,
        means(accuracy, first, novel, end, zero),
        accuracy);
  }

  /** The mIoU of the groups, as papers print it. */
  public Grouped mIoU() {
    return new Grouped(base, novel, all, hIoU);
  }

  /**
   * Whether these are the same scores, computed by any Java: sums may differ in their last digits.
   */
  public boolean isClose(Scores other) {
    List<Double> own = numbers();
    List<Double> others = other.numbers();
    return own.size() == others.size()
        && IntStream.range(0, own.size()).allMatch(i -> isClose(own.get(i), others.get(i)));
  }

  private static boolean isClose(double one, double other) {
    return Double.compare(one, other) == 0 || Math.abs(one - other) <= SUM_EPSILON * Math.abs(one);
  }

  private List<Double> numbers() {
    return Stream.of(
            mIoU().numbers(), iou, pixelAccuracy.numbers(), classAccuracy.numbers(), accuracy)
        .flatMap(List::stream)
        .toList();
  }

  private static void requireSizes(int baseClasses, int seenClasses, int channels) {
    if (baseClasses < 1 || baseClasses > seenClasses || seenClasses >= channels) {
      throw CissException.usage(
          "%d base classes of %d seen do not fit a matrix of %d channels;"
              + " expected 1 <= base <= seen < channels",
          baseClasses, seenClasses, channels);
    }
  }

  private static List<Double> byChannel(ConfusionMatrix matrix, IntToDoubleFunction measure) {
    return IntStream.range(0, matrix.size()).mapToDouble(measure).boxed().toList();
  }

  private static double iou(ConfusionMatrix matrix, int channel) {
    long hit = matrix.count(channel, channel);
    long sum = matrix.truthCount(channel) + matrix.predictionCount(channel);
    return sum == 0 ? Double.NaN : hit / (sum - (hit + OFFICIAL_EPSILON));
  }

  private static double accuracy(ConfusionMatrix matrix, int from, int to) {
    long hit = IntStream.range(from, to).mapToLong(c -> matrix.count(c, c)).sum();
    long pixels = IntStream.range(from, to).mapToLong(matrix::truthCount).sum();
    return (double) hit / pixels;
  }

  private static Grouped means(List<Double> values, int first, int novel, int end, boolean zero) {
    return Grouped.of(
        mean(values.subList(first, novel), zero),
        mean(values.subList(novel, end), zero),
        mean(values.subList(first, end), zero));
  }

  private static double mean(List<Double> values, boolean zero) {
    DoubleStream numbers = values.stream().mapToDouble(Double::doubleValue);
    return (zero ? numbers.map(Scores::orZero) : numbers.filter(v -> !Double.isNaN(v)))
        .average()
        .orElse(Double.NaN);
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  /** A table in percent, one measure a line; "-" where there is no value. */
  @Override
  public String toString() {
    return String.join(
        "\n",
        row("%", List.of("base", "novel", "all", "harmonic")),
        row("mIoU", mIoU().percent()),
        row("pixel accuracy", pixelAccuracy.percent()),
        row("class accuracy", classAccuracy.percent()));
  }

  private static String row(String name, List<String> cells) {
    return String.format(
        Locale.ROOT,
        "%-14s %6s %6s %6s %8s",
        Stream.concat(Stream.of(name), cells.stream()).toArray());
  }
}
