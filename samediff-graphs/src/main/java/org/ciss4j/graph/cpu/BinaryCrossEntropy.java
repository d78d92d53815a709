// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.ciss4j.graph.kernel.Bilinear;
import org.ciss4j.graph.kernel.Logistic;
import org.ciss4j.graph.kernel.ResizedMaps;
import org.ciss4j.graph.machine.Threads;
import org.ciss4j.graph.memory.ArrayPool;
import org.ciss4j.graph.memory.Floats;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.memory.Ints;
import org.ciss4j.graph.op.Ops;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Binary cross-entropy of logits, the loss of every sigmoid classifier here: for each class the
 * mean over batch and pixels, then the sum over classes.
 *
 * <p>{@code loss = sum_c mean_(n,i) -(g y log p + (1 - y) log(1 - p))} with {@code p = sigmoid(z)};
 * computed as {@code w softplus(z) - v z} with {@code v = g y} and {@code w = 1 - y + v}, which
 * cannot overflow. Its gradient is {@code w p - v}.
 *
 * <p>The logits may be smaller than what they are compared with: then they are resized to it as by
 * {@link ResizeLike}, row by row, and no map of the large size is ever made. The same holds for
 * logits whose {@link Sigmoid} is the targets.
 *
 * <p>Inputs: z {@code float [N, C, h, w]}; what tells the targets y, which for {@link
 * Target#NOTHING} is nothing, y = 0 everywhere, for {@link Target#LABELS} INT32 {@code [N, H, W]},
 * y(c) = 1 where the label is {@code first + c} and 0 elsewhere, but pixels of label 255 (void) are
 * in no sum and no count, for {@link Target#PROBABILITIES} y itself, {@code float [N, C, H, W]},
 * and for {@link Target#LOGITS} others, {@code float [N, C, h', w']}, of which y is the sigmoid
 * once they are resized; and, if z is to be resized, a map {@code [*, *, H, W]} of that size.
 * Outputs: the loss (scalar) and its gradient with respect to z, so that value and gradient take
 * one pass.
 */
public final class BinaryCrossEntropy extends ValueAndGradient {
  /** What the logits are compared with; told apart by number and type of the inputs, and a flag. */
  private enum Target {
    NOTHING,
    LABELS,
    PROBABILITIES,
    LOGITS
  }

  /** Sets v and w of a row of pixels of one class of one image. */
  @FunctionalInterface
  private interface Weights {
    void fill(int plane, int row, double[] v, double[] w);

    /** How many planes can be filled once they are prepared. */
    default int planesAtOnce() {
      return Integer.MAX_VALUE;
    }

    /** To be called before planes are filled. */
    default void prepare(int first, int count) {}

    /** To be called when all is done. */
    default void release() {}
  }

  /** For SameDiff. */
  public BinaryCrossEntropy() {}

  /**
   * The op.
   *
   * @param ofLogits whether the targets are the sigmoid of what is given
   * @param target what tells the targets, nothing or one variable
   */
  private BinaryCrossEntropy(
      int first, double posWeight, boolean ofLogits, Fusion.Resized logits, SDVariable... target) {
    super(
        Stream.of(Stream.of(logits.small()), Stream.of(target), logits.reference().stream())
            .flatMap(Function.identity())
            .toArray(SDVariable[]::new));
    addIArgument(first);
    addTArgument(posWeight);
    addBArgument(logits.reference().isPresent(), ofLogits);
  }

  static SDVariable againstNothing(Fusion.Resized logits) {
    return new BinaryCrossEntropy(0, 1, false, logits).outputVariables()[0];
  }

  static SDVariable againstLabels(
      Fusion.Resized logits, SDVariable labels, int first, double posWeight) {
    return new BinaryCrossEntropy(first, posWeight, false, logits, labels).outputVariables()[0];
  }

  static SDVariable againstProbabilities(Fusion.Resized logits, SDVariable probabilities) {
    Optional<SDVariable> others = Fusion.sigmoidOfSameSize(probabilities, logits);
    return new BinaryCrossEntropy(0, 1, others.isPresent(), logits, others.orElse(probabilities))
        .outputVariables()[0];
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    long[] shape = inputs[0].shape();
    INDArray size = size(inputs);
    expect(shape.length == 4 && size.rank() == 4, "logits [N, C, H, W]", inputs);
    long[] resized = {shape[0], shape[1], size.size(2), size.size(3)};
    switch (target(inputs)) {
      case NOTHING -> {}
      case LABELS ->
          expect(
              Arrays.equals(inputs[1].shape(), new long[] {resized[0], resized[2], resized[3]}),
              "logits [N, C, H, W] and labels [N, H, W]",
              inputs);
      case PROBABILITIES ->
          expect(
              Arrays.equals(inputs[1].shape(), resized),
              "logits and probabilities, both [N, C, H, W]",
              inputs);
      case LOGITS ->
          expect(
              inputs[1].rank() == 4
                  && inputs[1].size(0) == shape[0]
                  && inputs[1].size(1) == shape[1],
              "two maps of logits [N, C, H, W]",
              inputs);
    }
    return new long[][] {{}, shape};
  }

  /** A map of the size at which logits and targets are compared. */
  private INDArray size(INDArray[] inputs) {
    return flag(0) ? inputs[inputs.length - 1] : inputs[0];
  }

  private Target target(INDArray[] inputs) {
    int others = flag(0) ? 2 : 1;
    if (inputs.length == others) {
      return Target.NOTHING;
    }
    if (!inputs[1].dataType().isFPType()) {
      return Target.LABELS;
    }
    return flag(1) ? Target.LOGITS : Target.PROBABILITIES;
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    INDArray logits = inputs[0];
    int planes = Math.toIntExact(logits.size(0) * logits.size(1));
    Sizes sizes = Sizes.of(logits, size(inputs));
    double scale = 1.0 / Math.max(1, counted(inputs, sizes));
    Weights weights = weights(inputs, sizes);
    Floats z = Floats.of(logits);
    Floats gradient = Floats.of(outputs[1]);
    double[] sums = new double[planes];
    int some = Math.min(planes, weights.planesAtOnce());
    for (int start = 0; start < planes; start += some) {
      int first = start;
      int count = Math.min(some, planes - first);
      weights.prepare(first, count);
      Threads.share(
          count,
          i -> {
            int plane = first + i;
            float[] map = new float[sizes.area()];
            z.read((long) plane * map.length, map);
            sums[plane] = lossAndGradient(plane, map, sizes, weights, scale);
            gradient.write((long) plane * map.length, map);
          });
    }
    weights.release();
    outputs[0].putScalar(0, Arrays.stream(sums).sum() * scale);
  }

  /** How the logits, of {@code height} rows, become larger. */
  private record Sizes(int height, int width, Bilinear rows, Bilinear columns) {
    static Sizes of(INDArray logits, INDArray reference) {
      int height = (int) logits.size(2);
      int width = (int) logits.size(3);
      return new Sizes(
          height,
          width,
          Bilinear.of(height, (int) reference.size(2)),
          Bilinear.of(width, (int) reference.size(3)));
    }

    /** Pixels of the logits. */
    int area() {
      return height * width;
    }

    /** Pixels that the logits are resized to. */
    long pixels() {
      return (long) rows.outputs() * columns.outputs();
    }
  }

  /** The number of pixels that the mean is over. */
  private long counted(INDArray[] inputs, Sizes sizes) {
    long pixels = inputs[0].size(0) * sizes.pixels();
    if (target(inputs) != Target.LABELS) {
      return pixels;
    }
    return Ints.of(inputs[1]).count(label -> label != Ops.VOID);
  }

  private Weights weights(INDArray[] inputs, Sizes sizes) {
    return switch (target(inputs)) {
      case NOTHING ->
          (plane, row, v, w) -> {
            Arrays.fill(v, 0);
            Arrays.fill(w, 1);
          };
      case LABELS -> ofLabels(Ints.of(inputs[1]), (int) inputs[0].size(1), sizes.rows.outputs());
      case PROBABILITIES -> ofProbabilities(Floats.of(inputs[1]), 0, sizes);
      case LOGITS -> new OfLogits(inputs[1], sizes);
    };
  }

  private Weights ofLabels(Ints labels, int classes, int rows) {
    int first = intArgument(0);
    double posWeight = floatArgument(0);
    return (plane, row, v, w) -> {
      int wanted = first + plane % classes;
      int[] ofRow = new int[v.length];
      labels.read(((long) (plane / classes) * rows + row) * ofRow.length, ofRow);
      for (int x = 0; x < ofRow.length; x++) {
        v[x] = ofRow[x] == wanted ? posWeight : 0;
        w[x] = ofRow[x] == Ops.VOID ? 0 : ofRow[x] == wanted ? posWeight : 1;
      }
    };
  }

  private static Weights ofProbabilities(Floats probabilities, int firstPlane, Sizes sizes) {
    return (plane, row, v, w) -> {
      float[] ofRow = new float[v.length];
      long start = (plane - firstPlane) * sizes.pixels() + (long) row * ofRow.length;
      probabilities.read(start, ofRow);
      copy(ofRow, v);
      Arrays.fill(w, 1);
    };
  }

  /** Probabilities that are made of logits, some planes at a time. */
  private static final class OfLogits implements Weights {
    /** Pixels of the planes that are there at once, unless each core has to have one. */
    private static final long PIXELS = 1L << 22;

    private final INDArray logits;
    private final Sizes sizes;
    private final INDArray probabilities;
    private Weights prepared = (plane, row, v, w) -> {};

    OfLogits(INDArray logits, Sizes sizes) {
      this.logits = logits;
      this.sizes = sizes;
      long planes = Math.max(Runtime.getRuntime().availableProcessors(), PIXELS / sizes.pixels());
      this.probabilities =
          ArrayPool.ofThread()
              .allocate(
                  false,
                  DataType.FLOAT,
                  Math.min(planes, logits.size(0) * logits.size(1)),
                  sizes.rows.outputs(),
                  sizes.columns.outputs());
    }

    @Override
    public int planesAtOnce() {
      return (int) probabilities.size(0);
    }

    @Override
    public void prepare(int first, int count) {
      ResizedMaps.resize(logits, first, count, probabilities);
      FloatPointer pixels = HostMemory.floats(probabilities).capacity(count * sizes.pixels());
      Sigmoid.apply(pixels, pixels);
      prepared = ofProbabilities(Floats.of(probabilities), first, sizes);
    }

    @Override
    public void fill(int plane, int row, double[] v, double[] w) {
      prepared.fill(plane, row, v, w);
    }

    @Override
    public void release() {
      ArrayPool.ofThread().release(probabilities);
    }
  }

  /**
   * Returns the sum of the losses of a plane, that is, of one class of one image.
   *
   * @param map the logits; receives the gradient
   */
  private static double lossAndGradient(
      int plane, float[] map, Sizes sizes, Weights weights, double scale) {
    int width = sizes.columns.outputs();
    double[][] wide = new double[sizes.height][width];
    double[][] wideGradient = new double[sizes.height][width];
    for (int y = 0; y < sizes.height; y++) {
      copy(sizes.columns.gather(map, y * sizes.width), wide[y]);
    }
    Row row = new Row(width);
    for (int y = 0; y < sizes.rows.outputs(); y++) {
      int low = sizes.rows.low()[y];
      int high = sizes.rows.high()[y];
      double lowWeight = sizes.rows.lowWeight()[y];
      double highWeight = sizes.rows.highWeight()[y];
      row.blend(wide[low], lowWeight, wide[high], highWeight);
      weights.fill(plane, y, row.v, row.w);
      row.addLoss();
      row.addGradient(scale * lowWeight, wideGradient[low]);
      row.addGradient(scale * highWeight, wideGradient[high]);
    }
    double[] gradient = new double[map.length];
    for (int y = 0; y < sizes.height; y++) {
      sizes.columns.scatter(wideGradient[y], gradient, y * sizes.width);
    }
    for (int i = 0; i < map.length; i++) {
      map[i] = (float) gradient[i];
    }
    return Arrays.stream(row.loss).sum();
  }

  private static void copy(float[] from, double[] to) {
    for (int x = 0; x < to.length; x++) {
      to[x] = from[x];
    }
  }

  /** The work on a row of pixels, in loops that Java compiles to vector code. */
  private static final class Row {
    final double[] v;
    final double[] w;

    /** Of each column, the sum over the rows so far. */
    final double[] loss;

    private final double[] z;
    private final double[] softplus;
    private final double[] sigmoid;
    private final double[] scratch;

    Row(int width) {
      v = new double[width];
      w = new double[width];
      loss = new double[width];
      z = new double[width];
      softplus = new double[width];
      sigmoid = new double[width];
      scratch = new double[width];
    }

    void blend(double[] low, double lowWeight, double[] high, double highWeight) {
      for (int x = 0; x < z.length; x++) {
        z[x] = lowWeight * low[x] + highWeight * high[x];
      }
    }

    void addLoss() {
      Logistic.apply(z, softplus, sigmoid, scratch, z.length);
      for (int x = 0; x < z.length; x++) {
        loss[x] += w[x] * softplus[x] - v[x] * z[x];
      }
    }

    void addGradient(double factor, double[] to) {
      for (int x = 0; x < z.length; x++) {
        to[x] += factor * (w[x] * sigmoid[x] - v[x]);
      }
    }
  }
}
