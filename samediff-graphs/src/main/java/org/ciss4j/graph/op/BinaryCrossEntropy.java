// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Binary cross-entropy of logits, the loss of every sigmoid classifier here: for each class the
 * mean over batch and pixels, then the sum over classes.
 *
 * <p>{@code loss = sum_c mean_(n,i) -(g y log p + (1 - y) log(1 - p))} with {@code p = sigmoid(z)};
 * computed as {@code w softplus(z) - g y z} with {@code w = 1 + (g - 1) y}, which cannot overflow.
 * Its gradient is {@code w p - g y}.
 *
 * <p>Inputs: z {@code float [N, C, H, W]}, and what tells the targets y. One of: nothing, y = 0
 * everywhere; labels, INT32 {@code [N, H, W]}, y(c) = 1 where the label is {@code first + c} and 0
 * elsewhere, but pixels of label 255 (void) are in no sum and no count; probabilities, {@code float
 * [N, C, H, W]}, y itself. Outputs: the loss (scalar), its gradient with respect to z (so that
 * value and gradient take one pass), and scratch memory of z's shape.
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

  /** Fills y for one plane, that is, one class of one image; NaN for a pixel that is left out. */
  @FunctionalInterface
  private interface Targets {
    void fill(int plane, float[] y);
  }

  /** For SameDiff. */
  public BinaryCrossEntropy() {}

  private BinaryCrossEntropy(int first, double posWeight, SDVariable... inputs) {
    super(inputs);
    addIArgument(first);
    addTArgument(posWeight);
  }

  static SDVariable againstNothing(SDVariable logits) {
    return new BinaryCrossEntropy(0, 1, logits).outputVariables()[0];
  }

  static SDVariable againstLabels(
      SDVariable logits, SDVariable labels, int first, double posWeight) {
    return new BinaryCrossEntropy(first, posWeight, logits, labels).outputVariables()[0];
  }

  static SDVariable againstProbabilities(SDVariable logits, SDVariable probabilities) {
    return new BinaryCrossEntropy(0, 1, logits, probabilities).outputVariables()[0];
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public int getNumOutputs() {
    return 3;
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    long[] shape = inputs[0].shape();
    switch (target(inputs)) {
      case NOTHING -> expect(shape.length == 4, "logits [N, C, H, W]", inputs);
      case LABELS -> {
        long[] labels = inputs[1].shape();
        boolean fits =
            shape.length == 4 && Arrays.equals(labels, new long[] {shape[0], shape[2], shape[3]});
        expect(fits, "logits [N, C, H, W] and labels [N, H, W]", inputs);
      }
      case PROBABILITIES ->
          expect(
              shape.length == 4 && inputs[0].equalShapes(inputs[1]),
              "logits and probabilities, both [N, C, H, W]",
              inputs);
    }
    return new long[][] {{}, shape, shape};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    INDArray logits = inputs[0];
    int planes = (int) (logits.size(0) * logits.size(1));
    int pixels = (int) (logits.size(2) * logits.size(3));
    double scale = 1.0 / Math.max(1, counted(inputs));
    Targets targets = targets(inputs, pixels);
    Elementwise.SIGMOID.apply(logits, outputs[1]);
    Elementwise.SOFTPLUS.apply(logits, outputs[2]);
    FloatBuffer z = HostMemory.floatBuffer(logits);
    FloatBuffer gradient = HostMemory.floatBuffer(outputs[1]);
    FloatBuffer softplus = HostMemory.floatBuffer(outputs[2]);
    double[] sums = new double[planes];
    HostMemory.parallel(
        planes,
        plane -> {
          float[] y = new float[pixels];
          targets.fill(plane, y);
          sums[plane] = plane(plane * pixels, y, z, softplus, gradient, (float) scale);
        });
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    outputs[0].putScalar(0, total * scale);
  }

  /** The number of pixels that the mean is over. */
  private static long counted(INDArray[] inputs) {
    long pixels = inputs[0].length() / inputs[0].size(1);
    if (target(inputs) != Target.LABELS) {
      return pixels;
    }
    IntBuffer labels = HostMemory.intBuffer(inputs[1]);
    return IntStream.range(0, (int) pixels).filter(i -> labels.get(i) != VOID).count();
  }

  private Targets targets(INDArray[] inputs, int pixels) {
    return switch (target(inputs)) {
      case NOTHING -> (plane, y) -> {};
      case LABELS -> labelTargets(HostMemory.intBuffer(inputs[1]), (int) inputs[0].size(1), pixels);
      case PROBABILITIES -> {
        FloatBuffer probabilities = HostMemory.floatBuffer(inputs[1]);
        yield (plane, y) -> probabilities.get(plane * pixels, y);
      }
    };
  }

  private static Target target(INDArray[] inputs) {
    if (inputs.length == 1) {
      return Target.NOTHING;
    }
    return inputs[1].dataType().isFPType() ? Target.PROBABILITIES : Target.LABELS;
  }

  private Targets labelTargets(IntBuffer labels, int classes, int pixels) {
    int first = intArgument(0);
    return (plane, y) -> {
      int wanted = first + plane % classes;
      int[] ofImage = new int[pixels];
      labels.get(plane / classes * pixels, ofImage);
      for (int i = 0; i < pixels; i++) {
        y[i] = ofImage[i] == VOID ? Float.NaN : ofImage[i] == wanted ? 1f : 0f;
      }
    };
  }

  /**
   * One plane: the buffer {@code gradient} holds the sigmoids and receives the gradient; returns
   * the sum of the losses.
   */
  private double plane(
      int start,
      float[] y,
      FloatBuffer z,
      FloatBuffer softplus,
      FloatBuffer gradient,
      float scale) {
    float posWeight = (float) floatArgument(0);
    float[] logit = HostMemory.read(z, start, y.length);
    float[] negativeLoss = HostMemory.read(softplus, start, y.length);
    float[] p = HostMemory.read(gradient, start, y.length);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      if (Float.isNaN(y[i])) {
        p[i] = 0;
        continue;
      }
      float positive = posWeight * y[i];
      float weight = 1f - y[i] + positive;
      sum += weight * negativeLoss[i] - positive * logit[i];
      p[i] = (weight * p[i] - positive) * scale;
    }
    gradient.put(start, p);
    return sum;
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    List<SDVariable> result = new ArrayList<>();
    result.add(new ScaleBy(outputVariables()[1], outputGradients.get(0)).outputVariable());
    if (args().length == 2) {
      result.add(getSameDiff().zerosLike(arg(1)));
    }
    return result;
  }
}
