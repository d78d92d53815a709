// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.jspecify.annotations.Nullable;

/**
 * Several methods, each trained with the same seeds: means and standard deviations, and how far
 * each is from one of them, seed by seed.
 *
 * @param methods by name, in the order of the table
 * @param reference the one that the others are compared with; empty for none
 */
public record SeedsComparison(Map<String, SeedsResult> methods, String reference) {
  private static final String STANDARD = "dkd";

  /**
   * Checks that the seeds are the same.
   *
   * @throws CissException of kind usage if no method has the name of the reference
   */
  public SeedsComparison {
    methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
    if (methods.values().stream().map(SeedsResult::seeds).distinct().count() != 1) {
      throw new IllegalArgumentException("expected methods of the same seeds, got " + methods);
    }
    requireReference(reference, methods.keySet());
  }

  /**
   * Checks the name of a reference.
   *
   * @param reference empty for none
   * @throws CissException of kind usage if it is none of the names
   */
  public static void requireReference(String reference, Collection<String> names) {
    if (!reference.isEmpty() && !names.contains(reference)) {
      throw CissException.usage(
          "--reference %s takes no part; name one of %s", reference, String.join(", ", names));
    }
  }

  /** DKD where it takes part, else none. */
  public static String standardReference(Collection<String> names) {
    return names.contains(STANDARD) ? STANDARD : "";
  }

  /** The seeds of each method. */
  public List<Long> seeds() {
    return methods.values().iterator().next().seeds();
  }

  /** Whether the differences can be told: there is something to compare with, and two seeds. */
  public boolean tellsDifferences() {
    return !reference.isEmpty() && methods.size() > 1 && seeds().size() > 1;
  }

  /** Names of all methods but the reference. */
  public List<String> others() {
    return methods.keySet().stream().filter(name -> !name.equals(reference)).toList();
  }

  /**
   * Scores of a method after its last step, by the names of {@link SeedsResult#scores}.
   *
   * @param name of the method
   */
  public Map<String, Spread> last(String name) {
    SeedsResult result = of(name);
    return result.after(result.lastStep());
  }

  /**
   * How far a method is above the reference after the last step, by the names of {@link
   * SeedsResult#scores}.
   *
   * @param name of the method
   */
  public Map<String, PairedDifference> differences(String name) {
    return differences(name, of(name).lastStep());
  }

  /** The last steps stand side by side, though a run of all classes at once has but one. */
  private Map<String, PairedDifference> differences(String name, int step) {
    SeedsResult one = of(name);
    SeedsResult other = of(reference);
    int beside = step == one.lastStep() ? other.lastStep() : step;
    Map<String, PairedDifference> differences = new LinkedHashMap<>();
    if (beside <= other.lastStep()) {
      for (String score : SeedsResult.scores()) {
        differences.put(
            score, PairedDifference.of(one.values(step, score), other.values(beside, score)));
      }
    }
    return differences;
  }

  private SeedsResult of(String name) {
    return Objects.requireNonNull(methods.get(name), name);
  }

  /** What was tested, and how, in a sentence. */
  public String test() {
    return "Mean of the differences to "
        + reference
        + " seed by seed, in points, and half the width of its 95 % interval (paired t-test, "
        + (seeds().size() - 1)
        + (seeds().size() == 2 ? " degree" : " degrees")
        + " of freedom, each comparison on its own); * where it is more than noise: 0 is not in the"
        + " interval.";
  }

  /**
   * A line for each method, step and score, as fractions: mean, standard deviation, difference to
   * the reference with the ends of its interval and whether it is more than noise, which are empty
   * where nothing can be said, and each seed.
   */
  public String toCsv() {
    StringJoiner csv = new StringJoiner("\n", "", "\n");
    csv.add(
        "method,step,score,mean,standard_deviation,reference,difference,low,high,more_than_noise,"
            + seeds().stream().map(seed -> "seed_" + seed).collect(Collectors.joining(",")));
    methods.forEach(
        (name, result) ->
            result
                .runs()
                .get(0)
                .steps()
                .forEach(step -> lines(name, result, step.step()).forEach(csv::add)));
    return csv.toString();
  }

  private List<String> lines(String name, SeedsResult result, int step) {
    Map<String, PairedDifference> differences =
        tellsDifferences() && !name.equals(reference) ? differences(name, step) : Map.of();
    List<String> lines = new ArrayList<>();
    result
        .after(step)
        .forEach(
            (score, spread) ->
                lines.add(
                    Stream.of(
                            List.of(
                                CsvCell.of(name),
                                Integer.toString(step),
                                score,
                                number(spread.mean()),
                                number(spread.deviation())),
                            difference(differences.get(score)),
                            result.values(step, score).stream()
                                .map(SeedsComparison::number)
                                .toList())
                        .flatMap(List::stream)
                        .collect(Collectors.joining(","))));
    return lines;
  }

  private List<String> difference(@Nullable PairedDifference difference) {
    if (difference == null) {
      return List.of("", "", "", "", "");
    }
    return List.of(
        CsvCell.of(reference),
        number(difference.mean()),
        number(difference.mean() - difference.halfWidth()),
        number(difference.mean() + difference.halfWidth()),
        Boolean.toString(difference.isMoreThanNoise()));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
