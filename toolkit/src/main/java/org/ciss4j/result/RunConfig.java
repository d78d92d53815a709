// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ciss4j.scenario.Setting;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides the numbers of a run, in words and numbers.
 *
 * @param dataset name of the data set: {@code voc}, {@code sample}
 * @param data its folder; null where it needs none
 * @param trainList name of the list of training images; null for the data set's own
 * @param scenario base-increment, {@code 15-1}
 * @param classOrder data set ids in the order in which they are learnt; empty for the natural order
 * @param setting which images and labels a step sees
 * @param method name of the method
 * @param hyperParameters of the method, by component name
 * @param backbone name of the backbone
 * @param training how each step is optimised
 * @param seed root of all that is random
 */
public record RunConfig(
    String dataset,
    @Nullable String data,
    @Nullable String trainList,
    String scenario,
    List<Integer> classOrder,
    Setting setting,
    String method,
    Map<String, String> hyperParameters,
    String backbone,
    Training training,
    long seed) {

  /** Copies the collections; hyper-parameters in the order of their names. */
  public RunConfig {
    classOrder = List.copyOf(classOrder);
    hyperParameters = Collections.unmodifiableSortedMap(new TreeMap<>(hyperParameters));
  }

  /** The same with the data in this folder. */
  public RunConfig withData(String folder) {
    return new RunConfig(
        dataset,
        folder,
        trainList,
        scenario,
        classOrder,
        setting,
        method,
        hyperParameters,
        backbone,
        training,
        seed);
  }

  /** Name of a folder for this run: data set, scenario, setting, method, backbone and seed. */
  public String directoryName() {
    return String.join("_", dataset, scenario, setting.label(), method, backbone, "s" + seed);
  }
}
