// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.config;

import java.util.List;
import java.util.stream.IntStream;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.StepRules;
import org.ciss4j.scenario.VoidPixels;

/**
 * Which classes come when, and what a step sees of the data.
 *
 * @param name base-increment, {@code 15-1}
 * @param classes data set ids of the classes that are learnt, the others being background; empty
 *     for all
 * @param classOrder these ids in the order in which they are learnt; empty for the order of {@code
 *     classes}, or the natural order
 * @param rules which images and labels a step sees
 */
public record ScenarioConfig(
    String name, List<Integer> classes, List<Integer> classOrder, StepRules rules) {

  /** Copies the lists. */
  public ScenarioConfig {
    classes = List.copyOf(classes);
    classOrder = List.copyOf(classOrder);
  }

  /** The overlapped setting, with the classes in natural order. */
  public static ScenarioConfig of(String name) {
    return new ScenarioConfig(name, List.of(), List.of(), StepRules.of(Setting.OVERLAPPED));
  }

  /** The same with these steps. */
  public ScenarioConfig withName(String other) {
    return new ScenarioConfig(other, classes, classOrder, rules);
  }

  /** The same with these classes, the others being background. */
  public ScenarioConfig withClasses(List<Integer> ids) {
    return new ScenarioConfig(name, ids, classOrder, rules);
  }

  /** The same with the classes in this order. */
  public ScenarioConfig withClassOrder(List<Integer> ids) {
    return new ScenarioConfig(name, classes, ids, rules);
  }

  /** The same in this setting. */
  public ScenarioConfig withSetting(Setting other) {
    return withRules(new StepRules(other, rules.voidPixels(), rules.splitSeed()));
  }

  /** The same with void pixels as this in training. */
  public ScenarioConfig withVoidPixels(VoidPixels other) {
    return withRules(new StepRules(rules.setting(), other, rules.splitSeed()));
  }

  /** The same with images drawn from this seed. */
  public ScenarioConfig withSplitSeed(long seed) {
    return withRules(new StepRules(rules.setting(), rules.voidPixels(), seed));
  }

  private ScenarioConfig withRules(StepRules other) {
    return new ScenarioConfig(name, classes, classOrder, other);
  }

  /** Which images and labels a step sees. */
  public Setting setting() {
    return rules.setting();
  }

  /**
   * The steps.
   *
   * @throws org.ciss4j.common.CissException if they do not fit these classes
   */
  public Scenario scenario(LabelSpace labelSpace) {
    List<Integer> learnt = classes.isEmpty() ? labelSpace.foreground() : classes;
    return Scenario.parse(name, labelSpace, learnt, order(labelSpace.size() - 1));
  }

  /**
   * The ids of the classes in the order in which they are learnt.
   *
   * @param all number of classes of the data set, which counts if none are named
   */
  public List<Integer> order(int all) {
    if (!classOrder.isEmpty()) {
      return classOrder;
    }
    return classes.isEmpty() ? IntStream.rangeClosed(1, all).boxed().toList() : classes;
  }
}
