// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How classes are learnt.
 *
 * @param name of the method
 * @param hyperParameters of the method, by component name
 */
public record MethodConfig(String name, Map<String, String> hyperParameters) {
  /** Hyper-parameters that methods did not always have, with the value that says so. */
  private static final Map<String, Map<String, String>> CAME_LATER =
      Map.of("dkd", Map.of("closedForm", "NONE"));

  /**
   * Copies the hyper-parameters, in the order of their names. What was written before there was one
   * of them is the same as what has it now.
   */
  public MethodConfig {
    TreeMap<String, String> all = new TreeMap<>(hyperParameters);
    if (!all.isEmpty()) {
      CAME_LATER.getOrDefault(name, Map.of()).forEach(all::putIfAbsent);
    }
    hyperParameters = Collections.unmodifiableSortedMap(all);
  }

  /** A method with its standard hyper-parameters. */
  public static MethodConfig of(String name) {
    return new MethodConfig(name, Map.of());
  }
}
