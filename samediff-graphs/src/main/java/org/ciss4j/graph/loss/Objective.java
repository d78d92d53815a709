// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.SegmentationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weighted sum of loss terms on top of a network: {@code L = sum_k weight_k term_k}, with its
 * gradients.
 */
public final class Objective {
  private static final String LABEL = "label";
  private static final String WEIGHT_PREFIX = "weight_";
  private static final String LOSS_PREFIX = "loss_";
  private static final String TOTAL = "loss";

  private final SegmentationGraph network;
  private final List<LossTerm> terms;
  private final List<LossTerm> watched;
  private final List<Need> taught;
  private boolean readsMemory;
  private boolean readsImageWeights;
  private Map<String, long[]> remembered = Map.of();
  private List<String> trained;

  /**
   * What the outputs are compared with.
   *
   * @param label INT32 {@code [N, H, W]}: 0 background or unknown, 1..C classes in order, 255 left
   *     out
   * @param memoryLabel INT32 {@code [N, H, W]}: as {@code label} for replayed images, 255 for all
   *     others; null if no term {@link #readsMemory}
   * @param imageWeights float {@code [N]}: factor of each image; null if no term reads them
   * @param remembered by name what terms remember of the batches before, as {@link #remembered}
   *     says
   */
  public record Targets(
      INDArray label,
      @Nullable INDArray memoryLabel,
      @Nullable INDArray imageWeights,
      Map<String, INDArray> remembered) {
    /** Nothing remembered. */
    public Targets(
        INDArray label, @Nullable INDArray memoryLabel, @Nullable INDArray imageWeights) {
      this(label, memoryLabel, imageWeights, Map.of());
    }

    /** Labels alone. */
    public static Targets of(INDArray label) {
      return new Targets(label, null, null);
    }
  }

  /**
   * What is read of one batch.
   *
   * @param image float {@code [N, 3, H, W]}
   * @param targets what the outputs are compared with
   * @param taught what the teacher says of the views of the same image, as {@link #taught} asks
   * @param dropoutSeed decides which features fall
   */
  public record Feeds(
      INDArray image,
      Targets targets,
      Map<View, Map<Endpoint, INDArray>> taught,
      long dropoutSeed) {
    /** Lets the next batch have the memory of what the teacher said. */
    public void recycle() {
      taught.values().forEach(said -> Graphs.recycle(said.values()));
    }
  }

  /**
   * What one batch gives.
   *
   * @param total the objective
   * @param terms each term before its weight, in the order of the terms; names as in {@link
   *     LossTerm#name}
   * @param watched what is watched besides, by name
   * @param derivatives gradients of the objective, by parameter name; parameters that it does not
   *     depend on are missing
   * @param next by name what terms remember from now on
   */
  public record Value(
      double total,
      Map<String, Double> terms,
      Map<String, Double> watched,
      Graphs.Values derivatives,
      Map<String, INDArray> next)
      implements AutoCloseable {
    /** The gradients as a map. */
    public Map<String, INDArray> gradients() {
      return derivatives.arrays();
    }

    /**
     * Lets the next batch have the memory of the gradients and of what is remembered, which must
     * not be used any more.
     */
    @Override
    public void close() {
      derivatives.close();
      Graphs.recycle(next.values());
    }
  }

  private Objective(
      SegmentationGraph network, List<LossTerm> terms, List<LossTerm> watched, List<Need> taught) {
    this.network = network;
    this.terms = terms;
    this.watched = watched;
    this.taught = taught;
    this.trained = network.trainable();
  }

  /** As {@link #of(SegmentationGraph, List, List)} with nothing watched. */
  public static Objective of(SegmentationGraph network, List<LossTerm> terms) {
    return of(network, terms, List.of());
  }

  /**
   * Adds the terms to the network's graph.
   *
   * @param watched what is computed with them and has no part in the objective, such as {@link
   *     Drift}; weights do not count
   * @throws IllegalArgumentException if there are no terms, or two of one name
   */
  public static Objective of(
      SegmentationGraph network, List<LossTerm> terms, List<LossTerm> watched) {
    List<LossTerm> all = Stream.concat(terms.stream(), watched.stream()).toList();
    List<String> names = all.stream().map(LossTerm::name).toList();
    if (terms.isEmpty() || Set.copyOf(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "expected at least one loss term, each with its own name, got " + names);
    }
    List<Need> taught =
        all.stream()
            .flatMap(term -> term.needs().stream())
            .filter(need -> need.source() == Need.Source.TEACHER)
            .distinct()
            .sorted(Comparator.comparing(Need::view).thenComparing(Need::endpoint))
            .toList();
    Objective objective = new Objective(network, List.copyOf(terms), List.copyOf(watched), taught);
    objective.addToGraph();
    return objective;
  }

