// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.Precision;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Lays the layers of a network into a graph and takes their parameters from {@link Parameters}. */
public final class Layers {
  /** PyTorch's default, and the official code's. */
  static final double EPSILON = 1e-5;

  private final SameDiff graph;
  private final Ops ops;
  private final Parameters parameters;
  private final Mode mode;
  private final SDVariable dropoutSeed;
  private final Precision precision;

  /** Null if normalisations are ops of their own. */
  private final @Nullable Folding folding;

  /** Stages whose sums are asked for before they are activated. */
  private final Set<Endpoint> wanted;

  private final Map<Endpoint, SDVariable> kept = new EnumMap<>(Endpoint.class);
  private final List<String> trainable = new ArrayList<>();
  private final List<RunningStatistics> statistics = new ArrayList<>();
  private final List<ConvUnit> branched = new ArrayList<>();

  Layers(SameDiff graph, Ops ops, Parameters parameters, Mode mode, SDVariable dropoutSeed) {
    this(graph, ops, parameters, mode, dropoutSeed, Precision.FLOAT32, Set.of());
  }

  /** With convolutions of a precision, and some stages as endpoints before they are activated. */
  Layers(
      SameDiff graph,
      Ops ops,
      Parameters parameters,
      Mode mode,
      SDVariable dropoutSeed,
      Precision precision,
      Set<Endpoint> wanted) {
    this(graph, ops, parameters, mode, dropoutSeed, precision, wanted, null);
  }

  private Layers(
      SameDiff graph,
      Ops ops,
      Parameters parameters,
      Mode mode,
      SDVariable dropoutSeed,
      Precision precision,
      Set<Endpoint> wanted,
      @Nullable Folding folding) {
    this.graph = graph;
    this.ops = ops;
    this.parameters = parameters;
    this.mode = mode;
    this.dropoutSeed = dropoutSeed;
    this.precision = precision;
    this.wanted = Set.copyOf(wanted);
    this.folding = folding;
  }

  /**
   * For a graph that is only ever run: each normalisation is folded into the convolution before it.
   */
  static Layers folded(SameDiff graph, Ops ops, Parameters parameters, SDVariable dropoutSeed) {
    return new Layers(
        graph,
        ops,
        parameters,
        Mode.INFERENCE,
        dropoutSeed,
        Precision.FLOAT32,
        Set.of(),
        new Folding());
  }

