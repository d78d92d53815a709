// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DeepLabV3 with one classifier per step, as a SameDiff graph with named endpoints.
 *
 * <p>The image is a placeholder, float {@code [N, 3, H, W]}, of any size. The parameters are
 * shared, not copied. A network whose mode has constant weights sees what was trained before it was
 * first run.
 */
public final class SegmentationGraph implements AutoCloseable {
  /** Name of the image placeholder, float {@code [N, 3, H, W]}. */
  public static final String IMAGE = "image";

  private static final String DROPOUT_SEED = "dropout_seed";

  private final SameDiff graph;
  private final Ops ops;
  private final HeadLayout layout;
  private final Mode mode;
  private final Parameters parameters;
  private final Map<Endpoint, SDVariable> endpoints;
  private final List<String> trainable;
  private final List<RunningStatistics> statistics;
  private final List<ConvUnit> branched;
  private final Map<Endpoint, Integer> channels;

  /**
   * Endpoints that are laid out already; {@link #build} lays out whole networks.
   *
   * @param channels of the maps of features
   */
  SegmentationGraph(
      SameDiff graph,
      HeadLayout layout,
      Mode mode,
      Parameters parameters,
      Map<Endpoint, SDVariable> endpoints,
      Layers layers,
      Map<Endpoint, Integer> channels) {
    this.graph = graph;
    this.ops = layers.ops();
    this.layout = layout;
    this.mode = mode;
    this.parameters = parameters;
    this.endpoints = endpoints;
    this.trainable = List.copyOf(layers.trainable());
    this.statistics = List.copyOf(layers.statistics());
    this.branched = List.copyOf(layers.branched());
    this.channels = Map.copyOf(channels);
  }

  /**
   * {@link #build(Network, HeadLayout, Mode, SignRule, Parameters)} with the paper's rule for
   * reasoning scores.
   */
  public static SegmentationGraph build(
      Network network, HeadLayout layout, Mode mode, Parameters parameters) {
    return build(network, layout, mode, SignRule.PRODUCT, parameters);
  }

  /**
   * Builds the graph; parameters that do not exist yet are initialised.
   *
   * @throws IllegalArgumentException if a parameter exists with another shape than the network
   *     needs
   */
  public static SegmentationGraph build(
      Network network, HeadLayout layout, Mode mode, SignRule signRule, Parameters parameters) {
    return build(network, layout, mode, signRule, parameters, Set.of());
  }

  /**
   * {@link #build(Network, HeadLayout, Mode, SignRule, Parameters)} with more endpoints.
   *
   * @param wanted which endpoints are needed; of {@link Endpoint#STAGES} no others are there
   */
  public static SegmentationGraph build(
      Network network,
      HeadLayout layout,
      Mode mode,
      SignRule signRule,
      Parameters parameters,
      Set<Endpoint> wanted) {
    return build(network, layout, mode, signRule, parameters, wanted, network.backend().ops());
  }

  /**
   * {@link #build(Network, HeadLayout, Mode, SignRule, Parameters)} with more endpoints, and of ops
   * of one's choice rather than those of the network's backend.
   *
   * @param wanted which endpoints are needed; of {@link Endpoint#STAGES} no others are there
   */
  public static SegmentationGraph build(
      Network network,
      HeadLayout layout,
      Mode mode,
      SignRule signRule,
      Parameters parameters,
      Set<Endpoint> wanted,
      Ops ops) {
    SameDiff graph = Graphs.create();
    SDVariable image = graph.placeHolder(IMAGE, DataType.FLOAT, -1, 3, -1, -1);
    SDVariable seed = graph.placeHolder(DROPOUT_SEED, DataType.INT64);
    Layers layers = new Layers(graph, ops, parameters, mode, seed, network.precision(), wanted);
    FeatureMaps maps = FeatureMaps.build(layers, network, layout.kind(), image);
    Map<Endpoint, SDVariable> endpoints = new EnumMap<>(layers.kept());
    endpoints.put(Endpoint.BACKBONE, maps.backbone());
    endpoints.put(Endpoint.FEATURES, maps.features());
    endpoints.putAll(Head.build(layers, network, layout, maps, image, signRule));
    // An identity in between: two endpoints may be one variable, and a variable has one name.
    endpoints.replaceAll((endpoint, variable) -> graph.identity(endpoint.variable(), variable));
    return new SegmentationGraph(
        graph, layout, mode, parameters, endpoints, layers, channels(network));
  }

  private static Map<Endpoint, Integer> channels(Network network) {
    Map<Endpoint, Integer> channels = new EnumMap<>(Endpoint.class);
    for (int stage = 0; stage < Endpoint.STAGES.size(); stage++) {
      channels.put(Endpoint.STAGES.get(stage), network.backbone().channels(stage));
    }
    channels.put(Endpoint.BACKBONE, network.backbone().outputChannels());
    channels.put(Endpoint.FEATURES, network.width());
    return channels;
  }

