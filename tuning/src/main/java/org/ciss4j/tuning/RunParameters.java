// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.Ciss;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Nearest;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.train.MethodConfigs;
import org.ciss4j.train.Model;
import org.ciss4j.tuning.space.Dimension;
import org.ciss4j.tuning.space.SearchSpace;

/**
 * What of a run can be searched, by name: every hyper-parameter of its method, and the {@link
 * RunSetting settings} of the run. {@code dkd} is both weights of DKD's reasoning scores at once;
 * {@code alpha}, {@code beta} and {@code gamma} are the paper's names of {@code kd}, {@code dkd}
 * and {@code posWeight}.
 */
final class RunParameters {
  private static final List<String> REASONING = List.of("dkdPositive", "dkdNegative");
  private static final Map<String, List<String>> ALIASES =
      Map.of(
          "dkd",
          REASONING,
          "alpha",
          List.of("kd"),
          "beta",
          REASONING,
          "gamma",
          List.of("posWeight"));

  private final RunConfig start;
  private final Method method;
  private final ObjectNode hyperParameters;

  RunParameters(RunConfig start) {
    this.start = start;
    this.method = method(start);
    this.hyperParameters = Methods.hyperParameters(method);
  }

  /** The method of a configuration. */
  static Method method(RunConfig config) {
    return MethodConfigs.method(config.method());
  }

  /** All names. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    hyperParameters.fieldNames().forEachRemaining(names::add);
    ALIASES.forEach(
        (name, components) -> {
          if (names.containsAll(components)) {
            names.add(name);
          }
        });
    names.addAll(RunSetting.names());
    return names;
  }

  /**
   * The run with some of it changed.
   *
   * @throws CissException of kind usage if a value does not fit
   */
  RunConfig with(Map<String, String> values) {
    Map<String, String> ofMethod = new LinkedHashMap<>();
    Map<String, String> ofRun = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (isOfMethod(name)) {
            components(name).forEach(component -> ofMethod.put(component, value));
          } else {
            ofRun.put(name, value);
          }
        });
    Ciss ciss = Ciss.of(start).method(Methods.with(method, ofMethod));
    // In their own order, as the later learning rate follows the first one unless it is named.
    for (RunSetting setting : RunSetting.values()) {
      String value = ofRun.get(setting.label());
      ciss = value == null ? ciss : setting.set(ciss, value);
    }
    return ciss.config();
  }

  /**
   * The space with whole numbers where the run has them.
   *
   * @throws CissException of kind usage if a name is unknown, two names mean the same, or a value
   *     does not fit
   */
  SearchSpace fitted(SearchSpace space) {
    Set<String> touched = new HashSet<>();
    List<Dimension> fitted = new ArrayList<>();
    for (Dimension dimension : space.dimensions()) {
      requireKnown(dimension.name());
      for (String component : components(dimension.name())) {
        if (!touched.add(component)) {
          throw CissException.usage(
              "the search space %s sets %s twice; leave one of them out", space, component);
        }
      }
      fitted.add(fitted(dimension));
    }
    return new SearchSpace(fitted);
  }

  private Dimension fitted(Dimension dimension) {
    if (dimension instanceof Dimension.Range range) {
      Dimension.Range fitted = isWhole(range.name()) ? range.asWhole() : range;
      requireFit(range.name(), fitted.text(range.low()));
      requireFit(range.name(), fitted.text(range.high()));
      return fitted;
    }
    Dimension.Choice choice = (Dimension.Choice) dimension;
    choice.values().forEach(value -> requireFit(choice.name(), value));
    return choice;
  }

  private void requireFit(String name, String value) {
    Model unused = Model.of(with(Map.of(name, value)).model()); // It checks names of networks.
  }

  private void requireKnown(String name) {
    Set<String> names = names();
    if (!names.contains(name)) {
      throw CissException.usage(
          "method %s and its runs have nothing called %s to search; there are %s; the nearest is"
              + " %s",
          method.name(), name, String.join(", ", names), Nearest.of(name, names));
    }
  }

  private boolean isWhole(String name) {
    return isOfMethod(name)
        ? components(name).stream().map(hyperParameters::get).allMatch(JsonNode::isIntegralNumber)
        : RunSetting.named(name).isWhole();
  }

  private boolean isOfMethod(String name) {
    return components(name).stream().allMatch(hyperParameters::has);
  }

  /** The hyper-parameters that a name stands for. */
  private List<String> components(String name) {
    return hyperParameters.has(name) ? List.of(name) : ALIASES.getOrDefault(name, List.of(name));
  }
}
