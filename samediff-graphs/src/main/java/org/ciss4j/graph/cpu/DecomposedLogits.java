// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Halves;
import org.ciss4j.graph.kernel.Matmul;
import org.ciss4j.graph.kernel.Rows;
import org.ciss4j.graph.memory.ArrayPool;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Takes logits apart into positive and negative reasoning scores (DKD, NeurIPS 2022, equation 6):
 * of the products {@code f_d w_cd} that make up a logit, the sum of the positive ones and the sum
 * of the negative ones, so that {@code z = z+ + z- + b}.
 *
 * <p>Inputs: features {@code float [..., D]}, weights {@code float [C, D]}. Outputs: positive and
 * negative {@code float [..., C]}.
 *
 * <p>With {@code f+ = max(f, 0)} and {@code f- = max(-f, 0)}, likewise for w, the scores are {@code
 * z+ = f+ w+ + f- w-} and {@code z- = -(f+ w- + f- w+)}: two matrix products, done as one where no
 * feature is negative, and of inner length 2 D where some are. A feature or weight of exactly 0 has
 * no sign; its feature counts as positive and its weight has no gradient, as in the official code.
 */
public final class DecomposedLogits extends JavaOp {
  /** For SameDiff. */
  public DecomposedLogits() {}

  DecomposedLogits(SignRule rule, SDVariable features, SDVariable weights) {
    super(features, weights);
    addBArgument(rule == SignRule.PRODUCT);
  }

  @Override
  public int getNumOutputs() {
    return 2;
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    long[] features = inputs[0].shape();
    long[] weights = inputs[1].shape();
    expect(
        features.length >= 1 && weights.length == 2 && features[features.length - 1] == weights[1],
        "features [..., D] and weights [C, D]",
        inputs);
    long[] scores = features.clone();
    scores[scores.length - 1] = weights[0];
    return new long[][] {scores, scores};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    INDArray weights = inputs[1];
    INDArray features = matrix(inputs[0]);
    INDArray positive = matrix(outputs[0]);
    INDArray negative = matrix(outputs[1]);
    INDArray above = Transforms.relu(weights, true);
    INDArray below = weights.sub(above);
    if (splitsFeatures(flag(0), features)) {
      try (INDArray parts = signedParts(features)) {
        Matmul.multiplyTransposed(parts, joined(above, below.neg()), positive);
        Matmul.multiplyTransposed(parts, joined(below, above.neg()), negative);
      }
    } else {
      bothAtOnce(features, Nd4j.concat(0, above, below), positive, negative);
    }
  }

  /** Both scores side by side. */
  @Override
  protected long temporaryBytes(INDArray[] inputs) {
    return 2 * Float.BYTES * inputs[0].length() / inputs[0].size(-1) * inputs[1].size(0);
  }

  /** As one product the features, which are most of the memory, are read once. */
  private static void bothAtOnce(
      INDArray features, INDArray weights, INDArray positive, INDArray negative) {
    ArrayPool pool = ArrayPool.ofThread();
    INDArray scores = pool.allocate(false, DataType.FLOAT, features.size(0), weights.size(0));
    Matmul.multiplyTransposed(features, weights, scores);
    Halves.split(scores, positive, negative);
    pool.release(scores);
  }

  /** {@code [..., K]} as {@code [M, K]}, without a copy. */
  static INDArray matrix(INDArray array) {
    long columns = array.size(-1);
    return array.reshape('c', array.length() / columns, columns);
  }

  /**
   * Whether the sign of the features matters: only for the paper's rule, and only where a feature
   * is negative.
   */
  static boolean splitsFeatures(boolean byProduct, INDArray features) {
    return byProduct && Rows.anyNegative(features);
  }

  /** {@code [f+, f-]}, both non-negative: {@code [M, 2D]}. */
  private static INDArray signedParts(INDArray features) {
    try (INDArray above = Transforms.relu(features, true);
        INDArray below = above.sub(features)) {
      return joined(above, below);
    }
  }

  /** Two matrices side by side. */
  static INDArray joined(INDArray left, INDArray right) {
    return Nd4j.concat(1, left, right);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    return List.of(
        new DecomposedLogitsGradient(
                flag(0) ? SignRule.PRODUCT : SignRule.WEIGHT,
                arg(0),
                arg(1),
                outputGradients.get(0),
                outputGradients.get(1))
            .outputVariables());
  }
}
