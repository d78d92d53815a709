// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.graph.op.Activation;
import org.ciss4j.graph.op.ConvOptions;
import org.ciss4j.graph.op.Ops;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Lays the layers of a network into a graph and takes their parameters from {@link Parameters}. */
final class Layers {
  /** PyTorch's default, and the official code's. */
  private static final double EPSILON = 1e-5;

  private final SameDiff graph;
  private final Ops ops;
  private final Parameters parameters;
  private final Mode mode;
  private final SDVariable dropoutSeed;

  /** Null if normalisations are ops of their own. */
  private final @Nullable Folding folding;

  /** Stages whose sums are asked for before they are activated. */
  private final Set<Endpoint> wanted;

  private final Map<Endpoint, SDVariable> kept = new EnumMap<>(Endpoint.class);
  private final List<String> trainable = new ArrayList<>();
  private final List<RunningStatistics> statistics = new ArrayList<>();

  Layers(SameDiff graph, Ops ops, Parameters parameters, Mode mode, SDVariable dropoutSeed) {
    this(graph, ops, parameters, mode, dropoutSeed, Set.of());
  }

  /** With some stages as endpoints before they are activated. */
  Layers(
      SameDiff graph,
      Ops ops,
      Parameters parameters,
      Mode mode,
      SDVariable dropoutSeed,
      Set<Endpoint> wanted) {
    this(graph, ops, parameters, mode, dropoutSeed, wanted, null);
  }

  private Layers(
      SameDiff graph,
      Ops ops,
      Parameters parameters,
      Mode mode,
      SDVariable dropoutSeed,
      Set<Endpoint> wanted,
      @Nullable Folding folding) {
    this.graph = graph;
    this.ops = ops;
    this.parameters = parameters;
    this.mode = mode;
    this.dropoutSeed = dropoutSeed;
    this.wanted = Set.copyOf(wanted);
    this.folding = folding;
  }

  /**
   * For a graph that is only ever run: each normalisation is folded into the convolution before it.
   */
  static Layers folded(SameDiff graph, Ops ops, Parameters parameters, SDVariable dropoutSeed) {
    return new Layers(graph, ops, parameters, Mode.INFERENCE, dropoutSeed, Set.of(), new Folding());
  }

  /** What the layers are made of. */
  Ops ops() {
    return ops;
  }

  /** Names of the parameters to train, in the order of construction. */
  List<String> trainable() {
    return trainable;
  }

  /** The running statistics that follow the batches: of all normalisations that are not frozen. */
  List<RunningStatistics> statistics() {
    return statistics;
  }

  /** A convolution without bias. */
  SDVariable conv(
      SDVariable x,
      Part part,
      String name,
      long inputs,
      long outputs,
      int kernel,
      ConvOptions options) {
    long perGroup = inputs / options.groups();
    long[] shape = {outputs, perGroup, kernel, kernel};
    Initializer initializer =
        Initializer.kaimingNormal(part.fan(perGroup, outputs) * kernel * kernel);
    String weightsName = part.prefix() + name + ".weight";
    if (folding == null) {
      return ops.conv2d(x, trainable(weightsName, shape, initializer), options);
    }
    INDArray own = parameters.getOrCreate(weightsName, shape, initializer).dup('c');
    SDVariable weights = graph.var(weightsName, own);
    SDVariable y = ops.conv2d(x, weights, options);
    folding.add(y, weights);
    return y;
  }

  /**
   * Batch normalisation, optionally followed by an activation; where the mode freezes it, its scale
   * and shift are not trained.
   */
  SDVariable norm(SDVariable x, Part part, String name, long channels, Activation activation) {
    String layer = part.prefix() + name;
    INDArray scale = perChannel(layer + ".weight", 1, channels);
    INDArray shift = perChannel(layer + ".bias", 0, channels);
    INDArray mean = perChannel(layer + ".running_mean", 0, channels);
    INDArray variance = perChannel(layer + ".running_var", 1, channels);
    parameters.counter(layer + ".num_batches_tracked");
    if (folding != null && folding.takes(x)) {
      INDArray factor = scale.div(Transforms.sqrt(variance.add(EPSILON)));
      INDArray bias = shift.sub(mean.mul(factor));
      return ops.activate(folding.fold(x, factor, bias, layer + ".bias"), activation);
    }
    if (!mode.followsBatch(layer)) {
      return ops.frozenBatchNorm(
          x,
          graph.constant(layer + ".weight", scale),
          graph.constant(layer + ".bias", shift),
          graph.constant(layer + ".running_mean", mean),
          graph.constant(layer + ".running_var", variance),
          EPSILON,
          activation);
    }
    trainable.add(layer + ".weight");
    trainable.add(layer + ".bias");
    Ops.Normalized normalized =
        ops.batchNorm(
            x,
            graph.var(layer + ".weight", scale),
            graph.var(layer + ".bias", shift),
            EPSILON,
            activation);
    statistics.add(
        new RunningStatistics(
            layer,
            part.momentum(),
            normalized.mean().name(),
            normalized.unbiasedVariance().name()));
    return normalized.output();
  }

  /** Remembers a map as an endpoint. */
  void keep(Endpoint endpoint, SDVariable map) {
    kept.put(endpoint, map);
  }

  /** The endpoints that were remembered. */
  Map<Endpoint, SDVariable> kept() {
    return kept;
  }

  /** Whether a stage is an endpoint before it is activated. */
  boolean wants(Endpoint stage) {
    return wanted.contains(stage);
  }

  /** {@code max(a + b, 0)} at the end of a stage, whose sum is an endpoint if it is wanted. */
  SDVariable endOfStage(Endpoint stage, SDVariable a, SDVariable b) {
    if (!wants(stage)) {
      return ops.addRelu(a, b);
    }
    SDVariable sum = a.add(b);
    keep(stage, sum);
    return ops.activate(sum, Activation.RELU);
  }

  /** Dropout with the mode's rate. */
  SDVariable dropout(SDVariable x) {
    return mode.dropout() == 0 ? x : ops.dropout(x, mode.dropout(), dropoutSeed);
  }

  /** A parameter that is trained unless the mode's weights are constants. */
  SDVariable trainable(String name, long[] shape, Initializer initializer) {
    INDArray array = parameters.getOrCreate(name, shape, initializer);
    if (mode.constantWeights()) {
      return graph.constant(name, array);
    }
    trainable.add(name);
    return graph.var(name, array);
  }

  /** A parameter that is drawn once and never trained. */
  SDVariable fixed(String name, long[] shape, Initializer initializer) {
    return graph.constant(name, parameters.getOrCreate(name, shape, initializer));
  }

  private INDArray perChannel(String name, float value, long channels) {
    return parameters.getOrCreate(name, new long[] {channels}, Initializer.constant(value));
  }
}