  /** What the layers are made of. */
  public Ops ops() {
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
  public SDVariable conv(
      SDVariable x,
      Part part,
      String name,
      long inputs,
      long outputs,
      int kernel,
      ConvOptions options) {
    return conv(x, new ConvUnit(part, name, "", inputs, outputs, kernel, options));
  }

  private SDVariable conv(SDVariable x, ConvUnit unit) {
    String name = unit.weights();
    if (folding == null) {
      return conv(x, trainable(name, unit.shape(), unit.initializer()), unit);
    }
    INDArray own = parameters.getOrCreate(name, unit.shape(), unit.initializer()).dup('c');
    SDVariable weights = graph.var(name, own);
    SDVariable y = conv(x, weights, unit);
    folding.add(y, weights);
    return y;
  }

  private SDVariable conv(SDVariable x, SDVariable weights, ConvUnit unit) {
    return ops.conv2d(x, weights, unit.options().withPrecision(precision));
  }

  /**
   * Batch normalisation, optionally followed by an activation; where the mode freezes it, its scale
   * and shift are not trained.
   */
  public SDVariable norm(
      SDVariable x, Part part, String name, long channels, Activation activation) {
    String layer = part.prefix() + name;
    createNorm(layer, channels);
    if (folding != null && folding.takes(x)) {
      INDArray variance = parameters.get(layer + ".running_var");
      INDArray factor =
          parameters.get(layer + ".weight").div(Transforms.sqrt(variance.add(EPSILON)));
      INDArray bias =
          parameters.get(layer + ".bias").sub(parameters.get(layer + ".running_mean").mul(factor));
      return ops.activate(folding.fold(x, factor, bias, layer + ".bias"), activation);
    }
    return new Norm(part, layer, mode.followsBatch(layer), null).of(x, activation);
  }

  /** A convolution without bias and its normalisation, optionally followed by an activation. */
  public SDVariable convNorm(SDVariable x, ConvUnit unit, Activation activation) {
    return norm(conv(x, unit), unit.part(), unit.norm(), unit.outputs(), activation);
  }

  /** The same that has two branches where the mode says so, joined before the activation. */
  public SDVariable branched(SDVariable x, ConvUnit unit, Activation activation) {
    if (mode.branching() == Branching.ONE) {
      return convNorm(x, unit, activation);
    }
    branched.add(unit);
    create(unit);
    // Shares are of normalised maps, so they go into scale and shift, which are small.
    SDVariable share = graph.placeHolder(shareOf(unit), DataType.FLOAT, unit.outputs());
    boolean both = mode.branching() == Branching.BOTH;
    boolean follows = mode.followsBatch(unit.layer());
    SDVariable first = branch(x, unit, both, both && follows, share);
    SDVariable second = branch(x, unit.second(), true, follows, share.mul(-1).add(1));
    return activation == Activation.RELU
        ? ops.addRelu(first, second)
        : ops.activate(first.add(second), activation);
  }

  /** The parameters of two branches, which begin alike. */
  private void create(ConvUnit unit) {
    parameters.getOrCreate(unit.weights(), unit.shape(), unit.initializer());
    createNorm(unit.layer(), unit.outputs());
    ConvUnit second = unit.second();
    for (int i = 0; i < unit.parameters().size(); i++) {
      parameters.getOrCopy(second.parameters().get(i), unit.parameters().get(i));
    }
    parameters.counter(second.layer() + ".num_batches_tracked");
  }

  private SDVariable branch(
      SDVariable x, ConvUnit unit, boolean trains, boolean follows, SDVariable share) {
    SDVariable weights = existing(unit.weights(), trains);
    return new Norm(unit.part(), unit.layer(), follows, share)
        .of(conv(x, weights, unit), Activation.NONE);
  }

  /** A normalisation whose parameters are there. */
  private final class Norm {
    private final Part part;
    private final String layer;
    private final boolean follows;
    private final @Nullable SDVariable share;

    /**
     * Lays nothing yet.
     *
     * @param follows whether it uses, and follows, the statistics of the batch
     * @param share factor of what it puts out, {@code [C]}; null for 1
     */
    Norm(Part part, String layer, boolean follows, @Nullable SDVariable share) {
      this.part = part;
      this.layer = layer;
      this.follows = follows;
      this.share = share;
    }

    SDVariable of(SDVariable x, Activation activation) {
      return follows ? ofBatch(x, activation) : frozen(x, activation);
    }

    private SDVariable frozen(SDVariable x, Activation activation) {
      return ops.frozenBatchNorm(
          x,
          shared(constant(".weight")),
          shared(constant(".bias")),
          constant(".running_mean"),
          constant(".running_var"),
          EPSILON,
          activation);
    }

    private SDVariable ofBatch(SDVariable x, Activation activation) {
      trainable.add(layer + ".weight");
      trainable.add(layer + ".bias");
      Ops.Normalized normalized =
          ops.batchNorm(
              x, shared(variable(".weight")), shared(variable(".bias")), EPSILON, activation);
      statistics.add(
          new RunningStatistics(
              layer,
              part.momentum(),
              normalized.mean().name(),
              normalized.unbiasedVariance().name()));
      return normalized.output();
    }

    private SDVariable shared(SDVariable perChannel) {
      return share == null ? perChannel : perChannel.mul(share);
    }

    private SDVariable constant(String suffix) {
      return graph.constant(layer + suffix, parameters.get(layer + suffix));
    }

    private SDVariable variable(String suffix) {
      return graph.var(layer + suffix, parameters.get(layer + suffix));
    }
  }

  /** Name of the placeholder that holds the shares of a first branch, float {@code [C]}. */
  static String shareOf(ConvUnit unit) {
    return "share/" + unit.layer();
  }

  /** What has two branches. */
  List<ConvUnit> branched() {
    return branched;
  }

  /** Remembers a map as an endpoint. */
  public void keep(Endpoint endpoint, SDVariable map) {
    kept.put(endpoint, map);
  }

  /** The endpoints that were remembered. */
  Map<Endpoint, SDVariable> kept() {
    return kept;
  }

  /** Whether a stage is an endpoint before it is activated. */
  public boolean wants(Endpoint stage) {
    return wanted.contains(stage);
  }

  /**
   * A map in the network's precision, for a backbone all of whose layers are laid here, and which
   * makes {@link #floats} of every map that leaves it; in floats where normalisations have the
   * statistics of the batch, which learn less from rounded ones.
   */
  public SDVariable rounded(SDVariable x) {
    return mode.batchStatistics() ? x : ops.inPrecision(x, precision);
  }

  /** A map as floats, as all that is not of the backbone has it. */
  public SDVariable floats(SDVariable x) {
    return ops.inPrecision(x, Precision.FLOAT32);
  }

  /** {@code max(a + b, 0)} at the end of a stage, whose sum is an endpoint if it is wanted. */
  public SDVariable endOfStage(Endpoint stage, SDVariable a, SDVariable b) {
    if (!wants(stage)) {
      return ops.addRelu(a, b);
    }
    SDVariable sum = floats(a).add(floats(b));
    keep(stage, sum);
    return rounded(ops.activate(sum, Activation.RELU));
  }

  /** Dropout with the mode's rate. */
  public SDVariable dropout(SDVariable x) {
    return mode.dropout() == 0 ? x : ops.dropout(x, mode.dropout(), dropoutSeed);
  }

  /** A parameter that is trained unless the mode's weights are constants. */
  SDVariable trainable(String name, long[] shape, Initializer initializer) {
    parameters.getOrCreate(name, shape, initializer);
    return existing(name, true);
  }

  private SDVariable existing(String name, boolean trains) {
    if (!trains || mode.constantWeights()) {
      return graph.constant(name, parameters.get(name));
    }
    trainable.add(name);
    return graph.var(name, parameters.get(name));
  }

  /** A parameter that is drawn once and never trained. */
  SDVariable fixed(String name, long[] shape, Initializer initializer) {
    return graph.constant(name, parameters.getOrCreate(name, shape, initializer));
  }

  private void createNorm(String layer, long channels) {
    perChannel(layer + ".weight", 1, channels);
    perChannel(layer + ".bias", 0, channels);
    perChannel(layer + ".running_mean", 0, channels);
    perChannel(layer + ".running_var", 1, channels);
    parameters.counter(layer + ".num_batches_tracked");
  }

  private void perChannel(String name, float value, long channels) {
    parameters.getOrCreate(name, new long[] {channels}, Initializer.constant(value));
  }
}
