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

  private static final int PIECE = Rows.piece(1);

  /** The label of pixels that are left out. */
  static final int VOID = 255;

  /** What the logits are compared with; told apart by number and type of the inputs. */
  private enum Target {
    NOTHING,
    LABELS,
    PROBABILITIES
  }

  /** Some pixels of a plane, that is, of one class of one image. */
  private record Piece(int plane, int start, int length) {}

  /** Fills y for a piece; NaN for pixels that do not count. */
  @FunctionalInterface
  private interface Targets {
    void fill(Piece piece, float[] y);
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
          for (int start = 0; start < pixels; start += PIECE) {
            Piece piece = new Piece(plane, start, Math.min(PIECE, pixels - start));
            sums[plane] +=
                lossAndGradient(
                    piece, plane * pixels + start, targets, z, softplus, gradient, (float) scale);
          }
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
      case NOTHING -> (piece, y) -> Arrays.fill(y, 0, piece.length, 0f);
      case LABELS -> labelTargets(HostMemory.intBuffer(inputs[1]), (int) inputs[0].size(1), pixels);
      case PROBABILITIES -> {
        FloatBuffer probabilities = HostMemory.floatBuffer(inputs[1]);
        yield (piece, y) ->
            probabilities.get(piece.plane * pixels + piece.start, y, 0, piece.length);
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
    return (piece, y) -> {
      int wanted = first + piece.plane % classes;
      int[] ofPiece = new int[piece.length];
      labels.get(piece.plane / classes * pixels + piece.start, ofPiece);
      for (int i = 0; i < piece.length; i++) {
        y[i] = ofPiece[i] == VOID ? Float.NaN : ofPiece[i] == wanted ? 1f : 0f;
      }
    };
  }

  /**
   * Returns the sum of the losses of a piece, which begins at {@code at} of the buffers; {@code
   * gradient} holds the sigmoids and receives the gradient.
   */
  private double lossAndGradient(
      Piece piece,
      int at,
      Targets targets,
      FloatBuffer z,
      FloatBuffer softplus,
      FloatBuffer gradient,
      float scale) {
    int length = piece.length;
    float posWeight = (float) floatArgument(0);
    float[][] copies = Rows.copies(4, length);
    float[] y = copies[0];
    float[] loss = copies[1];
    float[] slope = copies[2];
    float[] negativeLoss = copies[3];
    targets.fill(piece, y);
    z.get(at, loss, 0, length);
    softplus.get(at, negativeLoss, 0, length);
    gradient.get(at, slope, 0, length);
    for (int i = 0; i < length; i++) {
      float positive = posWeight * y[i];
      float weight = 1f - y[i] + positive;
      loss[i] = weight * negativeLoss[i] - positive * loss[i];
      slope[i] = (weight * slope[i] - positive) * scale;
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      if (Float.isNaN(y[i])) {
        slope[i] = 0;
      } else {
        sum += loss[i];
      }
    }
    gradient.put(at, slope, 0, length);
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
