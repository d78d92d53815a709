// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Nesterov;
import org.ciss4j.graph.memory.NonFinite;
import org.ciss4j.graph.model.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stochastic gradient descent with Nesterov momentum, one learning rate and weight decay per
 * parameter group.
 */
public final class Sgd implements AutoCloseable {
  private final Parameters parameters;
  private final List<ParameterGroup> groups;
  private final double momentum;
  private final Backend backend;
  private final Map<String, INDArray> velocities = new LinkedHashMap<>();

  /** An optimiser at rest. */
  public Sgd(Parameters parameters, List<ParameterGroup> groups, double momentum, Backend backend) {
    this.backend = backend;
    this.parameters = parameters;
    this.groups = List.copyOf(groups);
    this.momentum = momentum;
    for (ParameterGroup group : groups) {
      for (String name : group.parameters()) {
        velocities.put(name, Nd4j.zerosLike(parameters.get(name)));
      }
    }
  }

  /**
   * Moves the parameters of all groups.
   *
   * @param gradients by parameter name; a parameter without one, on which the objective does not
   *     depend, stays
   * @param rate learning rate of this iteration, before the groups' factors
   * @return the parameters that are no longer finite numbers, as {@link NonFinite#among} names
   *     them; empty if all are
   */
  public Optional<String> update(Map<String, INDArray> gradients, double rate) {
    List<Nesterov> updates = new ArrayList<>();
    for (ParameterGroup group : groups) {
      double ofGroup = group.rate(rate);
      for (String name : group.parameters()) {
        INDArray gradient = gradients.get(name);
        if (gradient != null) {
          updates.add(
              new Nesterov(
                  parameters.get(name),
                  gradient,
                  velocity(name),
                  ofGroup,
                  momentum,
                  group.weightDecay()));
        }
      }
    }
    return backend.update(updates) ? Optional.empty() : NonFinite.among(moved(gradients));
  }

  private Map<String, INDArray> moved(Map<String, INDArray> gradients) {
    Map<String, INDArray> moved = new LinkedHashMap<>();
    velocities.keySet().stream()
        .filter(gradients::containsKey)
        .forEach(name -> moved.put(name, parameters.get(name)));
    return moved;
  }

  /** The momentum of each parameter; a live, unmodifiable view. */
  public Map<String, INDArray> velocities() {
    return Collections.unmodifiableMap(velocities);
  }

  private INDArray velocity(String name) {
    return java.util.Objects.requireNonNull(velocities.get(name));
  }

  /** Frees the momentum. */
  @Override
  public void close() {
    velocities.values().forEach(INDArray::close);
  }
}
