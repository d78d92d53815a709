// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.model.HeadLayout.Channel;
import org.ciss4j.graph.model.HeadLayout.Kind;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The classifiers of all steps on top of the features. Old and new classes are computed apart, so
 * that a loss on one of them costs nothing for the other; only what is asked for is ever computed.
 * Classifiers that see the same are joined into one convolution.
 */
final class Head {

  /** Keeps the length of a vector of zeros from dividing by 0. */
  private static final double SHORTEST = 1e-6;

  /**
   * Weights and bias of some classifiers joined, {@code [K, D, 1, 1]} and {@code [K]}, and what
   * they see, {@code [N, h, w, D]}.
   */
  private record Classifier(
      SDVariable features, SDVariable weights, SDVariable bias, int outputs) {}

  private final Layers layers;
  private final Ops ops;
  private final int width;
  private final SDVariable features;
  private final SDVariable image;
  private final SignRule signRule;
  private final Map<Endpoint, SDVariable> endpoints = new EnumMap<>(Endpoint.class);

  private Head(Layers layers, int width, SDVariable features, SDVariable image, SignRule rule) {
    this.layers = layers;
    this.ops = layers.ops();
    this.width = width;
    this.features = features;
    this.image = image;
    this.signRule = rule;
  }

  /**
   * Lays the head into a graph.
   *
   * @param image {@code [N, 3, H, W]}; logits are upsampled to its size
   */
  static Map<Endpoint, SDVariable> build(
      Layers layers,
      Network network,
      HeadLayout layout,
      FeatureMaps maps,
      SDVariable image,
      SignRule signRule) {
    Head head = on(layers, network, layout, maps, image, signRule);
    head.endpoints.put(Endpoint.CLASSIFIED, head.features);
    head.build(layout);
    return head.endpoints;
  }

  /** The logits of {@link Endpoint#CLASS_LOGITS} alone: all that inference needs. */
  static SDVariable classLogits(
      Layers layers, Network network, HeadLayout layout, FeatureMaps maps, SDVariable image) {
    Head head = on(layers, network, layout, maps, image, SignRule.PRODUCT);
    List<Classifier> all = head.ofSteps(layout).stream().flatMap(List::stream).toList();
    return head.ops.resizeLike(head.logits(joined(layout, all)), image);
  }

  private static Head on(
      Layers layers,
      Network network,
      HeadLayout layout,
      FeatureMaps maps,
      SDVariable image,
      SignRule signRule) {
    RandomFeatures random = layout.random();
    if (random == null) {
      return new Head(layers, network.width(), maps.features(), image, signRule);
    }
    SDVariable features = random(layers, network, random, maps);
    return new Head(layers, random.width(), features, image, signRule);
  }

  /** {@code [N, h, w, d]}. */
  private static SDVariable random(
      Layers layers, Network network, RandomFeatures random, FeatureMaps maps) {
    Ops ops = layers.ops();
    SDVariable weights =
        layers.fixed(
            RandomFeatures.parameterName(),
            new long[] {random.width(), random.inputs(network), 1, 1},
            Initializer.kaimingNormal(2));
    List<SDVariable> projected = new ArrayList<>();
    int first = 0;
    for (List<RandomFeatures.Block> grid : random.grids(network)) {
      int inputs = RandomFeatures.inputs(network, grid);
      SDVariable x = joined(ops, grid, maps);
      SDVariable own = columns(weights, first, inputs, random.inputs(network));
      projected.add(ops.conv2d(x, own, ConvOptions.PLAIN));
      first += inputs;
    }
    return ops.activate(onFinest(ops, projected), Activation.RELU);
  }

  private static SDVariable joined(Ops ops, List<RandomFeatures.Block> blocks, FeatureMaps maps) {
    return ops.concatChannels(
        blocks.stream().map(block -> unitLength(block.among(maps))).toArray(SDVariable[]::new));
  }

  /** Of all rows, so many columns. */
  private static SDVariable columns(SDVariable weights, int first, int count, int all) {
    return count == all
        ? weights
        : weights.get(
            SDIndex.all(), SDIndex.interval(first, first + count), SDIndex.all(), SDIndex.all());
  }

  /** The sum of maps on the grid of the first. What is linear may be resized afterwards. */
  private static SDVariable onFinest(Ops ops, List<SDVariable> maps) {
    if (maps.size() == 1) {
      return maps.get(0);
    }
    SDVariable finest = ops.channelsFirst(maps.get(0));
    SDVariable sum = finest;
    for (SDVariable map : maps.subList(1, maps.size())) {
      sum = sum.add(ops.resizeLike(ops.channelsFirst(map), finest));
    }
    return ops.channelsLast(sum);
  }

  /** A map whose channels have the length 1 at each position, but for those that are all 0. */
  private static SDVariable unitLength(SDVariable map) {
    SDVariable length = map.getSameDiff().math().sqrt(map.mul(map).sum(true, 3));
    return map.div(length.add(SHORTEST));
  }

