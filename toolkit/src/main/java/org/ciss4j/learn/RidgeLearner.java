// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.RandomFeatures;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.ridge.RidgeStatistics;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Learns the classifiers of a step in closed form, by ridge regression from random features to
 * labels, on a network that stays as it is (SegACIL, arXiv 2412.10834; ACIL, NeurIPS 2022). Its
 * state are sums over all positions of all images of all steps, so the classifiers of all classes
 * are at every step those of one regression on everything seen so far: nothing is forgotten.
 *
 * <p>In a later step, pixels that the step's labels leave open count for what the classifiers so
 * far say.
 */
public final class RidgeLearner implements StepLearner {
  /**
   * How it learns.
   *
   * @param lambda the penalty of large weights
   * @param passes how often each image is looked at, each time in another crop
   * @param confidence least score of what the classifiers so far say of an open pixel; below it the
   *     pixel is left out
   * @param balance how much rare labels gain in weight, from 0 to 1
   */
  public record Options(double lambda, int passes, double confidence, double balance) {}

  private final StepContext context;
  private final Options options;
  private final RidgeTargets targets;
  private final double[] pixelWeights;
  private final SegmentationGraph network;
  private final RidgeStatistics statistics;

  private RidgeLearner(
      StepContext context, Options options, SegmentationGraph network, RidgeStatistics statistics) {
    this.context = context;
    this.options = options;
    this.targets = new RidgeTargets(context.layout().outputs(), options.balance());
    this.network = network;
    this.statistics = statistics;
    this.pixelWeights = targets.weights(pixels(context));
  }

  /** Of a later step, from what the one before has passed on. */
  public static RidgeLearner later(StepContext context, Options options) {
    HeadLayout before = Objects.requireNonNull(context.before());
    try (RidgeStatistics soFar = RidgeSums.of(context.inherited())) {
      return of(
          context,
          options,
          () -> build(context, before, context.parameters()),
          () -> soFar.withOutputs(context.layout().outputs()));
    }
  }

  /**
   * Of the base step, whose network another learner trains; then all images are looked at once
   * more.
   *
   * @param features trains the network with classifiers of its own, which are forgotten
   */
  public static StepLearner base(StepContext context, Options options, StepLearner features) {
    return new RidgeAfter(
        context, options, features, trained -> first(context, options, trained), false);
  }

  /**
   * Of any step, whose network another learner trains with classifiers of its own: those are given
   * to the next step, which goes on training them, and the network that the step leaves behind has
   * the ones of the regression. Pixels that a later step leaves open count for what those of the
   * step before say of them, on the network as it is now.
   *
   * @param trained how the network is trained
   * @param learner makes the other learner, of a context of its own
   */
  public static StepLearner after(
      StepContext context,
      Options options,
      Trained trained,
      Function<StepContext, StepLearner> learner) {
    StepContext training =
        context.step().isBase()
            ? context.withLayout(trained.layout())
            : RidgeAfter.trainedAgain(
                context, trained.layout(), Objects.requireNonNull(trained.before()));
    return new RidgeAfter(
        context,
        options,
        learner.apply(training),
        network ->
            context.step().isBase()
                ? first(context, options, network)
                : later(context, options, network),
        true);
  }

  /**
   * A network that is trained with other classifiers than it is left behind with.
   *
   * @param layout the classifiers that are trained
   * @param before those that were trained in the step before; null in the base step
   */
  public record Trained(HeadLayout layout, @Nullable HeadLayout before) {}

  /** Of a later step whose network is trained: the classifiers so far, on what it sees now. */
  private static RidgeLearner later(StepContext context, Options options, Parameters network) {
    Map<String, INDArray> seen = withoutClassifiers(network);
    context
        .parameters()
        .arrays()
        .forEach(
            (name, array) -> {
              if (HeadLayout.isClassifier(name)) {
                seen.put(name, array);
              }
            });
    HeadLayout before = Objects.requireNonNull(context.before());
    Parameters parameters = new Parameters(seen, context.seeds().child("random").value());
    try (RidgeStatistics soFar = RidgeSums.of(context.inherited())) {
      return of(
          context,
          options,
          () -> build(context, before, parameters),
          () -> soFar.withOutputs(context.layout().outputs()));
    }
  }

  /**
   * What a later step starts from where another method has learnt the steps before: all labelled
   * images of their classes are looked at, on the network as it is.
   *
   * @param context of a base step of all these classes, whose parameters are the network and whose
   *     data the images
   */
  public static TakeOver gathered(StepContext context, Options options) {
    try (RidgeLearner ridge = first(context, options, context.parameters())) {
      for (int pass = 0; pass < options.passes(); pass++) {
        context.data().pass("ridge" + pass, ridge::look);
      }
      Map<String, INDArray> sums = new LinkedHashMap<>();
      ridge.state().forEach((name, array) -> sums.put(name, array.dup('c')));
      return new TakeOver(ridge.finish(), sums);
    }
  }