  private void addToGraph() {
    var graph = network.graph();
    SDVariable label = graph.placeHolder(LABEL, DataType.INT32, -1, -1, -1);
    Map<Need, SDVariable> teacher = new HashMap<>();
    for (Need need : taught) {
      teacher.put(need, graph.placeHolder(need.placeholder(), DataType.FLOAT, -1, -1, -1, -1));
    }
    LossInputs inputs = new LossInputs(network, label, teacher);
    SDVariable total = null;
    for (LossTerm term : terms) {
      SDVariable value = graph.identity(LOSS_PREFIX + term.name(), term.body().apply(inputs));
      SDVariable weighted =
          value.mul(graph.placeHolder(WEIGHT_PREFIX + term.name(), DataType.FLOAT));
      total = total == null ? weighted : total.add(weighted);
    }
    for (LossTerm term : watched) {
      graph.identity(LOSS_PREFIX + term.name(), term.body().apply(inputs));
    }
    readsMemory = inputs.readsMemory();
    readsImageWeights = inputs.readsImageWeights();
    remembered = Map.copyOf(inputs.remembered());
    Graphs.differentiate(graph, graph.identity(TOTAL, total));
  }

  /**
   * Computes the gradients of these parameters alone from now on: where deep layers are frozen,
   * nothing flows back to them.
   *
   * @param parameters names of some of {@link SegmentationGraph#trainable}
   */
  public void train(Collection<String> parameters) {
    trained = List.copyOf(parameters);
  }

  /** The outputs of the teacher that {@link #evaluate} needs, by what the teacher is shown. */
  public SortedMap<View, Set<Endpoint>> taught() {
    SortedMap<View, Set<Endpoint>> endpoints = new TreeMap<>();
    for (Need need : taught) {
      endpoints
          .computeIfAbsent(need.view(), view -> EnumSet.noneOf(Endpoint.class))
          .add(need.endpoint());
    }
    return endpoints;
  }

  /** Of these, the ones of the images as they are. */
  public List<Endpoint> teacherEndpoints() {
    return List.copyOf(taught().getOrDefault(View.PLAIN, Set.of()));
  }

  /** Whether a term reads the labels of replayed images. */
  public boolean readsMemory() {
    return readsMemory;
  }

  /** The shapes of what terms remember from batch to batch, by name. */
  public Map<String, long[]> remembered() {
    return remembered;
  }

  /** As the other {@code evaluate} for terms that read labels and the plain view alone. */
  public Value evaluate(
      INDArray image, INDArray label, Map<Endpoint, INDArray> teacherOutputs, long dropoutSeed) {
    return evaluate(image, Targets.of(label), teacherOutputs, dropoutSeed);
  }

  /**
   * As the last {@code evaluate} with terms that read the plain view alone and keep their weights.
   */
  public Value evaluate(
      INDArray image, Targets targets, Map<Endpoint, INDArray> teacherOutputs, long dropoutSeed) {
    Map<View, Map<Endpoint, INDArray>> taught = Map.of(View.PLAIN, teacherOutputs);
    return evaluate(new Feeds(image, targets, taught, dropoutSeed), Map.of());
  }

  /**
   * Computes losses and gradients of one batch, and lets the network's running statistics follow
   * it.
   *
   * @param weights of terms that are not to have their own, by name
   * @throws IllegalArgumentException if images and labels do not go together, or something is
   *     missing that a term reads
   */
  public Value evaluate(Feeds feeds, Map<String, Double> weights) {
    List<String> outputs = new ArrayList<>(network.statisticsOutputs());
    Stream.concat(terms.stream(), watched.stream())
        .forEach(term -> outputs.add(LOSS_PREFIX + term.name()));
    outputs.add(TOTAL);
    remembered.keySet().forEach(name -> outputs.add(LossInputs.NEXT + name));
    Graphs.Result result =
        Graphs.runWithGradients(network.graph(), placeholders(feeds, weights), outputs, trained);
    network.followStatistics(result.outputs());
    double total = result.outputs().get(TOTAL).getDouble(0);
    Map<String, Double> ofTerms = values(terms, result.outputs());
    Map<String, Double> ofWatched = values(watched, result.outputs());
    Map<String, INDArray> rest = new HashMap<>(result.outputs().arrays());
    Map<String, INDArray> next = new LinkedHashMap<>();
    for (String name : remembered.keySet()) {
      rest.remove(LossInputs.NEXT + name);
      next.put(name, result.outputs().get(LossInputs.NEXT + name));
    }
    Graphs.recycle(rest.values());
    return new Value(total, ofTerms, ofWatched, result.derivatives(), next);
  }