  private void build(HeadLayout layout) {
    boolean isAuxiliary = layout.others().contains(Channel.AUXILIARY);
    List<SDVariable> auxiliary = isAuxiliary ? List.of(auxiliary()) : List.of();
    List<List<Classifier>> steps = ofSteps(layout);
    int last = layout.steps() - 1;
    List<SDVariable> small = new ArrayList<>(auxiliary);
    List<Ops.Scores> scores = new ArrayList<>();
    if (last > 0) {
      List<Classifier> old =
          joined(layout, steps.subList(0, last).stream().flatMap(List::stream).toList());
      SDVariable oldLogits = logits(old);
      Ops.Scores oldScores = scores(old);
      small.add(oldLogits);
      scores.add(oldScores);
      endpoints.put(Endpoint.OLD_LOGITS, ops.resizeLike(oldLogits, image));
      endpoints.put(Endpoint.OLD_POSITIVE, oldScores.positive());
      endpoints.put(Endpoint.OLD_NEGATIVE, oldScores.negative());
    }
    SDVariable newLogits = logits(steps.get(last));
    small.add(newLogits);
    scores.add(scores(steps.get(last)));
    endpoints.put(Endpoint.NEW_LOGITS, ops.resizeLike(newLogits, image));
    endpoints.put(Endpoint.POSITIVE, concat(scores.stream().map(Ops.Scores::positive).toList()));
    endpoints.put(Endpoint.NEGATIVE, concat(scores.stream().map(Ops.Scores::negative).toList()));
    SDVariable smallLogits = concat(small);
    endpoints.put(Endpoint.SMALL_LOGITS, smallLogits);
    endpoints.put(Endpoint.LOGITS, ops.resizeLike(smallLogits, image));
    SDVariable smallClasses = concat(small.subList(auxiliary.size(), small.size()));
    endpoints.put(Endpoint.SMALL_CLASS_LOGITS, smallClasses);
    endpoints.put(Endpoint.CLASS_LOGITS, ops.resizeLike(smallClasses, image));
  }

  /** Logit of the auxiliary classifier at feature resolution. */
  private SDVariable auxiliary() {
    SDVariable seen = ops.stopGradient(features);
    SDVariable small = logits(classifier(seen, HeadLayout.auxiliaryName(), 1));
    endpoints.put(Endpoint.AUXILIARY, ops.resizeLike(small, image));
    return small;
  }

  /** The classifiers of each step; what has one of its own and is no class belongs to step 0. */
  private List<List<Classifier>> ofSteps(HeadLayout layout) {
    List<List<Classifier>> result = new ArrayList<>();
    for (int step = 0; step < layout.steps(); step++) {
      List<Classifier> ofStep = new ArrayList<>();
      for (String name : layout.classifierNames(step)) {
        boolean ofClasses = name.equals(HeadLayout.classifierName(step));
        ofStep.add(classifier(layout, name, ofClasses ? layout.outputs(step) : 1));
      }
      result.add(ofStep);
    }
    return result;
  }

  private Classifier classifier(HeadLayout layout, String name, int outputs) {
    SDVariable seen = layout.kind() == Kind.CONVOLVED ? convolved(name) : features;
    return classifier(seen, name, outputs);
  }

  /** What a classifier with a convolution of its own sees. */
  private SDVariable convolved(String name) {
    SDVariable y =
        layers.conv(
            features,
            Part.CLASSIFIER,
            HeadLayout.convolutionName(name),
            width,
            width,
            3,
            ConvOptions.same(3, 1));
    return layers.norm(
        y, Part.CLASSIFIER, HeadLayout.normalisationName(name), width, Activation.RELU);
  }

  private Classifier classifier(SDVariable seen, String name, int outputs) {
    SDVariable weights =
        layers.trainable(
            name + ".weight", new long[] {outputs, width, 1, 1}, Initializer.kaimingNormal(width));
    SDVariable bias =
        layers.trainable(
            name + ".bias", new long[] {outputs}, Initializer.uniform(1 / Math.sqrt(width)));
    return new Classifier(seen, weights, bias, outputs);
  }

  /** Those that see the same as one. */
  private static List<Classifier> joined(HeadLayout layout, List<Classifier> parts) {
    if (parts.size() == 1 || layout.kind() == Kind.CONVOLVED) {
      return parts;
    }
    SDVariable features = parts.get(0).features();
    SDVariable[] weights = parts.stream().map(Classifier::weights).toArray(SDVariable[]::new);
    SDVariable[] biases = parts.stream().map(Classifier::bias).toArray(SDVariable[]::new);
    return List.of(
        new Classifier(
            features,
            features.getSameDiff().concat(0, weights),
            features.getSameDiff().concat(0, biases),
            parts.stream().mapToInt(Classifier::outputs).sum()));
  }

  /** {@code [N, K, h, w]}. */
  private SDVariable logits(List<Classifier> classifiers) {
    return concat(classifiers.stream().map(this::logits).toList());
  }

  private SDVariable logits(Classifier classifier) {
    return ops.channelsFirst(
        ops.conv2d(
            classifier.features(), classifier.weights(), classifier.bias(), ConvOptions.PLAIN));
  }

  /** {@code [N, K, h, w]} each. */
  private Ops.Scores scores(List<Classifier> classifiers) {
    List<Ops.Scores> parts = classifiers.stream().map(this::scores).toList();
    return new Ops.Scores(
        concat(parts.stream().map(Ops.Scores::positive).toList()),
        concat(parts.stream().map(Ops.Scores::negative).toList()));
  }

  private Ops.Scores scores(Classifier classifier) {
    SDVariable matrix = classifier.weights().reshape(classifier.outputs(), width);
    Ops.Scores scores = ops.decomposedLogits(classifier.features(), matrix, signRule);
    return new Ops.Scores(
        ops.channelsFirst(scores.positive()), ops.channelsFirst(scores.negative()));
  }

  private static SDVariable concat(List<SDVariable> maps) {
    return maps.size() == 1
        ? maps.get(0)
        : maps.get(0).getSameDiff().concat(1, maps.toArray(SDVariable[]::new));
  }
}