  /** Names and shapes of the parameters of a network; draws no numbers. */
  public static Map<String, List<Long>> parameterShapes(Network network, HeadLayout layout) {
    Parameters blank = Parameters.blank();
    build(network, layout, Mode.INFERENCE, blank);
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    blank
        .arrays()
        .forEach(
            (name, array) -> {
              shapes.put(name, Arrays.stream(array.shape()).boxed().toList());
              array.close();
            });
    return shapes;
  }

  /** The underlying graph, for adding losses to it. */
  public SameDiff graph() {
    return graph;
  }

  /** What the graph is made of, for adding losses to it. */
  public Ops ops() {
    return ops;
  }

  /** Which classifiers the network has. */
  public HeadLayout layout() {
    return layout;
  }

  /** The numbers of the network. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * Names of the parameters to train: all weights, and the scales and shifts of normalisations that
   * are not frozen.
   */
  public List<String> trainable() {
    return trainable;
  }

  /**
   * The graph variable of an endpoint.
   *
   * @throws IllegalArgumentException if this network does not have it
   */
  public SDVariable endpoint(Endpoint endpoint) {
    SDVariable variable = endpoints.get(endpoint);
    if (variable == null) {
      throw new IllegalArgumentException(
          "a network with classes "
              + layout.classesPerStep()
              + " has no endpoint "
              + endpoint
              + (Endpoint.STAGES.contains(endpoint)
                  ? "; ask for it when it is built, of a backbone that keeps its stages"
                  : ""));
    }
    return variable;
  }

  /**
   * The channels of a map of features: a stage, the backbone's, or what classifiers see.
   *
   * @throws IllegalArgumentException if the endpoint is none of these
   */
  public int channels(Endpoint endpoint) {
    Integer count = channels.get(endpoint);
    if (count == null) {
      throw new IllegalArgumentException(
          "expected one of " + new TreeSet<>(channels.keySet()) + ", got " + endpoint);
    }
    return count;
  }

  /**
   * Runs the network.
   *
   * @param image float {@code [N, 3, H, W]}
   * @return the endpoints asked for
   */
  public Map<Endpoint, INDArray> run(INDArray image, Endpoint... wanted) {
    List<String> names = Arrays.stream(wanted).map(e -> endpoint(e).name()).toList();
    Graphs.Values values = Graphs.run(graph, inputs(image, 0), names);
    Map<Endpoint, INDArray> result = new EnumMap<>(Endpoint.class);
    for (Endpoint endpoint : wanted) {
      result.put(endpoint, values.get(endpoint.variable()));
    }
    return result;
  }

  /**
   * The placeholders of one run.
   *
   * @param dropoutSeed decides which features fall and which branches count; without dropout and
   *     with one branch it means nothing
   * @throws IllegalArgumentException if the image has another shape, or is a single one where the
   *     mode needs several
   */
  public Map<String, INDArray> inputs(INDArray image, long dropoutSeed) {
    if (image.rank() != 4 || image.size(1) != 3) {
      throw new IllegalArgumentException(
          "expected an image [N, 3, H, W], got " + Arrays.toString(image.shape()));
    }
    if (image.size(0) == 1 && mode.needsSeveralImages()) {
      throw new IllegalArgumentException(
          "expected at least two images, of which the pooled ones can be normalised, got one");
    }
    Map<String, INDArray> inputs = new HashMap<>(Map.of(IMAGE, image));
    if (mode.dropout() > 0) {
      inputs.put(DROPOUT_SEED, Nd4j.scalar(DataType.INT64, dropoutSeed));
    }
    for (ConvUnit unit : branched) {
      float[] shares = DropPath.shares(unit.layer(), (int) unit.outputs(), dropoutSeed);
      inputs.put(Layers.shareOf(unit), Nd4j.createFromArray(shares));
    }
    return inputs;
  }

  /** What has two branches. */
  List<ConvUnit> branched() {
    return branched;
  }

  /**
   * Names of the graph variables that {@link #followStatistics} needs; none for normalisations that
   * are frozen.
   */
  public List<String> statisticsOutputs() {
    return statistics.stream()
        .flatMap(s -> java.util.stream.Stream.of(s.meanOutput(), s.varianceOutput()))
        .toList();
  }

  /** The running statistics that follow the batches, by name; the arrays themselves. */
  public Map<String, INDArray> statistics() {
    Map<String, INDArray> result = new LinkedHashMap<>();
    statistics.stream()
        .flatMap(RunningStatistics::names)
        .forEach(name -> result.put(name, parameters.get(name)));
    return result;
  }

  /**
   * Lets the running statistics follow a batch, given the outputs of {@link #statisticsOutputs}.
   */
  public void followStatistics(Graphs.Values outputs) {
    statistics.forEach(s -> s.follow(outputs, parameters));
  }

  /** Frees what the network keeps besides its parameters. */
  @Override
  public void close() {
    Graphs.forget(graph);
  }
}
