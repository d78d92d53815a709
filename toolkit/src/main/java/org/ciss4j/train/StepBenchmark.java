// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.exec.OpClock;
import org.ciss4j.graph.loss.Objective;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.learn.ParameterGroup;
import org.ciss4j.learn.Sgd;
import org.ciss4j.learn.Teacher;
import org.ciss4j.method.Dkd;
import org.ciss4j.scenario.Step;
import org.ciss4j.train.evaluate.Evaluator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How long an iteration of DKD in a later step takes (student and teacher forwards, all losses,
 * backward, update), and the labelling of as many images, on random images.
 *
 * @param network what is trained
 * @param size height and width of the images in pixels
 * @param batch images per iteration
 * @param oldClasses number of old classes
 * @param newClasses number of new classes
 * @param trainNorm whether batch normalisation uses batch statistics and is trained, as in base
 *     steps, instead of being frozen
 * @param warmUp seconds that pass, and one run, before timing begins: Java compiles what runs often
 * @param repeat number of runs that are timed
 */
public record StepBenchmark(
    Network network,
    int size,
    int batch,
    int oldClasses,
    int newClasses,
    boolean trainNorm,
    double warmUp,
    int repeat) {

  private static final int LABEL_SQUARE = 16;

  /** The update costs what it always does; a deep network of random numbers would soon overflow. */
  private static final double RATE = 0;

  private static final double MOMENTUM = 0.9;

  /**
   * Runs of one kind.
   *
   * @param seconds of each timed run, in order
   * @param shares of each kind of op in their time; "other" is what happens between the ops
   */
  public record Timing(List<Double> seconds, Map<String, Double> shares) {
    /** The middle of the sorted seconds, or the mean of the two in the middle. */
    public double median() {
      List<Double> sorted = seconds.stream().sorted().toList();
      int middle = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(middle)
          : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
  }

  /** The timings of training iterations and of labelling. */
  public record Result(Timing trainStep, Timing infer) {}

  /**
   * Checks the numbers.
   *
   * @throws CissException of kind usage if one is too small or too large
   */
  public StepBenchmark {
    if (size < 32 || batch < 1 || oldClasses < 1 || newClasses < 1 || repeat < 1) {
      throw CissException.usage(
          "expected a size of at least 32 and positive numbers of images, classes and repetitions,"
              + " got size %d, batch %d, %d old and %d new classes, %d repetitions",
          size, batch, oldClasses, newClasses, repeat);
    }
    if (3.0 * batch * size * size > Integer.MAX_VALUE) {
      throw CissException.usage(
          "expected fewer than 2^31 numbers in the images, got %d x 3 x %d x %d; make them smaller"
              + " or fewer",
          batch, size, size);
    }
    if (trainNorm && batch == 1) {
      throw CissException.usage(
          "expected at least two images, of which the pooled ones can be normalised by their own"
              + " statistics, got one; freeze the normalisations or take a larger batch");
    }
  }

  /**
   * Runs the benchmark, which takes seconds to minutes.
   *
   * @throws CissException of kind usage if this machine has not the precision of the network
   */
  public Result run() {
    Model.requireTrainable(network);
    HeadLayout layout = new HeadLayout(List.of(oldClasses, newClasses));
    Parameters parameters = new Parameters(1);
    try (INDArray image = images();
        INDArray label = labels()) {
      Timing training = training(layout, parameters, image, label);
      try (Evaluator evaluator = new Evaluator(network, layout, parameters, Dkd.voc().decision())) {
        return new Result(training, timed(() -> evaluator.labels(image)));
      }
    }
  }

  private Timing training(
      HeadLayout layout, Parameters parameters, INDArray image, INDArray label) {
    Step step = new Step(1, ids(1, oldClasses), ids(oldClasses + 1, newClasses), List.of());
    Dkd method = Dkd.voc();
    Mode mode = new Mode(trainNorm, 0);
    SegmentationGraph student = SegmentationGraph.build(network, layout, mode, parameters);
    Objective objective = Objective.of(student, method.lossTerms(step));
    List<ParameterGroup> groups = ParameterGroup.standard(step, layout, student.trainable(), 0);
    HeadLayout before = new HeadLayout(List.of(oldClasses));
    try (Sgd optimizer = new Sgd(parameters, groups, MOMENTUM, network.backend());
        Teacher teacher = new Teacher(network, before, method.signRule(), parameters)) {
      return timed(
          () -> {
            Map<Endpoint, INDArray> taught = teacher.outputs(image, objective.teacherEndpoints());
            try (Objective.Value value = objective.evaluate(image, label, taught, 0)) {
              optimizer.update(value.gradients(), RATE);
            }
            Graphs.recycle(taught.values());
          });
    }
  }

  private Timing timed(Runnable work) {
    long begin = System.nanoTime();
    do {
      work.run();
    } while (seconds(begin) < warmUp);
    List<Double> runs = new ArrayList<>();
    try (OpClock clock = OpClock.start()) {
      for (int i = 0; i < repeat; i++) {
        long start = System.nanoTime();
        work.run();
        runs.add(seconds(start));
      }
      return new Timing(List.copyOf(runs), shares(runs, clock.seconds()));
    }
  }

  private static Map<String, Double> shares(List<Double> runs, Map<String, Double> secondsByOp) {
    double total = sum(runs);
    Map<String, Double> seconds = new HashMap<>(secondsByOp);
    seconds.put("other", total - sum(secondsByOp.values()));
    Map<String, Double> shares = new TreeMap<>();
    seconds.forEach((op, time) -> shares.put(op, time / total));
    return Collections.unmodifiableMap(shares);
  }

  private static double sum(Iterable<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  private INDArray images() {
    Random random = new Random(0);
    float[] values = new float[batch * 3 * size * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    INDArray image = Nd4j.createUninitialized(DataType.FLOAT, new long[] {batch, 3, size, size});
    image.data().setData(values);
    return image;
  }

  /** Squares of background or of a new class. */
  private INDArray labels() {
    Random random = new Random(1);
    int squares = (size + LABEL_SQUARE - 1) / LABEL_SQUARE;
    int[] values = new int[batch * size * size];
    for (int n = 0; n < batch; n++) {
      int[] drawn = random.ints((long) squares * squares, 0, newClasses + 1).toArray();
      for (int pixel = 0; pixel < size * size; pixel++) {
        int square = pixel / size / LABEL_SQUARE * squares + pixel % size / LABEL_SQUARE;
        int label = drawn[square] == 0 ? 0 : oldClasses + drawn[square];
        values[n * size * size + pixel] = label;
      }
    }
    return Nd4j.createFromArray(values).reshape(batch, size, size);
  }

  private static List<Integer> ids(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }
}
