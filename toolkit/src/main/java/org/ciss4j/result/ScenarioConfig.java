// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.List;
import org.ciss4j.scenario.Setting;

/**
 * Which classes come when, and what a step sees of the data.
 *
 * @param name base-increment, {@code 15-1}
 * @param classOrder data set ids in the order in which they are learnt; empty for the natural order
 * @param setting which images and labels a step sees
 */
public record ScenarioConfig(String name, List<Integer> classOrder, Setting setting) {

  /** Copies the list. */
  public ScenarioConfig {
    classOrder = List.copyOf(classOrder);
  }

  /** The overlapped setting, with the classes in natural order. */
  public static ScenarioConfig of(String name) {
    return new ScenarioConfig(name, List.of(), Setting.OVERLAPPED);
  }

  /** The same with these steps. */
  public ScenarioConfig withName(String other) {
    return new ScenarioConfig(other, classOrder, setting);
  }

  /** The same with the classes in this order. */
  public ScenarioConfig withClassOrder(List<Integer> ids) {
    return new ScenarioConfig(name, ids, setting);
  }

  /** The same in this setting. */
  public ScenarioConfig withSetting(Setting other) {
    return new ScenarioConfig(name, classOrder, other);
  }
}
