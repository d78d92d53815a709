// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ciss4j.graph.kernel.ResizedRows;
import org.ciss4j.graph.kernel.SoftmaxRows;
import org.ciss4j.graph.machine.Threads;
import org.ciss4j.graph.memory.Floats;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.memory.Ints;
import org.ciss4j.graph.op.Ops;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Cross-entropy of a softmax over the channels of logits, the loss of every network with a
 * background channel: a mean over pixels.
 *
 * <p>{@code loss = log(sum_k exp(z_k)) - sum_g t_g log(sum_(k in g) exp(z_k))}: each group g of
 * outputs counts as one, whose probability is the sum of theirs, and the targets t of a pixel add
 * up to 1. All groups have one output but that of output 0, which may have others beside it: the
 * first ones, or the last. The gradient of {@code z_k} is {@code p_k - t_g p_k / P_g}, with the
 * probability {@code P_g} of its group.
 *
 * <p>Logits that were resized are resized row by row, and no map of the large size is ever made.
 *
 * <p>Inputs: z {@code float [N, K, h, w]}; what tells the targets, for {@link Target#LABELS} INT32
 * {@code [N, H, W]}, where 255 is in no sum and no count, and for {@link Target#LOGITS} {@code
 * float [N, O, h', w']}, O at most K, whose softmax are the targets of the first O groups; if there
 * are any, factors of the images {@code float [N]}, or labels INT32 {@code [N, H, W]}, of which
 * only pixels with labels below O count; if z or the others' logits are to be resized, a map {@code
 * [*, *, H, W]} of that size. Outputs: the loss (scalar) and its gradient with respect to z.
 */
public final class SoftmaxCrossEntropy extends ValueAndGradient {
  /** What the logits are compared with; told apart by the type of the input. */
  private enum Target {
    LABELS,
    LOGITS
  }

  /** Which pixels count, and how much; told apart by number and type of the inputs. */
  private enum Counting {
    ALL,
    BY_IMAGE,
    BY_LABEL
  }

  /** For SameDiff. */
  public SoftmaxCrossEntropy() {}

  private SoftmaxCrossEntropy(
      int first, boolean joined, boolean[] resized, List<SDVariable> inputs) {
    super(inputs.toArray(SDVariable[]::new));
    addIArgument(first);
    addBArgument(joined, resized[0], resized[1]);
  }

  /**
   * Against labels.
   *
   * @param merged how many outputs from 0 on are one group
   * @param imageWeights empty for the mean over all pixels that are not void; else the mean is over
   *     all
   */
  static SDVariable againstLabels(
      Fusion.Resized logits, SDVariable labels, int merged, Optional<SDVariable> imageWeights) {
    List<SDVariable> inputs = new ArrayList<>(List.of(logits.small(), labels));
    imageWeights.ifPresent(inputs::add);
    logits.reference().ifPresent(inputs::add);
    boolean[] resized = {logits.reference().isPresent(), false};
    return new SoftmaxCrossEntropy(merged, false, resized, inputs).outputVariables()[0];
  }

  /**
   * Against the softmax of other logits.
   *
   * @param joined whether outputs that the others do not have are one group with output 0
   * @param labels empty for the mean over all pixels
   */
  static SDVariable againstLogits(
      Fusion.Resized logits, Fusion.Resized other, boolean joined, Optional<SDVariable> labels) {
    List<SDVariable> inputs = new ArrayList<>(List.of(logits.small(), other.small()));
    labels.ifPresent(inputs::add);
    logits.reference().or(other::reference).ifPresent(inputs::add);
    boolean[] resized = {logits.reference().isPresent(), other.reference().isPresent()};
    return new SoftmaxCrossEntropy(1, joined, resized, inputs).outputVariables()[0];
  }

  private static Target target(INDArray[] inputs) {
    return inputs[1].dataType().isFPType() ? Target.LOGITS : Target.LABELS;
  }

  private Counting counting(INDArray[] inputs) {
    int others = flag(1) || flag(2) ? 3 : 2;
    if (inputs.length == others) {
      return Counting.ALL;
    }
    return inputs[2].dataType().isFPType() ? Counting.BY_IMAGE : Counting.BY_LABEL;
  }

