// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.List;
import java.util.Set;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Loss terms that hold the features of a network to those of its teacher. */
public final class FeatureTerms {
  /** What POD and its kind are applied to, the logits aside. */
  static final List<Endpoint> STAGES_AND_FEATURES =
      List.of(
          Endpoint.STAGE_1,
          Endpoint.STAGE_2,
          Endpoint.STAGE_3,
          Endpoint.STAGE_4,
          Endpoint.FEATURES);

  private static final List<Integer> POD_SCALES = List.of(1, 2, 4);

  private FeatureTerms() {}

  /**
   * L''_D, distillation of the encoder (Michieli and Zanuttigh 2019): the mean squared difference
   * of the backbone's last stage.
   */
  public static LossTerm encoderDistillation(double weight) {
    return new LossTerm(
        "l2_encoder",
        weight,
        Set.of(Endpoint.BACKBONE),
        inputs -> meanSquare(inputs, Endpoint.BACKBONE));
  }

  /**
   * L'''_D, distillation of the decoding stages (Michieli and Zanuttigh 2021): {@code 1/4 sum_i
   * mean((d_i - d_i^teacher)^2)} over the four convolutions of the ASPP. What the norm is divided
   * by is our choice; we know the paper's term from memory alone.
   */
  public static LossTerm branchDistillation(double weight) {
    return new LossTerm(
        "l2_branches",
        weight,
        Set.copyOf(Endpoint.BRANCHES),
        inputs ->
            Endpoint.BRANCHES.stream()
                .map(branch -> meanSquare(inputs, branch))
                .reduce(SDVariable::add)
                .orElseThrow()
                .div(Endpoint.BRANCHES.size()));
  }

  private static SDVariable meanSquare(LossInputs inputs, Endpoint endpoint) {
    return inputs.ops().meanSquaredDistance(inputs.student(endpoint), inputs.teacher(endpoint));
  }

  /**
   * L''''_D, similarity-preserving distillation (Tung and Mori, ICCV 2019; for segmentation
   * Michieli and Zanuttigh 2021) of the backbone's last stage: how much the images of a batch
   * resemble each other is to stay. 0 for batches of one image. That it is this map is our choice.
   */
  public static LossTerm similarity(double weight) {
    return new LossTerm(
        "spkd",
        weight,
        Set.of(Endpoint.BACKBONE),
        inputs ->
            inputs
                .ops()
                .similarityDistance(
                    inputs.student(Endpoint.BACKBONE), inputs.teacher(Endpoint.BACKBONE)));
  }

  /**
   * Local POD of the four stages before their activations and of the features (PLOP): the sum of
   * their distances divided by {@code maps}, at scales 1, 2 and 4.
   *
   * @param maps number of all maps that POD is applied to
   * @param squares whether regions are squares, as in the official code; see {@link Ops#localPod}
   */
  public static LossTerm pod(double weight, int maps, boolean squares) {
    return new LossTerm(
        "pod",
        weight,
        Set.copyOf(STAGES_AND_FEATURES),
        inputs ->
            STAGES_AND_FEATURES.stream()
                .map(
                    endpoint ->
                        inputs
                            .ops()
                            .localPod(
                                inputs.student(endpoint),
                                inputs.teacher(endpoint),
                                POD_SCALES,
                                squares))
                .reduce(SDVariable::add)
                .orElseThrow()
                .div(maps));
  }

  /**
   * Local POD of the logits at feature resolution, divided by {@code maps}: those of new classes
   * are added to the background's, so that there are as many as the teacher has.
   *
   * @param squares as for {@link #pod}
   */
  public static LossTerm podOfLogits(double weight, int maps, boolean squares) {
    return new LossTerm(
        "pod_logits",
        weight,
        Set.of(Endpoint.SMALL_LOGITS),
        inputs ->
            inputs
                .ops()
                .localPod(
                    merged(inputs),
                    inputs.ops().channelsLast(inputs.teacher(Endpoint.SMALL_LOGITS)),
                    POD_SCALES,
                    squares)
                .div(maps));
  }

  /** {@code [N, h, w, O]}, by a 1x1 convolution with weights 0 and 1. */
  static SDVariable merged(LossInputs inputs) {
    return inputs.once("merged_outputs", () -> merge(inputs));
  }

  private static SDVariable merge(LossInputs inputs) {
    int old = inputs.layout().oldOutputs();
    int all = inputs.layout().outputs();
    INDArray weights = Nd4j.zeros(DataType.FLOAT, old, all, 1, 1);
    for (int k = 0; k < all; k++) {
      weights.putScalar(new int[] {k < old ? k : 0, k, 0, 0}, 1);
    }
    SDVariable logits = inputs.student(Endpoint.SMALL_LOGITS);
    return inputs
        .ops()
        .conv2d(
            inputs.ops().channelsLast(logits),
            logits.getSameDiff().constant("merged_outputs", weights),
            ConvOptions.PLAIN);
  }
}
