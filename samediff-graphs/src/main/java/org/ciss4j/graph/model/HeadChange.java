// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Puts the answers of a network in another way, with a background channel or without. Every pixel
 * keeps its label: where outputs compete, a class wins over the background if its logit is above
 * that of the background, which is where it stands against the threshold if each class is decided
 * by itself.
 *
 * @param from classifiers that the network has
 * @param to classifiers that it is to have; of the same classes, on the same features
 * @param threshold logit above which a class that is decided by itself is chosen
 * @param scale factor of all logits
 */
public record HeadChange(HeadLayout from, HeadLayout to, double threshold, double scale) {
  /** What an auxiliary classifier says that was never trained, everywhere: no. */
  private static final double NO = -2;

  /**
   * Checks the layouts.
   *
   * @throws IllegalArgumentException if they differ in more than the background channel, or are not
   *     1x1 convolutions
   */
  public HeadChange {
    boolean linear = from.kind() == HeadLayout.Kind.LINEAR && to.kind() == from.kind();
    boolean same = from.classesPerStep().equals(to.classesPerStep());
    if (!linear || !same || !Objects.equals(from.random(), to.random())) {
      throw new IllegalArgumentException("classifiers " + from + " cannot be put as " + to);
    }
  }

  /**
   * The network with its classifiers changed.
   *
   * @param parameters of the network; stay as they are
   * @param auxiliary whether its auxiliary classifier, if it has one, was trained
   * @param seed of further parameters
   */
  public Parameters of(Parameters parameters, boolean auxiliary, long seed) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    parameters
        .arrays()
        .forEach(
            (name, array) -> {
              if (!isPlain(name)) {
                arrays.put(name, array.dup('c'));
              }
            });
    if (!to.background()) {
      putAuxiliary(arrays, parameters, auxiliary && !from.background());
    }
    for (int step = 0; step < from.steps(); step++) {
      put(arrays, parameters, step, ".weight", 0);
      put(arrays, parameters, step, ".bias", threshold);
    }
    return new Parameters(arrays, seed);
  }

  private static boolean isPlain(String name) {
    return HeadLayout.isClassifier(name) && !name.equals(RandomFeatures.parameterName());
  }

  private void putAuxiliary(
      Map<String, INDArray> arrays, Parameters parameters, boolean isTrained) {
    String weight = HeadLayout.auxiliaryName() + ".weight";
    String bias = HeadLayout.auxiliaryName() + ".bias";
    if (isTrained) {
      arrays.put(weight, parameters.get(weight).dup('c'));
      arrays.put(bias, parameters.get(bias).dup('c'));
    } else {
      long width = parameters.get(HeadLayout.classifierName(0) + ".weight").size(1);
      arrays.put(weight, Nd4j.zeros(DataType.FLOAT, 1, width, 1, 1));
      arrays.put(bias, Nd4j.valueArrayOf(new long[] {1}, NO, DataType.FLOAT));
    }
  }

  /**
   * Changes the rows of a classifier.
   *
   * @param level what the background is at where classes are decided by themselves
   */
  private void put(
      Map<String, INDArray> arrays, Parameters parameters, int step, String kind, double level) {
    String name = HeadLayout.classifierName(step) + kind;
    INDArray rows = parameters.get(name).mul(scale);
    if (from.background() && !to.background()) {
      INDArray background =
          parameters.get(HeadLayout.classifierName(0) + kind).slice(0).mul(scale).subi(level);
      INDArray classes =
          step == 0 ? rows.get(NDArrayIndex.interval(1, rows.size(0))).dup('c') : rows;
      for (long row = 0; row < classes.size(0); row++) {
        classes.slice(row).subi(background);
      }
      rows = classes;
    } else if (!from.background() && to.background() && step == 0) {
      long[] shape = rows.shape().clone();
      shape[0] = 1;
      rows = Nd4j.concat(0, Nd4j.valueArrayOf(shape, level, DataType.FLOAT), rows);
    }
    arrays.put(name, rows.reshape('c', shape(parameters.get(name), step)));
  }

  private long[] shape(INDArray array, int step) {
    long[] shape = array.shape().clone();
    shape[0] = to.outputs(step);
    return shape;
  }
}