  /** A map of the size at which logits and targets are compared. */
  private INDArray size(INDArray[] inputs) {
    return flag(1) || flag(2) ? inputs[inputs.length - 1] : inputs[0];
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    INDArray z = inputs[0];
    INDArray size = size(inputs);
    expect(z.rank() == 4 && size.rank() == 4, "logits [N, K, H, W]", inputs);
    INDArray target = inputs[1];
    if (target(inputs) == Target.LABELS) {
      expect(isMapOf(target, z, size), "logits [N, K, H, W] and labels [N, H, W]", inputs);
    } else {
      boolean sameSize = flag(2) || isSize(target, size);
      expect(
          target.rank() == 4
              && target.size(0) == z.size(0)
              && target.size(1) <= z.size(1)
              && sameSize
              && (flag(1) || isSize(z, size)),
          "logits [N, K, H, W] and others [N, O, H, W] with O <= K",
          inputs);
    }
    switch (counting(inputs)) {
      case ALL -> {}
      case BY_IMAGE -> expect(isVector(inputs[2], z.size(0)), "factors [N]", inputs);
      case BY_LABEL -> expect(isMapOf(inputs[2], z, size), "labels [N, H, W]", inputs);
    }
    return new long[][] {{}, z.shape()};
  }

  private static boolean isMapOf(INDArray labels, INDArray z, INDArray size) {
    long[] expected = {z.size(0), size.size(2), size.size(3)};
    return Arrays.equals(labels.shape(), expected);
  }

  private static boolean isSize(INDArray map, INDArray size) {
    return map.size(2) == size.size(2) && map.size(3) == size.size(3);
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    INDArray z = inputs[0];
    INDArray size = size(inputs);
    ResizedRows logits = ResizedRows.of(z, size);
    Pixels pixels = pixels(inputs, size);
    Floats gradient = Floats.of(outputs[1]);
    double loss = 0;
    for (int n = 0; n < z.size(0); n++) {
      loss += new OneImage(logits, pixels, n).run(gradient);
    }
    outputs[0].putScalar(0, loss);
  }

  /** What tells the targets of all pixels. */
  private interface Pixels {
    /** How many groups have a target, 0 being the one of several outputs. */
    int targets();

    /** For one thread. */
    Filler filler();
  }

  /** Sets {@code targets[g][x]} of a row of pixels of an image, and what each counts. */
  @FunctionalInterface
  private interface Filler {
    void fill(int image, int row, double[][] targets, double[] weights);
  }

  private Pixels pixels(INDArray[] inputs, INDArray size) {
    int height = (int) size.size(2);
    int width = (int) size.size(3);
    long images = inputs[0].size(0);
    Weights weights = weights(inputs, images * height * width, height, width);
    if (target(inputs) == Target.LOGITS) {
      return new OfLogits(ResizedRows.of(inputs[1], size), weights);
    }
    Ints labels = Ints.of(inputs[1]);
    return new OfLabels(labels, height, width, (int) inputs[0].size(1), intArgument(0), weights);
  }

  /** Sets what each pixel of a row counts, void aside. */
  @FunctionalInterface
  private interface Weights {
    void fill(int image, int row, double[] weights);
  }

  private Weights weights(INDArray[] inputs, long pixels, int height, int width) {
    return switch (counting(inputs)) {
      case ALL -> {
        double each =
            1.0 / Math.max(1, target(inputs) == Target.LABELS ? counted(inputs[1]) : pixels);
        yield (image, row, weights) -> Arrays.fill(weights, each);
      }
      case BY_IMAGE -> {
        float[] factors = HostMemory.toFloats(inputs[2]);
        yield (image, row, weights) -> Arrays.fill(weights, factors[image] / pixels);
      }
      case BY_LABEL -> {
        Ints labels = Ints.of(inputs[2]);
        int known = (int) inputs[1].size(1);
        double each = 1.0 / Math.max(1, labels.count(label -> label < known));
        yield (image, row, weights) -> {
          int[] ofRow = new int[width];
          labels.read(((long) image * height + row) * width, ofRow);
          for (int x = 0; x < width; x++) {
            weights[x] = ofRow[x] < known ? each : 0;
          }
        };
      }
    };
  }

  private static long counted(INDArray labels) {
    return Ints.of(labels).count(label -> label != Ops.VOID);
  }

  private record OfLabels(
      Ints labels, int height, int width, int outputs, int merged, Weights weights)
      implements Pixels {
    @Override
    public int targets() {
      return outputs;
    }

    @Override
    public Filler filler() {
      int[] ofRow = new int[width];
      return (image, row, targets, pixelWeights) -> {
        weights.fill(image, row, pixelWeights);
        fill(image, row, ofRow, targets, pixelWeights);
      };
    }

    private void fill(int image, int row, int[] ofRow, double[][] targets, double[] pixelWeights) {
      for (double[] target : targets) {
        Arrays.fill(target, 0);
      }
      labels.read(((long) image * height + row) * width, ofRow);
      for (int x = 0; x < width; x++) {
        int label = ofRow[x];
        if (label == Ops.VOID) {
          pixelWeights[x] = 0;
        }
        targets[label == Ops.VOID || label < merged ? 0 : label][x] = 1;
      }
    }
  }

