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

  /** A distance of two maps of one shape; no gradient reaches the teacher's. */
  @FunctionalInterface
  interface Distance {
    SDVariable of(Ops ops, SDVariable own, SDVariable taught);
  }

  /**
   * L''_D, distillation of the encoder (Michieli and Zanuttigh 2019): the mean squared difference
   * of the backbone's last stage.
   */
  public static LossTerm encoderDistillation(double weight) {
    return ofEncoder("l2_encoder", weight, Ops::meanSquaredDistance);
  }

  /**
   * L'''_D, distillation of the decoding stages (Michieli and Zanuttigh 2021): {@code 1/4 sum_i
   * mean((d_i - d_i^teacher)^2)} over the four convolutions of the ASPP. What the norm is divided
   * by is our choice; we know the paper's term from memory alone.
   */
  public static LossTerm branchDistillation(double weight) {
    return sum(
        "l2_branches",
        weight,
        Endpoint.BRANCHES,
        Endpoint.BRANCHES.size(),
        Ops::meanSquaredDistance);
  }

  /**
   * L''''_D, similarity-preserving distillation (Tung and Mori, ICCV 2019; for segmentation
   * Michieli and Zanuttigh 2021) of the backbone's last stage: how much the images of a batch
   * resemble each other is to stay. 0 for batches of one image. That it is this map is our choice.
   */
  public static LossTerm similarity(double weight) {
    return ofEncoder("spkd", weight, Ops::similarityDistance);
  }

  private static LossTerm ofEncoder(String name, double weight, Distance distance) {
    return new LossTerm(
        name,
        weight,
        Set.of(Endpoint.BACKBONE),
        inputs -> distance(inputs, Endpoint.BACKBONE, distance));
  }

  /**
   * Local POD of the four stages before their activations and of the features (PLOP): the sum of
   * their distances divided by {@code maps}, at scales 1, 2 and 4.
   *
   * @param maps number of all maps that POD is applied to
   * @param squares whether regions are squares, as in the official code; see {@link Ops#localPod}
   */
  public static LossTerm pod(double weight, int maps, boolean squares) {
    return sum("pod", weight, STAGES_AND_FEATURES, maps, pod(squares));
  }

  /**
   * Local POD of the logits at feature resolution, divided by {@code maps}: those of new classes
   * are added to the background's, so that there are as many as the teacher has.
   *
   * @param squares as for {@link #pod}
   */
  public static LossTerm podOfLogits(double weight, int maps, boolean squares) {
    return sum("pod_logits", weight, List.of(Endpoint.SMALL_LOGITS), maps, pod(squares));
  }

  /**
   * Local POD at the scales of PLOP.
   *
   * @param squares as for {@link Ops#localPod}
   */
  static Distance pod(boolean squares) {
    return (ops, own, taught) -> ops.localPod(own, taught, POD_SCALES, squares);
  }

  /** A term of some maps: the sum of their distances, divided by a number. */
  static LossTerm sum(
      String name, double weight, List<Endpoint> maps, int divisor, Distance distance) {
    return new LossTerm(
        name,
        weight,
        Set.copyOf(maps),
        inputs ->
            maps.stream()
                .map(map -> distance(inputs, map, distance))
                .reduce(SDVariable::add)
                .orElseThrow()
                .div(divisor));
  }

  private static SDVariable distance(LossInputs inputs, Endpoint map, Distance distance) {
    return distance.of(inputs.ops(), own(inputs, map), taught(inputs, View.PLAIN, map));
  }

  /**
   * A map of the network in training, channels-last; of logits those of new classes are added to
   * the background's, so that there are as many as the teacher has.
   */
  static SDVariable own(LossInputs inputs, Endpoint map) {
    return map == Endpoint.SMALL_LOGITS
        ? inputs.once("merged_outputs", () -> merged(inputs))
        : inputs.student(map);
  }

  /** The same of the teacher. */
  static SDVariable taught(LossInputs inputs, View view, Endpoint map) {
    SDVariable said = inputs.teacher(view, map);
    return map == Endpoint.SMALL_LOGITS ? inputs.ops().channelsLast(said) : said;
  }

  /** {@code [N, h, w, O]}, by a 1x1 convolution with weights 0 and 1. */
  private static SDVariable merged(LossInputs inputs) {
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
