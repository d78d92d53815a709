// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.space;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ciss4j.common.CissException;

/**
 * What is searched: all combinations of the values of some dimensions.
 *
 * @param dimensions in the order in which tables show them
 */
public record SearchSpace(List<Dimension> dimensions) {
  /**
   * Copies the list.
   *
   * @throws CissException of kind usage if there is no dimension, or a name comes twice
   */
  public SearchSpace {
    dimensions = List.copyOf(dimensions);
    if (dimensions.isEmpty()) {
      throw CissException.usage("there is nothing to search; name what, such as \"kd=1..20 log\"");
    }
    Set<String> names = new HashSet<>();
    for (Dimension dimension : dimensions) {
      if (!names.add(dimension.name())) {
        throw CissException.usage("the search space names %s twice", dimension.name());
      }
    }
  }

  /**
   * The space of some texts, one for each dimension; see {@link Dimension#parse}.
   *
   * @throws CissException of kind usage if a text is no dimension, or the space is none
   */
  public static SearchSpace parse(String... dimensions) {
    return parse(List.of(dimensions));
  }

  /** The same of a list. */
  public static SearchSpace parse(List<String> dimensions) {
    return new SearchSpace(dimensions.stream().map(Dimension::parse).toList());
  }

  /** Names of the dimensions. */
  public List<String> names() {
    return dimensions.stream().map(Dimension::name).toList();
  }

  /** How many candidates there are; infinite where numbers need not be whole. */
  public double size() {
    return dimensions.stream().mapToDouble(Dimension::size).reduce(1, (a, b) -> a * b);
  }

  /** The texts that {@link #parse(List)} reads. */
  public List<String> texts() {
    return dimensions.stream().map(Dimension::toString).toList();
  }

  @Override
  public String toString() {
    return dimensions.stream().map(Dimension::toString).collect(Collectors.joining("; "));
  }
}