  private record OfLogits(ResizedRows logits, Weights weights) implements Pixels {
    @Override
    public int targets() {
      return logits.channels();
    }

    @Override
    public Filler filler() {
      SoftmaxRows rows = new SoftmaxRows(targets(), logits.width());
      return (image, row, targets, pixelWeights) -> {
        weights.fill(image, row, pixelWeights);
        logits.row(image, row, rows.z);
        rows.compute();
        rows.probabilities(targets);
      };
    }
  }

  /** Whether an output is of the group that output 0 is of. */
  private boolean isOfFirst(int output, int targets) {
    return output < intArgument(0) || (flag(0) && output >= targets);
  }

  /** The loss of one image. */
  private final class OneImage {
    private final ResizedRows logits;
    private final Pixels pixels;
    private final int image;
    private final boolean[] ofFirst;

    OneImage(ResizedRows logits, Pixels pixels, int image) {
      this.logits = logits;
      this.pixels = pixels;
      this.image = image;
      this.ofFirst = new boolean[logits.channels()];
      for (int k = 0; k < ofFirst.length; k++) {
        ofFirst[k] = isOfFirst(k, pixels.targets());
      }
    }

    /** Returns the loss, and sets this image's part of the gradient {@code [N, K, h, w]}. */
    double run(Floats gradient) {
      int bands = logits.height();
      double[] losses = new double[bands];
      double[][] gradients = new double[bands][];
      Threads.share(
          bands,
          band -> {
            Band work = new Band();
            losses[band] = work.run(band);
            gradients[band] = logits.narrow(work.low, work.high);
          });
      logits.writeGradient(image, gradients, gradient);
      return Arrays.stream(losses).sum();
    }

    /** The rows of pixels between two rows of the logits as they came. */
    private final class Band {
      private final int width = logits.width();
      private final SoftmaxRows rows = new SoftmaxRows(ofFirst.length, width);
      private final double[][] targets = new double[pixels.targets()][width];
      private final Filler filler = pixels.filler();
      private final double[] weights = new double[width];
      private final double[] first = new double[width];
      private final double[] share = new double[width];
      private final double[][] low = new double[ofFirst.length][width];
      private final double[][] high = new double[ofFirst.length][width];

      double run(int band) {
        double loss = 0;
        for (int row = logits.firstRow(band); row < logits.firstRow(band + 1); row++) {
          logits.row(image, row, rows.z);
          rows.compute();
          filler.fill(image, row, targets, weights);
          loss += loss();
          addGradient(logits.lowWeight(row), logits.highWeight(row));
        }
        return loss;
      }

      private double loss() {
        Arrays.fill(first, 0);
        int members = 0;
        for (int k = 0; k < ofFirst.length; k++) {
          if (ofFirst[k]) {
            members++;
            for (int x = 0; x < width; x++) {
              first[x] += rows.e[k][x];
            }
          }
        }
        double loss = 0;
        for (int x = 0; x < width; x++) {
          if (weights[x] != 0) {
            double ofFirstGroup = members == 1 ? rows.z[0][x] : rows.max[x] + Math.log(first[x]);
            double all = rows.max[x] + Math.log(rows.sum[x]);
            loss += weights[x] * (all - targets[0][x] * ofFirstGroup);
          }
        }
        for (int k = 1; k < targets.length; k++) {
          if (!ofFirst[k]) {
            for (int x = 0; x < width; x++) {
              loss -= weights[x] * targets[k][x] * rows.z[k][x];
            }
          }
        }
        return loss;
      }

      private void addGradient(double lowWeight, double highWeight) {
        for (int x = 0; x < width; x++) {
          share[x] = targets[0][x] / first[x];
        }
        for (int k = 0; k < ofFirst.length; k++) {
          double[] e = rows.e[k];
          if (ofFirst[k]) {
            for (int x = 0; x < width; x++) {
              double gradient = weights[x] * e[x] * (1 / rows.sum[x] - share[x]);
              low[k][x] += lowWeight * gradient;
              high[k][x] += highWeight * gradient;
            }
          } else {
            double[] target = k < targets.length ? targets[k] : null;
            for (int x = 0; x < width; x++) {
              double wanted = target == null ? 0 : target[x];
              double gradient = weights[x] * (e[x] / rows.sum[x] - wanted);
              low[k][x] += lowWeight * gradient;
              high[k][x] += highWeight * gradient;
            }
          }
        }
      }
    }
  }
}
