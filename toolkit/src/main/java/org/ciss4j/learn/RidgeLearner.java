// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.RandomFeatures;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.op.Graphs;
import org.ciss4j.graph.ridge.RidgeStatistics;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Seeds;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

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
  private static final String STATE = "ridge.";

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
    this.targets =
        new RidgeTargets(context.layout().outputs(), options.balance(), options.confidence());
    this.network = network;
    this.statistics = statistics;
    this.pixelWeights = targets.weights(pixels(context));
  }

  /** Of a later step, from what the one before has passed on. */
  public static RidgeLearner later(StepContext context, Options options) {
    HeadLayout before = Objects.requireNonNull(context.before());
    try (RidgeStatistics soFar = statistics(context.inherited())) {
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
    return new BaseRidge(context, options, features);
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

  /** Whether what a step has passed on are sums over so many features. */
  public static boolean hasSums(Map<String, INDArray> inherited, RandomFeatures random) {
    return inherited.keySet().stream().anyMatch(name -> name.startsWith(STATE))
        && inherited.values().iterator().next().size(0) == random.width() + 1;
  }

  /**
   * Of the base step, with nothing seen yet.
   *
   * @param trained the network, which stays as it is; its classifiers are not looked at
   */
  public static RidgeLearner first(StepContext context, Options options, Parameters trained) {
    RandomFeatures random = Objects.requireNonNull(context.layout().random());
    Map<String, INDArray> plain = new LinkedHashMap<>(trained.arrays());
    plain.keySet().removeIf(HeadLayout::isClassifier);
    Parameters network = new Parameters(plain, context.seeds().child("random").value());
    return of(
        context,
        options,
        () -> build(context, context.layout(), network),
        () -> RidgeStatistics.empty(random.width() + 1, context.layout().outputs()));
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
    Map<String, INDArray> state = new LinkedHashMap<>();
    statistics.arrays().forEach((name, array) -> state.put(STATE + name, array));
    return state;
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
    INDArray seen = Objects.requireNonNull(said.get(Endpoint.CLASSIFIED));
    INDArray logits = Objects.requireNonNull(said.get(Endpoint.SMALL_LOGITS));
    RidgeTargets.Belief belief = new RidgeTargets.Belief(toFloats(logits), (int) logits.size(1));
    RidgeTargets.Positions positions =
        targets.of(
            labels(batch),
            batch.size(),
            (int) batch.image().size(2),
            (int) batch.image().size(3),
            (int) seen.size(1),
            (int) seen.size(2),
            context.step().isBase() ? null : belief,
            pixelWeights);
    statistics.add(
        withOne(toFloats(seen), (int) seen.size(3)), positions.shares(), positions.weights());
    return context.step().isBase()
        ? 0
        : error(belief, positions, (int) (seen.size(1) * seen.size(2)));
  }

  private double error(RidgeTargets.Belief belief, RidgeTargets.Positions positions, int perImage) {
    double sum = 0;
    double weight = 0;
    int channels = targets.channels();
    for (int i = 0; i < positions.weights().length; i++) {
      double square = 0;
      for (int c = 0; c < channels; c++) {
        int image = i / perImage;
        double score =
            c < belief.channels()
                ? belief.scores()[(image * belief.channels() + c) * perImage + i % perImage]
                : 0;
        double difference = score - positions.shares()[i * channels + c];
        square += difference * difference;
      }
      sum += positions.weights()[i] * square;
      weight += positions.weights()[i];
    }
    return weight == 0 ? 0 : sum / weight;
  }

  private static float[] toFloats(INDArray array) {
    try (INDArray ordered = array.dup('c')) {
      return ordered.data().asFloat();
    }
  }

  /** Rows with a one at their end, whose weight is the bias. */
  private static float[] withOne(float[] rows, int length) {
    int count = rows.length / length;
    float[] result = new float[count * (length + 1)];
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows, i * length, result, i * (length + 1), length);
      result[i * (length + 1) + length] = 1;
    }
    return result;
  }

  @Override
  public Parameters finish() {
    return solved(
        network.parameters(), statistics, options.lambda(), context.layout(), context.seeds());
  }

  /** A network whose classifiers solve a regression. */
  private static Parameters solved(
      Parameters network,
      RidgeStatistics statistics,
      double lambda,
      HeadLayout layout,
      Seeds seeds) {
    Map<String, INDArray> arrays = new LinkedHashMap<>(network.arrays());
    arrays.keySet().removeIf(name -> HeadLayout.isClassifier(name) && !isRandom(name));
    try (INDArray solution = statistics.solve(lambda)) {
      int features = statistics.features() - 1;
      int first = 0;
      for (int step = 0; step < layout.steps(); step++) {
        int outputs = layout.outputs(step);
        INDArray rows =
            solution.get(NDArrayIndex.interval(first, first + outputs), NDArrayIndex.all());
        arrays.put(
            HeadLayout.classifierName(step) + ".weight",
            rows.get(NDArrayIndex.all(), NDArrayIndex.interval(0, features))
                .dup('c')
                .reshape(outputs, features, 1, 1));
        arrays.put(
            HeadLayout.classifierName(step) + ".bias",
            rows.get(NDArrayIndex.all(), NDArrayIndex.point(features)).dup('c').reshape(outputs));
        first += outputs;
      }
    }
    return new Parameters(arrays, seeds.child("init").value());
  }

  /**
   * The network of a step as it would be if an earlier step's images had not been seen, with the
   * labels that the others had. That step's classes are gone; pixels of other images that were
   * taken for them count as background.
   *
   * @param network of the step
   * @param sums that the step has passed on
   * @param layout its classifiers without those of the step that is forgotten
   * @param forgotten what is taken out
   */
  public static TakeOver without(
      Parameters network,
      Map<String, INDArray> sums,
      Options options,
      HeadLayout layout,
      Forgotten forgotten) {
    try (RidgeStatistics all = statistics(sums);
        RidgeStatistics before = statistics(forgotten.before());
        RidgeStatistics after = statistics(forgotten.after())) {
      all.subtract(after);
      all.add(before);
      RidgeStatistics rest = all.withoutOutputs(forgotten.from(), forgotten.to());
      Map<String, INDArray> arrays = new LinkedHashMap<>();
      rest.arrays().forEach((name, array) -> arrays.put(STATE + name, array));
      return new TakeOver(solved(network, rest, options.lambda(), layout, new Seeds(0)), arrays);
    }
  }

  /**
   * A step that is forgotten.
   *
   * @param before sums that it was given; freed by {@link #without}
   * @param after sums that it has passed on; freed, too
   * @param from the first of its outputs
   * @param to the first output behind them
   */
  public record Forgotten(
      Map<String, INDArray> before, Map<String, INDArray> after, int from, int to) {}

  private static RidgeStatistics statistics(Map<String, INDArray> state) {
    Map<String, INDArray> sums = new LinkedHashMap<>();
    state.forEach((name, array) -> sums.put(name.substring(STATE.length()), array));
    return RidgeStatistics.of(sums);
  }

  private static boolean isRandom(String name) {
    return name.equals(RandomFeatures.parameterName());
  }

  @Override
  public void close() {
    network.close();
    statistics.close();
  }
}
