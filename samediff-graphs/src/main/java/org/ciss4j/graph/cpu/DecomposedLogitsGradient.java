// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Halves;
import org.ciss4j.graph.kernel.Matmul;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Gradient of {@link DecomposedLogits}. Inputs: features, weights, gradients of the positive and
 * the negative scores. Outputs: gradients of features and weights.
 */
public final class DecomposedLogitsGradient extends JavaOp {
  /** For SameDiff. */
  public DecomposedLogitsGradient() {}

  DecomposedLogitsGradient(SignRule rule, SDVariable... inputs) {
    super(inputs);
    addBArgument(rule == SignRule.PRODUCT);
  }

  @Override
  public int getNumOutputs() {
    return 2;
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    return new long[][] {inputs[0].shape(), inputs[1].shape()};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    INDArray features = DecomposedLogits.matrix(inputs[0]);
    INDArray weights = inputs[1];
    INDArray above = Transforms.relu(weights, true);
    INDArray below = weights.sub(above);
    INDArray featureGradient = DecomposedLogits.matrix(outputs[0]);
    INDArray ofPositive = DecomposedLogits.matrix(inputs[2]);
    try (INDArray gradients =
        Nd4j.createUninitialized(DataType.FLOAT, ofPositive.size(0), 2 * ofPositive.size(1))) {
      Halves.join(ofPositive, DecomposedLogits.matrix(inputs[3]), gradients);
      if (DecomposedLogits.splitsFeatures(flag(0), features)) {
        signed(features, weights, above, below, gradients, featureGradient, outputs[1]);
      } else {
        Matmul.multiply(gradients, stacked(above, below), featureGradient);
        weightGradient(weights, byColumn(gradients, features), outputs[1]);
      }
    }
  }

  /** Both gradients side by side. */
  @Override
  protected long temporaryBytes(INDArray[] inputs) {
    return 2 * Float.BYTES * inputs[2].length();
  }

  /**
   * With the weights W+ = max(W, 0), W- = min(W, 0): a non-negative feature contributes W+ to z+
   * and W- to z-, a negative one the other way round.
   */
  private static void signed(
      INDArray features,
      INDArray weights,
      INDArray above,
      INDArray below,
      INDArray gradients,
      INDArray featureGradient,
      INDArray weightGradient) {
    Matmul.multiply(gradients, stacked(above, below), featureGradient);
    try (INDArray positiveFeatures = Transforms.relu(features, true);
        INDArray negativeFeatures = features.sub(positiveFeatures);
        INDArray crossed = featureGradient.ulike();
        INDArray isNegative = features.lt(0);
        INDArray mask = isNegative.castTo(DataType.FLOAT)) {
      Matmul.multiply(gradients, stacked(below, above), crossed);
      featureGradient.addi(crossed.subi(featureGradient).muli(mask));
      INDArray byPositive = byColumn(gradients, positiveFeatures);
      INDArray byNegative = byColumn(gradients, negativeFeatures);
      weightGradient(weights, byPositive.addi(swappedHalves(byNegative)), weightGradient);
    }
  }

  /**
   * From d/dW+ (first C rows) and d/dW- (last C rows): the one that belongs to each weight's sign;
   * 0 for a weight of 0.
   */
  private static void weightGradient(INDArray weights, INDArray halves, INDArray result) {
    long classes = weights.size(0);
    INDArray ofPositive = halves.get(NDArrayIndex.interval(0, classes), NDArrayIndex.all());
    INDArray ofNegative =
        halves.get(NDArrayIndex.interval(classes, 2 * classes), NDArrayIndex.all());
    INDArray positiveWeights = weights.gt(0).castTo(DataType.FLOAT);
    INDArray negativeWeights = weights.lt(0).castTo(DataType.FLOAT);
    result.assign(ofPositive.mul(positiveWeights).addi(ofNegative.mul(negativeWeights)));
  }

  /** {@code gradients' features}: {@code [2 C, D]}. */
  private static INDArray byColumn(INDArray gradients, INDArray features) {
    INDArray result = Nd4j.createUninitialized(DataType.FLOAT, gradients.size(1), features.size(1));
    Matmul.transposedMultiply(gradients, features, result);
    return result;
  }

  private static INDArray swappedHalves(INDArray halves) {
    long classes = halves.size(0) / 2;
    return stacked(
        halves.get(NDArrayIndex.interval(classes, 2 * classes), NDArrayIndex.all()),
        halves.get(NDArrayIndex.interval(0, classes), NDArrayIndex.all()));
  }

  /** Two matrices on top of each other. */
  private static INDArray stacked(INDArray top, INDArray bottom) {
    return Nd4j.concat(0, top, bottom);
  }
}
