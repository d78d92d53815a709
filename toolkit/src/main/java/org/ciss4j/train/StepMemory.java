// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.Need;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.loss.View;
import org.ciss4j.graph.memory.DryRun;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.learn.ParameterGroup;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.learn.Teacher;
import org.ciss4j.method.Method;
import org.ciss4j.scenario.Step;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How much memory a step takes at most, by the shapes of its very graphs: nothing is computed, and
 * the parameters are blank, which costs no memory until somebody writes them.
 */
final class StepMemory implements AutoCloseable {
  /** The JVM with its libraries and compiled code, and the threads of oneDNN and OpenBLAS. */
  private static final long RUNTIME = 450L << 20;

  /** Of the Java heap, what any training fills before garbage is collected. */
  private static final long HEAP = 250L << 20;

  /** Bytes of the heap for each pixel of a batch: loading, and labels while they are completed. */
  private static final int HEAP_PER_PIXEL = 16;

  private static final int HEAP_PER_COMPLETED_PIXEL = 28;

  /** Bytes of a batch for each of its pixels: three colours and a label. */
  private static final int BATCH_PER_PIXEL = 16;

  /** Iterations after which the pool of arrays has what it needs. */
  private static final int ITERATIONS = 2;

  private final Step step;
  private final Optional<PseudoLabels> pseudoLabels;

  /** What is asked of the teacher. */
  private final Set<Endpoint> said;

  private final Parameters parameters = Parameters.blank();
  private final Parameters ofTeacher = Parameters.blank();

  /** Others where a step leaves other classifiers behind than it trains. */
  private final Parameters ofScored;

  private final SegmentationGraph student;
  private final Optional<Objective> objective;
  private final Optional<SegmentationGraph> teacher;
  private final SegmentationGraph scored;
  private final long velocities;
  private final List<String> trained;

  /** Of which parameters gradients of single terms are asked for, by name of the term. */
  private final Map<String, List<String>> asked;

  /** Whether something is learnt from images that are kept back. */
  private final boolean keepsBack;

  /** The term that is looked at on these; a step without terms has none. */
  private final String judge;

  private final Decoders decoders;

  /** Those that wait, and the one that is learnt from. */
  private final int batches;

  /** Bytes that the learner keeps besides. */
  private final long ofLearner;

  /** Of a batch in training, for each pixel: what stands out in it may come along. */
  private final int batchPerPixel;

  /** Of an image, in pixels. */
  record Size(int width, int height) {}

  /**
   * What a step takes.
   *
   * @param bytes in training or in scoring, whichever takes more
   * @param largest bytes of the largest array
   */
  record Demand(int step, long bytes, long largest) {}

  /**
   * Builds the graphs of a step.
   *
   * @param terms of its objective
   * @param mode how the network runs in training
   */
  StepMemory(Experiment experiment, Step step, List<LossTerm> terms, Mode mode) {
    this.step = step;
    Method method = experiment.method();
    HeadLayout layout = experiment.trainedLayout(step);
    HeadLayout left = experiment.layout(step);
    this.pseudoLabels = method.pseudoLabels(step, layout);
    List<LossTerm> all = Stream.concat(terms.stream(), method.watched(step).stream()).toList();
    this.said = endpoints(all, Need.Source.TEACHER);
    pseudoLabels.ifPresent(labels -> said.addAll(labels.teacherEndpoints()));
    this.student =
        SegmentationGraph.build(
            experiment.network(),
            layout,
            mode,
            method.signRule(),
            parameters,
            endpoints(all, Need.Source.STUDENT));
    this.objective =
        terms.isEmpty()
            ? Optional.empty()
            : Optional.of(Objective.of(student, terms, method.watched(step)));
    this.ofLearner = method.learnerBytes(left);
    this.batchPerPixel = BATCH_PER_PIXEL + method.extras().size() * Integer.BYTES;
    this.trained = terms.isEmpty() ? List.of() : trained(experiment, step);
    objective.ifPresent(minimised -> minimised.train(trained));
    long ofTrained = trained.stream().mapToLong(name -> bytes(parameters.get(name))).sum();
    this.asked = method.askedGradients(step, experiment.network(), mode);
    this.keepsBack = method.keptBack(step) > 0;
    this.judge = terms.isEmpty() ? "" : terms.get(0).name();
    this.decoders = new Decoders(experiment, step, mode);
    this.batches = experiment.loading(1).prefetch() + 1;
    // What is learnt from images that are kept back looks along a gradient, from copies.
    this.velocities = (keepsBack ? 3 : 1) * ofTrained;
    this.teacher =
        said.isEmpty()
            ? Optional.empty()
            : Optional.of(
                SegmentationGraph.build(
                    experiment.network(),
                    experiment.taughtLayout(step),
                    Mode.INFERENCE,
                    method.signRule(),
                    ofTeacher,
                    said));
    this.ofScored = left.equals(layout) ? parameters : Parameters.blank();
    this.scored = SegmentationGraph.build(experiment.network(), left, Mode.INFERENCE, ofScored);
  }

  private List<String> trained(Experiment experiment, Step of) {
    Method method = experiment.method();
    List<String> unfrozen =
        method.unfrozen(of, experiment.network().backbone(), student.trainable());
    return method
        .parameterGroups(of, student.layout(), unfrozen, experiment.training().weightDecay())
        .stream()
        .map(ParameterGroup::parameters)
        .flatMap(Collection::stream)
        .toList();
  }