  /**
   * Of the base step, with nothing seen yet.
   *
   * @param trained the network, which stays as it is; its classifiers are not looked at
   */
  public static RidgeLearner first(StepContext context, Options options, Parameters trained) {
    RandomFeatures random = Objects.requireNonNull(context.layout().random());
    Parameters network =
        new Parameters(withoutClassifiers(trained), context.seeds().child("random").value());
    return of(
        context,
        options,
        () -> build(context, context.layout(), network),
        () -> RidgeStatistics.empty(random.width() + 1, context.layout().outputs()));
  }

  private static Map<String, INDArray> withoutClassifiers(Parameters network) {
    Map<String, INDArray> plain = new LinkedHashMap<>(network.arrays());
    plain.keySet().removeIf(HeadLayout::isClassifier);
    return plain;
  }

  /** The images are looked at before it is there, which may go wrong or be stopped. */
  private static RidgeLearner of(
      StepContext context,
      Options options,
      Supplier<SegmentationGraph> network,
      Supplier<RidgeStatistics> statistics) {
    try (Opened opened = new Opened()) {
      return opened.handedTo(
          new RidgeLearner(
              context,
              options,
              opened.add(network.get(), SegmentationGraph::close),
              opened.add(statistics.get(), RidgeStatistics::close)));
    }
  }

  private static SegmentationGraph build(
      StepContext context, HeadLayout layout, Parameters parameters) {
    return SegmentationGraph.build(context.network(), layout, Mode.INFERENCE, parameters);
  }

  private static long[] pixels(StepContext context) {
    long[] pixels = new long[context.layout().outputs()];
    context
        .data()
        .pass(
            "count",
            batch -> {
              for (int label : labels(batch)) {
                if (label != LabelSpace.VOID) {
                  pixels[label]++;
                }
              }
            });
    return pixels;
  }

  private static int[] labels(Batch batch) {
    return batch.label().data().asInt();
  }

  @Override
  public Parameters parameters() {
    return context.parameters();
  }

  @Override
  public Map<String, INDArray> state() {
    return RidgeSums.state(statistics);
  }

  @Override
  public Set<String> lasting() {
    return state().keySet();
  }

  @Override
  public long iterations() {
    return (long) options.passes() * context.data().batchesOfAllImages();
  }

  @Override
  public boolean seesEveryImage() {
    return true;
  }

  @Override
  public List<String> remarks() {
    return List.of(RidgeCost.of(context, options.passes()).remark());
  }

  @Override
  public List<String> recorded() {
    return List.of("error");
  }

  @Override
  public Losses learn(Batch batch, long iteration) {
    double error = look(batch);
    return new Losses(error, Map.of("error", error), Map.of(), 0);
  }

  /**
   * Takes note of the images of a batch.
   *
   * @return mean square of what the classifiers so far say wrong, by weight of the positions
   */
  double look(Batch batch) {
    Map<Endpoint, INDArray> said =
        network.run(batch.image(), Endpoint.CLASSIFIED, Endpoint.SMALL_LOGITS);
    try {
      return look(batch, said);
    } finally {
      Graphs.recycle(said.values());
    }
  }

  private double look(Batch batch, Map<Endpoint, INDArray> said) {
    RidgeRows rows = RidgeRows.of(said);
    INDArray logits = Objects.requireNonNull(said.get(Endpoint.SMALL_LOGITS));
    RidgeScores scores =
        new RidgeScores(
            RidgeRows.floats(logits), (int) logits.size(1), rows.rows() * rows.columns());
    RidgeTargets.Positions positions =
        targets.of(
            batch,
            rows.rows(),
            rows.columns(),
            context.step().isBase() ? null : scores.belief(options.confidence()),
            pixelWeights);
    statistics.add(rows.numbers(), positions.shares(), positions.weights());
    return context.step().isBase() ? 0 : error(scores, positions);
  }

  private double error(RidgeScores scores, RidgeTargets.Positions positions) {
    double sum = 0;
    double weight = 0;
    int channels = targets.channels();
    for (int i = 0; i < positions.weights().length; i++) {
      double square = 0;
      for (int c = 0; c < channels; c++) {
        double score = scores.at(i / scores.positions(), c, i % scores.positions());
        double difference = score - positions.shares()[i * channels + c];
        square += difference * difference;
      }
      sum += positions.weights()[i] * square;
      weight += positions.weights()[i];
    }
    return weight == 0 ? 0 : sum / weight;
  }

  @Override
  public Parameters finish() {
    return RidgeSums.solved(
        network.parameters(), statistics, options.lambda(), context.layout(), context.seeds());
  }

  @Override
  public void close() {
    network.close();
    statistics.close();
  }
}
