// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
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
 * {@link ResizeLike}, row by row, and no map of the large size is ever made.
 *
 * <p>Inputs: z {@code float [N, C, h, w]}; what tells the targets y, which for {@link
 * Target#NOTHING} is nothing, y = 0 everywhere, for {@link Target#LABELS} INT32 {@code [N, H, W]},
 * y(c) = 1 where the label is {@code first + c} and 0 elsewhere, but pixels of label 255 (void) are
 * in no sum and no count, and for {@link Target#PROBABILITIES} y itself, {@code float [N, C, H,
 * W]}; and, if z is to be resized, a map {@code [*, *, H, W]} of that size. Outputs: the loss
 * (scalar) and its gradient with respect to z, so that value and gradient take one pass.
 */
public final class BinaryCrossEntropy extends JavaOp {
  static final String NAME = "ciss_binary_cross_entropy";

  /** The label of pixels that are left out. */
  static final int VOID = 255;

  /** What the logits are compared with; told apart by number and type of the inputs. */
  private enum Target {
    NOTHING,
    LABELS,
    PROBABILITIES
  }

  /** Sets v and w of a row of pixels of one class of one image. */
  @FunctionalInterface
  private interface Weights {
    void fill(int plane, int row, double[] v, double[] w);
  }

  /** For SameDiff. */
  public BinaryCrossEntropy() {}

  /**
   * The op.
   *
   * @param target what tells the targets, nothing or one variable
   */
  private BinaryCrossEntropy(
      int first, double posWeight, Fusion.Resized logits, SDVariable... target) {
    super(
        Stream.of(Stream.of(logits.small()), Stream.of(target), logits.reference().stream())
            .flatMap(Function.identity())
            .toArray(SDVariable[]::new));
    addIArgument(first);
    addTArgument(posWeight);
    addBArgument(logits.reference().isPresent());
  }

  static SDVariable againstNothing(Fusion.Resized logits) {
    return new BinaryCrossEntropy(0, 1, logits).outputVariables()[0];
  }

  static SDVariable againstLabels(
      Fusion.Resized logits, SDVariable labels, int first, double posWeight) {
    return new BinaryCrossEntropy(first, posWeight, logits, labels).outputVariables()[0];
  }

  static SDVariable againstProbabilities(Fusion.Resized logits, SDVariable probabilities) {
    return new BinaryCrossEntropy(0, 1, logits, probabilities).outputVariables()[0];
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public int getNumOutputs() {
    return 2;
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
    return inputs[1].dataType().isFPType() ? Target.PROBABILITIES : Target.LABELS;
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    INDArray logits = inputs[0];
    int planes = (int) (logits.size(0) * logits.size(1));
    Sizes sizes = Sizes.of(logits, size(inputs));
    double scale = 1.0 / Math.max(1, counted(inputs, sizes));
    Weights weights = weights(inputs, sizes);
    FloatBuffer z = HostMemory.floatBuffer(logits);
    FloatBuffer gradient = HostMemory.floatBuffer(outputs[1]);
    double[] sums = new double[planes];
    HostMemory.parallel(
        planes,
        plane -> {
          float[] map = HostMemory.read(z, plane * sizes.area(), sizes.area());
          sums[plane] = lossAndGradient(plane, map, sizes, weights, scale);
          gradient.put(plane * map.length, map);
        });
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
    int pixels() {
      return rows.outputs() * columns.outputs();
    }
  }

  /** The number of pixels that the mean is over. */
  private long counted(INDArray[] inputs, Sizes sizes) {
    long pixels = inputs[0].size(0) * sizes.pixels();
    if (target(inputs) != Target.LABELS) {
      return pixels;
    }
    IntBuffer labels = HostMemory.intBuffer(inputs[1]);
    return IntStream.range(0, (int) pixels).filter(i -> labels.get(i) != VOID).count();
  }

  private Weights weights(INDArray[] inputs, Sizes sizes) {
    return switch (target(inputs)) {
      case NOTHING ->
          (plane, row, v, w) -> {
            Arrays.fill(v, 0);
            Arrays.fill(w, 1);
          };
      case LABELS ->
          ofLabels(HostMemory.intBuffer(inputs[1]), (int) inputs[0].size(1), sizes.rows.outputs());
      case PROBABILITIES -> ofProbabilities(HostMemory.floatBuffer(inputs[1]), sizes);
    };
  }

  private Weights ofLabels(IntBuffer labels, int classes, int rows) {
    int first = intArgument(0);
    double posWeight = floatArgument(0);
    return (plane, row, v, w) -> {
      int wanted = first + plane % classes;
      int[] ofRow = new int[v.length];
      labels.get((plane / classes * rows + row) * ofRow.length, ofRow);
      for (int x = 0; x < ofRow.length; x++) {
        v[x] = ofRow[x] == wanted ? posWeight : 0;
        w[x] = ofRow[x] == VOID ? 0 : ofRow[x] == wanted ? posWeight : 1;
      }
    };
  }

  private static Weights ofProbabilities(FloatBuffer probabilities, Sizes sizes) {
    return (plane, row, v, w) -> {
      int start = plane * sizes.pixels() + row * v.length;
      for (int x = 0; x < v.length; x++) {
        v[x] = probabilities.get(start + x);
      }
      Arrays.fill(w, 1);
    };
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

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    List<SDVariable> result = new ArrayList<>();
    result.add(new ScaleBy(outputVariables()[1], outputGradients.get(0)).outputVariable());
    for (int i = 1; i < args().length; i++) {
      result.add(getSameDiff().zerosLike(arg(i)));
    }
    return result;
  }
}