  /**
   * The gradients of single terms alone, before their weights, with respect to some parameters of
   * each. The network is run forwards once for all of them, and backwards as far as these
   * parameters need it; running statistics stay.
   *
   * @param parameters names of some of {@link SegmentationGraph#trainable}, by name of a term
   * @return by name of the term; to be closed
   */
  public Map<String, Graphs.Values> gradients(
      Feeds feeds, Map<String, ? extends Collection<String>> parameters) {
    List<String> names = List.copyOf(parameters.keySet());
    List<Map<String, INDArray>> weights = names.stream().map(this::weightsOfOneAlone).toList();
    Map<String, INDArray> shared = placeholders(feeds, Map.of());
    weights.get(0).keySet().forEach(shared::remove);
    List<Graphs.Values> values =
        Graphs.gradientsOfEach(
            network.graph(), shared, weights, names.stream().map(parameters::get).toList());
    Map<String, Graphs.Values> result = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      result.put(names.get(i), values.get(i));
    }
    return result;
  }

  /**
   * What the terms are, before their weights, without a gradient; running statistics stay.
   *
   * @return by name of the term
   */
  public Map<String, Double> terms(Feeds feeds) {
    Map<String, INDArray> placeholders = placeholders(feeds, Map.of());
    List<String> names = terms.stream().map(term -> LOSS_PREFIX + term.name()).toList();
    try (Graphs.Values values = Graphs.run(network.graph(), placeholders, names)) {
      return values(terms, values);
    }
  }

  private Map<String, INDArray> weightsOfOneAlone(String name) {
    if (terms.stream().noneMatch(term -> term.name().equals(name))) {
      throw new IllegalArgumentException("there is no term " + name);
    }
    Map<String, INDArray> weights = new HashMap<>();
    for (LossTerm term : terms) {
      weights.put(WEIGHT_PREFIX + term.name(), Nd4j.scalar(term.name().equals(name) ? 1f : 0f));
    }
    return weights;
  }

  private Map<String, INDArray> placeholders(Feeds feeds, Map<String, Double> weights) {
    INDArray image = feeds.image();
    Targets targets = feeds.targets();
    Map<String, INDArray> placeholders = new HashMap<>(network.inputs(image, feeds.dropoutSeed()));
    requireLabels("labels", targets.label(), image);
    placeholders.put(LABEL, targets.label());
    if (readsMemory) {
      INDArray memoryLabel =
          required(targets.memoryLabel(), "a loss term reads the labels of replayed images");
      requireLabels("labels of replayed images", memoryLabel, image);
      placeholders.put(LossInputs.MEMORY_LABEL, memoryLabel);
    }
    if (readsImageWeights) {
      placeholders.put(
          LossInputs.IMAGE_WEIGHTS,
          required(targets.imageWeights(), "a loss term reads factors of the images"));
    }
    for (String name : remembered.keySet()) {
      placeholders.put(
          LossInputs.REMEMBERED + name,
          required(targets.remembered().get(name), "a loss term remembers " + name));
    }
    for (Need need : taught) {
      Map<Endpoint, INDArray> said = feeds.taught().getOrDefault(need.view(), Map.of());
      placeholders.put(
          need.placeholder(),
          required(said.get(need.endpoint()), "a loss term reads " + need + " of the teacher"));
    }
    for (LossTerm term : terms) {
      double weight = weights.getOrDefault(term.name(), term.weight());
      placeholders.put(WEIGHT_PREFIX + term.name(), Nd4j.scalar((float) weight));
    }
    return placeholders;
  }

  private static Map<String, Double> values(List<LossTerm> terms, Graphs.Values outputs) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (LossTerm term : terms) {
      values.put(term.name(), outputs.get(LOSS_PREFIX + term.name()).getDouble(0));
    }
    return values;
  }

  private static INDArray required(@Nullable INDArray array, String why) {
    if (array == null) {
      throw new IllegalArgumentException(why);
    }
    return array;
  }

  /** Some ops would spread the labels of one image over all. */
  private static void requireLabels(String what, INDArray labels, INDArray image) {
    long[] expected = {image.size(0), image.size(2), image.size(3)};
    if (labels.dataType() != DataType.INT32 || !Arrays.equals(labels.shape(), expected)) {
      throw new IllegalArgumentException(
          "expected "
              + what
              + " INT "
              + Arrays.toString(expected)
              + " for images "
              + Arrays.toString(image.shape())
              + ", got "
              + labels.dataType()
              + " "
              + Arrays.toString(labels.shape()));
    }
  }
}
