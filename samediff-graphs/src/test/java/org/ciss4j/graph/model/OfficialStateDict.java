// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The names and shapes of a ResNet-101 with classes 15 + 5 as the official code saves it from a
 * data-parallel run; all weights are 0, all scales and variances 1.
 */
final class OfficialStateDict {
  private static final List<Integer> BLOCKS = List.of(3, 4, 23, 3);

  private final Map<String, INDArray> arrays = new LinkedHashMap<>();

  OfficialStateDict() {
    conv("backbone.conv1", 64, 3, 7);
    norm("backbone.bn1", 64);
    int inputs = 64;
    for (int stage = 0; stage < 4; stage++) {
      int width = 64 << stage;
      for (int block = 0; block < BLOCKS.get(stage); block++) {
        bottleneck("backbone.layer" + (stage + 1) + "." + block, inputs, width, block == 0);
        inputs = 4 * width;
      }
    }
    convNorm("aspp.convs.0", 0, 2048, 1);
    convNorm("aspp.convs.1", 0, 2048, 3);
    convNorm("aspp.convs.2", 0, 2048, 3);
    convNorm("aspp.convs.3", 0, 2048, 3);
    convNorm("aspp.convs.4", 1, 2048, 1);
    convNorm("aspp.project", 0, 1280, 1);
    convNorm("aspp.last_conv", 0, 256, 3);
    classifier("cls.0", 1);
    classifier("cls.1", 15);
    classifier("cls.2", 5);
  }

  /** All arrays by name. */
  Map<String, INDArray> arrays() {
    return arrays;
  }

  private void bottleneck(String name, int inputs, int width, boolean downsample) {
    conv(name + ".conv1", width, inputs, 1);
    norm(name + ".bn1", width);
    conv(name + ".conv2", width, width, 3);
    norm(name + ".bn2", width);
    conv(name + ".conv3", 4 * width, width, 1);
    norm(name + ".bn3", 4 * width);
    if (downsample) {
      conv(name + ".downsample.0", 4 * width, inputs, 1);
      norm(name + ".downsample.1", 4 * width);
    }
  }

  private void convNorm(String name, int number, int inputs, int kernel) {
    conv(name + "." + number, 256, inputs, kernel);
    norm(name + "." + (number + 1), 256);
  }

  private void classifier(String name, int classes) {
    conv(name, classes, 256, 1);
    put(name + ".bias", Nd4j.zeros(DataType.FLOAT, classes));
  }

  private void conv(String name, int outputs, int inputs, int kernel) {
    put(name + ".weight", Nd4j.zeros(DataType.FLOAT, outputs, inputs, kernel, kernel));
  }

  private void norm(String name, int channels) {
    put(name + ".weight", Nd4j.ones(DataType.FLOAT, channels));
    put(name + ".bias", Nd4j.zeros(DataType.FLOAT, channels));
    put(name + ".running_mean", Nd4j.zeros(DataType.FLOAT, channels));
    put(name + ".running_var", Nd4j.ones(DataType.FLOAT, channels));
    put(name + ".num_batches_tracked", Nd4j.scalar(DataType.INT64, 0));
  }

  private void put(String name, INDArray array) {
    arrays.put("module." + name, array);
  }
}