  private static Set<Endpoint> endpoints(List<LossTerm> terms, Need.Source source) {
    Set<Endpoint> endpoints = EnumSet.noneOf(Endpoint.class);
    terms.stream()
        .flatMap(term -> term.needs().stream())
        .filter(need -> need.source() == source)
        .forEach(need -> endpoints.add(need.endpoint()));
    return endpoints;
  }

  /**
   * What the step takes.
   *
   * @param images of a batch
   * @param crop height and width
   * @param evaluated images that are scored at once
   * @param size of these
   */
  Demand of(int images, int crop, int evaluated, Size size) {
    long pixels = (long) images * crop * crop;
    long evaluatedPixels = (long) evaluated * size.height() * size.width();
    try (DryRun dry = DryRun.start()) {
      for (int i = 0; i < ITERATIONS; i++) {
        train(dry, images, crop);
      }
      long training =
          dry.mostBytes()
              + velocities
              + ofLearner
              + decoders.bytes()
              + bytes(ofTeacher)
              + batchPerPixel * (long) batches * pixels
              + Integer.BYTES * (pseudoLabels.isPresent() ? pixels : 0)
              + heap(pixels, pseudoLabels.isPresent() ? HEAP_PER_COMPLETED_PIXEL : 0);
      Graphs.recycle(
          scored
              .run(
                  dry.array(DataType.FLOAT, evaluated, 3, size.height(), size.width()),
                  Endpoint.SMALL_CLASS_LOGITS)
              .values());
      long scoring =
          dry.mostBytes()
              + bytes(ofScored)
              + BATCH_PER_PIXEL * (long) batches * evaluatedPixels
              + heap(evaluatedPixels, 0);
      long always = RUNTIME + bytes(parameters);
      long largest =
          Math.max(dry.largestBytes(), 3L * Float.BYTES * Math.max(pixels, evaluatedPixels));
      return new Demand(step.index(), always + Math.max(training, scoring), largest);
    }
  }

  private static long heap(long pixels, int morePerPixel) {
    return Math.min(
        Runtime.getRuntime().maxMemory(), HEAP + (HEAP_PER_PIXEL + morePerPixel) * pixels);
  }

  private void train(DryRun dry, int images, int crop) {
    Objective.Feeds feeds = feeds(dry, images, crop);
    objective.ifPresent(
        minimised -> {
          try (Objective.Value value = minimised.evaluate(feeds, Map.of())) {
            ask(minimised, feeds);
            if (keepsBack) {
              judge(minimised, feeds, feeds(dry, images, crop));
            }
          }
        });
    feeds.recycle();
    decoders.train(feeds);
  }

  private void ask(Objective minimised, Objective.Feeds feeds) {
    if (!asked.isEmpty()) {
      minimised.gradients(feeds, asked).values().forEach(Graphs.Values::close);
    }
  }

  /** By a gradient on images that were kept back, along which the terms of the others are seen. */
  private void judge(Objective minimised, Objective.Feeds feeds, Objective.Feeds keptBack) {
    Map<String, Graphs.Values> judged = minimised.gradients(keptBack, Map.of(judge, trained));
    keptBack.recycle();
    minimised.terms(feeds);
    judged.values().forEach(Graphs.Values::close);
  }

  private Objective.Feeds feeds(DryRun dry, int images, int crop) {
    INDArray image = dry.array(DataType.FLOAT, images, 3, crop, crop);
    INDArray label = dry.array(DataType.INT32, images, crop, crop);
    Map<View, Map<Endpoint, INDArray>> taught = new TreeMap<>();
    teacher.ifPresent(
        graph ->
            views()
                .forEach(
                    (view, wanted) ->
                        taught.put(view, graph.run(image, wanted.toArray(Endpoint[]::new)))));
    INDArray weights = dry.array(DataType.FLOAT, images);
    Map<String, INDArray> remembered = new TreeMap<>();
    objective.ifPresent(
        minimised ->
            minimised
                .remembered()
                .forEach((name, shape) -> remembered.put(name, dry.array(DataType.FLOAT, shape))));
    return new Objective.Feeds(
        image, new Objective.Targets(label, label, weights, remembered), taught, 0);
  }

  /** What the teacher is asked for of each view of a batch. */
  private Map<View, Set<Endpoint>> views() {
    Map<View, Set<Endpoint>> ofTerms = objective.map(Objective::taught).orElseGet(TreeMap::new);
    Map<View, Set<Endpoint>> views = Teacher.views(ofTerms, pseudoLabels);
    views.values().removeIf(Set::isEmpty);
    return views;
  }

  static long bytes(Parameters parameters) {
    return parameters.arrays().values().stream().mapToLong(StepMemory::bytes).sum();
  }

  static long bytes(INDArray array) {
    return array.length() * array.dataType().width();
  }

  /** Frees the blank parameters. */
  @Override
  public void close() {
    decoders.close();
    parameters.arrays().values().forEach(INDArray::close);
    ofTeacher.arrays().values().forEach(INDArray::close);
    if (ofScored != parameters) {
      ofScored.arrays().values().forEach(INDArray::close);
    }
  }
}
