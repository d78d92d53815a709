// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

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

  /** Copies the hyper-parameters, in the order of their names. */
  public MethodConfig {
    hyperParameters = Collections.unmodifiableSortedMap(new TreeMap<>(hyperParameters));
  }

  /** A method with its standard hyper-parameters. */
  public static MethodConfig of(String name) {
    return new MethodConfig(name, Map.of());
  }
}
