// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.arbiter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.tuning.space.Dimension;
import org.ciss4j.tuning.space.SearchSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.distribution.LogUniformDistribution;
import org.deeplearning4j.arbiter.optimize.parameter.FixedValue;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;

/** A search space as Arbiter's: a leaf for each dimension. */
@SuppressWarnings("rawtypes") // as Arbiter declares what is overridden
final class CandidateSpace implements ParameterSpace<Map<String, String>> {
  private final List<Dimension> dimensions;
  private final List<ParameterSpace<?>> leaves;

  CandidateSpace(SearchSpace space) {
    this.dimensions = space.dimensions();
    this.leaves = new ArrayList<>();
    dimensions.forEach(dimension -> leaves.add(leaf(dimension)));
  }

  List<Dimension> dimensions() {
    return dimensions;
  }

  private static ParameterSpace<?> leaf(Dimension dimension) {
    if (dimension instanceof Dimension.Range range) {
      return range(range);
    }
    List<String> values = ((Dimension.Choice) dimension).values();
    // Arbiter's grid fails on a list of one value that is not the last one.
    return values.size() == 1
        ? new FixedValue<>(values.get(0))
        : new DiscreteParameterSpace<>(values);
  }

  private static ParameterSpace<?> range(Dimension.Range range) {
    if (range.scale() == Dimension.Scale.LOG) {
      return new ContinuousParameterSpace(new LogUniformDistribution(range.low(), range.high()));
    }
    return range.whole()
        ? new IntegerParameterSpace((int) range.low(), (int) range.high())
        : new ContinuousParameterSpace(range.low(), range.high());
  }

  /**
   * A candidate as text by name.
   *
   * @param candidate what {@link #getValue} gave
   */
  static Map<String, String> values(Object candidate) {
    Map<String, String> values = new LinkedHashMap<>();
    ((Map<?, ?>) candidate)
        .forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
    return values;
  }

  /** A map that is serializable, as Arbiter copies candidates by serialization. */
  @Override
  public Map<String, String> getValue(double[] genes) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < dimensions.size(); i++) {
      values.put(dimensions.get(i).name(), text(dimensions.get(i), leaves.get(i).getValue(genes)));
    }
    return values;
  }

  private static String text(Dimension dimension, Object value) {
    return dimension instanceof Dimension.Range range
        ? range.text(((Number) value).doubleValue())
        : value.toString();
  }

  @Override
  public int numParameters() {
    return leaves.stream().mapToInt(ParameterSpace::numParameters).sum();
  }

  @Override
  public List<ParameterSpace> collectLeaves() {
    return new ArrayList<>(leaves.stream().filter(leaf -> leaf.numParameters() > 0).toList());
  }

  @Override
  public Map<String, ParameterSpace> getNestedSpaces() {
    Map<String, ParameterSpace> nested = new LinkedHashMap<>();
    for (int i = 0; i < dimensions.size(); i++) {
      nested.put(dimensions.get(i).name(), leaves.get(i));
    }
    return nested;
  }

  @Override
  public boolean isLeaf() {
    return false;
  }

  @Override
  public void setIndices(int... indices) {
    throw new UnsupportedOperationException("the leaves have indices");
  }
}
