// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.weights.tensor.Whereabouts;

/**
 * How the arrays of a file fit the parameters of a network.
 *
 * @param naming how the file names them
 * @param prefix what the names of the network have in front of them; may be empty
 * @param whereabouts where in the file the arrays were
 * @param matched parameters that the file has in the right shape
 * @param missing parameters that it has not; counters of batches do not count
 * @param misfits parameters that it has in another shape, each with both shapes
 * @param leftOver what the network has no use for, by its name in the file
 * @param otherClassifiers the same, where that is to be expected: the classifier of ImageNet, and
 *     classifiers of other steps than the network's
 * @param notTaken what is no part of such a network: heads of another kind, and what the file holds
 *     beside the network
 */
public record LoadReport(
    Naming naming,
    String prefix,
    Whereabouts whereabouts,
    List<String> matched,
    List<String> missing,
    List<String> misfits,
    List<String> leftOver,
    List<String> otherClassifiers,
    List<String> notTaken) {

  private static final int MOST_NAMES = 3;

  /** Copies the lists. */
  public LoadReport {
    matched = List.copyOf(matched);
    missing = List.copyOf(missing);
    misfits = List.copyOf(misfits);
    leftOver = List.copyOf(leftOver);
    otherClassifiers = List.copyOf(otherClassifiers);
    notTaken = List.copyOf(notTaken);
  }

  /**
   * Why training cannot start from the file at all: a shape that differs, or nothing that fits;
   * empty if it can.
   */
  public Optional<String> impossible() {
    if (!misfits.isEmpty()) {
      return Optional.of("it is of another network: " + some(misfits));
    }
    return matched.isEmpty() ? Optional.of("nothing in it fits") : Optional.empty();
  }

  /**
   * Why training should not start from the file unless asked to: a backbone or an ASPP that is not
   * whole, or something left over that is no classifier; empty if it is sound. No classifiers need
   * to be there, nor an ASPP, as in the weights of ImageNet.
   */
  public Optional<String> incomplete() {
    List<String> lacking =
        missing.stream()
            .filter(name -> !HeadLayout.isClassifier(name))
            .filter(name -> partOf(name).startsWith("backbone") || isBroken(partOf(name)))
            .toList();
    if (!lacking.isEmpty()) {
      return Optional.of("it lacks " + some(lacking));
    }
    return leftOver.isEmpty()
        ? Optional.empty()
        : Optional.of("the network has no " + some(leftOver));
  }

  /** Why the file is not a trained network of this kind; empty if it is one, exactly. */
  public Optional<String> unlikeTrained() {
    if (!missing.isEmpty()) {
      return Optional.of("it lacks " + some(missing));
    }
    List<String> unused = naming == Naming.TORCHVISION_DEEPLAB ? leftOver : ofNoUse();
    return unused.isEmpty()
        ? impossible()
        : Optional.of("the network of this step has no " + some(unused));
  }

  /** All that the network has no use for, by its name in the file. */
  public List<String> unused() {
    return both(ofNoUse(), notTaken);
  }

  /** What is left over, expected or not. */
  private List<String> ofNoUse() {
    return both(leftOver, otherClassifiers);
  }

  private static List<String> both(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** What matched, what was left over, not taken and missing, in a line each. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(whereabouts.lines());
    lines.add("matched " + matched.size() + ", named as in " + new Location(prefix, naming));
    if (!ofNoUse().isEmpty()) {
      lines.add("left over " + ofNoUse().size() + ": " + some(ofNoUse()));
    }
    if (!notTaken.isEmpty()) {
      lines.add("not taken " + notTaken.size() + ": " + byPart(notTaken));
    }
    if (!missing.isEmpty()) {
      lines.add("missing " + missing.size() + ", so drawn at random: " + byPart(missing));
    }
    return List.copyOf(lines);
  }

  /** Whether the file has some of a part that it should have as a whole. */
  private boolean isBroken(String part) {
    return !naming.hasForeignHead() && matched.stream().anyMatch(name -> partOf(name).equals(part));
  }

  /** {@code backbone.layer4}, {@code aspp}, {@code cls}. */
  private static String partOf(String name) {
    String[] words = name.split("\\.", -1);
    return words[0].equals("backbone") && words.length > 1 ? words[0] + "." + words[1] : words[0];
  }

  private static String byPart(List<String> names) {
    Map<String, Long> counts =
        names.stream()
            .collect(
                Collectors.groupingBy(
                    LoadReport::partOf, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(part -> part.getKey() + " (" + part.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  private static String some(List<String> names) {
    String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
