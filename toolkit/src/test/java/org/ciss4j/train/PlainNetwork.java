// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.Parameters;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@link SmallRun#NETWORK} with a background channel in plain loops in double precision: its maps,
 * and the gradients of its parameters.
 */
final class PlainNetwork {
  private static final int WIDTH = SmallRun.NETWORK.width();

  final PlainTape tape = new PlainTape();
  final Map<String, PlainTape.Node> parameters = new LinkedHashMap<>();
  final Map<Endpoint, PlainTape.Node> maps = new LinkedHashMap<>();
  private final Map<String, double[]> numbers;
  private final boolean frozen;
  private final Map<String, double[]> shares;

  /** Of the batch, by normalisation. */
  final Map<String, PlainTape.Statistics> statistics = new LinkedHashMap<>();

  /** The numbers of a network, by name. */
  static Map<String, double[]> numbers(Parameters parameters) {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    parameters
        .arrays()
        .forEach(
            (name, array) ->
                numbers.put(name, array.castTo(DataType.DOUBLE).dup('c').data().asDouble()));
    return numbers;
  }

  /**
   * Runs it, with one branch.
   *
   * @param numbers by name, as the network keeps them
   * @param classifiers how many
   * @param frozen whether normalisations use the running statistics
   * @param image {@code [N, 3, size, size]}
   */
  PlainNetwork(
      Map<String, double[]> numbers, int classifiers, boolean frozen, double[] image, int size) {
    this(numbers, classifiers, frozen, Map.of(), image, size);
  }

  /**
   * Runs it.
   *
   * @param shares of the first branch by {@code share/} and its normalisation, for each channel;
   *     where there is none, there is one branch
   */
  PlainNetwork(
      Map<String, double[]> numbers,
      int classifiers,
      boolean frozen,
      Map<String, double[]> shares,
      double[] image,
      int size) {
    this.numbers = numbers;
    this.frozen = frozen;
    this.shares = shares;
    PlainTape.Node x = tape.node(image.length / (3 * size * size), 3, size, size, image);
    x = tape.maxPool(tape.relu(convNorm(x, "backbone.conv1", "backbone.bn1", 7, 2, 3, 1)));
    for (int stage = 1; stage <= 4; stage++) {
      PlainTape.Node sum = block(x, stage);
      maps.put(Endpoint.STAGES.get(stage - 1), sum);
      x = tape.relu(sum);
    }
    maps.put(Endpoint.BACKBONE, x);
    PlainTape.Node features = aspp(x);
    maps.put(Endpoint.FEATURES, features);
    List<PlainTape.Node> logits = new ArrayList<>();
    for (int i = 1; i <= classifiers; i++) {
      PlainTape.Node own = tape.conv(features, weights("cls." + i, WIDTH, 1), 1, 0, 1);
      logits.add(tape.plusBias(own, vector("cls." + i + ".bias")));
    }
    PlainTape.Node small = tape.concat(logits.toArray(PlainTape.Node[]::new));
    maps.put(Endpoint.SMALL_LOGITS, small);
    maps.put(Endpoint.CLASS_LOGITS, tape.resized(small, size, size));
  }

  private PlainTape.Node block(PlainTape.Node x, int stage) {
    String name = "backbone.layer" + stage + ".0.";
    int stride = stage == 2 || stage == 3 ? 2 : 1;
    int dilation = stage == 4 ? 2 : 1;
    PlainTape.Node y =
        tape.relu(convNorm(x, name + "conv1", name + "bn1", 3, stride, dilation, dilation));
    y = convNorm(y, name + "conv2", name + "bn2", 3, 1, dilation, dilation);
    PlainTape.Node shortcut =
        stage == 1 ? x : convNorm(x, name + "downsample.0", name + "downsample.1", 1, stride, 0, 1);
    return tape.add(y, shortcut);
  }

  private PlainTape.Node aspp(PlainTape.Node x) {
    PlainTape.Node[] branches = new PlainTape.Node[5];
    branches[0] = tape.relu(convNorm(x, "aspp.convs.0.0", "aspp.convs.0.1", 1, 1, 0, 1));
    for (int i = 1; i <= 3; i++) {
      String name = "aspp.convs." + i + ".";
      branches[i] = tape.relu(convNorm(x, name + "0", name + "1", 3, 1, 6 * i, 6 * i));
    }
    PlainTape.Node pooled =
        convNorm(tape.pooled(x), "aspp.convs.4.1", "aspp.convs.4.2", 1, 1, 0, 1);
    branches[4] = tape.spread(tape.relu(pooled), x.h, x.w);
    PlainTape.Node joined = tape.concat(branches);
    PlainTape.Node projected =
        tape.relu(convNorm(joined, "aspp.project.0", "aspp.project.1", 1, 1, 0, 1));
    return tape.relu(convNorm(projected, "aspp.last_conv.0", "aspp.last_conv.1", 3, 1, 1, 1));
  }

  private PlainTape.Node convNorm(
      PlainTape.Node x, String conv, String norm, int kernel, int stride, int padding, int dil) {
    PlainTape.Node y = tape.conv(x, weights(conv, x.c, kernel), stride, padding, dil);
    double[] share = shares.get("share/" + norm);
    if (share == null) {
      return norm(y, norm, frozen);
    }
    PlainTape.Node second = tape.conv(x, weights(second(conv), x.c, kernel), stride, padding, dil);
    double[] rest = Arrays.stream(share).map(s -> 1 - s).toArray();
    return tape.add(
        tape.times(norm(y, norm, true), share),
        tape.times(norm(second, second(norm), false), rest));
  }

  /** The name in the second branch of what has this name in the first. */
  static String second(String name) {
    return name.replaceFirst("^(backbone|aspp)\\.", "$1.second.");
  }

  private PlainTape.Node norm(PlainTape.Node x, String norm, boolean given) {
    PlainTape.Node scale = vector(norm + ".weight");
    PlainTape.Node shift = vector(norm + ".bias");
    if (given) {
      return tape.frozenNorm(
          x, scale, shift, vector(norm + ".running_mean"), vector(norm + ".running_var"));
    }
    PlainTape.Statistics batch = PlainTape.Statistics.of(x);
    statistics.put(norm, batch);
    return tape.norm(x, scale, shift, batch);
  }

  private PlainTape.Node weights(String layer, int inputs, int kernel) {
    String name = layer + ".weight";
    double[] values = values(name);
    int outputs = values.length / (inputs * kernel * kernel);
    return parameters.computeIfAbsent(
        name, n -> tape.node(outputs, inputs, kernel, kernel, values));
  }

  private PlainTape.Node vector(String name) {
    double[] values = values(name);
    return parameters.computeIfAbsent(name, n -> tape.node(1, values.length, 1, 1, values));
  }

  private double[] values(String name) {
    return Objects.requireNonNull(numbers.get(name), name);
  }

  PlainTape.Node map(Endpoint endpoint) {
    return Objects.requireNonNull(maps.get(endpoint));
  }

  double[] gradient(String parameter) {
    return Objects.requireNonNull(parameters.get(parameter)).gradient;
  }
}
