// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import org.ciss4j.common.CissException;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.method.Succession;
import org.ciss4j.result.config.Lineage;
import org.ciss4j.result.config.MethodConfig;
import org.ciss4j.result.config.RunConfig;

/** From a method to what a run directory says of it, and back. */
public final class MethodConfigs {
  private MethodConfigs() {}

  /**
   * Name and hyper-parameters of a method, which may be one's own.
   *
   * @throws CissException of kind usage if they cannot be stored faithfully
   */
  public static MethodConfig of(Method method) {
    Map<String, String> hyperParameters =
        Methods.hyperParameters(method).properties().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getValue())));
    return new MethodConfig(method.name(), hyperParameters);
  }

  /** As people write it; lists and records, which Jackson has no text for, as JSON. */
  private static String text(JsonNode value) {
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  /**
   * The method that a configuration names.
   *
   * @throws CissException of kind usage if ciss4j has none of this name, or it cannot take a
   *     hyper-parameter
   */
  public static Method method(MethodConfig config) {
    if (!Methods.names().contains(config.name())) {
      throw CissException.usage(
          "method '%s' is none of ciss4j's own (%s); where it is at hand as an object, name that:"
              + " Ciss.method, Ciss.evaluate(run, step, method), Predictor.load(run, step, method)",
          config.name(), String.join(", ", Methods.names()));
    }
    return Methods.with(Methods.named(config.name()), config.hyperParameters());
  }

  /**
   * The method of a run: that of its configuration or, if the run was extended, those of its steps.
   *
   * @throws CissException as {@link #method(MethodConfig)}
   */
  public static Method method(RunConfig config) {
    return method(config, method(config.method()));
  }

  /**
   * The same with a method that may be one's own.
   *
   * @param last what the configuration calls by its name
   */
  public static Method method(RunConfig config, Method last) {
    Lineage lineage = config.lineage();
    return lineage.extendsAnother()
        ? new Succession(lineage.steps().stream().map(step -> method(step.method())).toList(), last)
        : last;
  }

  /**
   * Looks whether a method is the one that a run was trained with.
   *
   * @param config of the run
   * @throws CissException of kind usage if it is another one, or has other hyper-parameters
   */
  public static void require(Method method, MethodConfig config) {
    MethodConfig given = of(method);
    if (!given.equals(config)) {
      throw CissException.usage(
          "expected the method that the run was trained with, %s %s; got %s %s",
          config.name(), config.hyperParameters(), given.name(), given.hyperParameters());
    }
  }
}
