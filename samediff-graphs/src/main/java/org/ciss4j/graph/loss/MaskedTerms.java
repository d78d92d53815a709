// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.ChannelMask;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mask-guided distillation (LSKD): distances of two maps {@code [N, h, w, C]} of which only what a
 * mask leaves counts.
 */
public final class MaskedTerms {
  /** Side of the squares that are averaged, and every how many places one is. */
  private static final int SIDE = 5;

  private static final int STRIDE = 2;

  private MaskedTerms() {}

  /**
   * What of two maps counts.
   *
   * @param oldOutputs O, number of outputs of the step before, the background included
   * @param channels which channels count; all of those of logits do
   */
  public record Masking(int oldOutputs, ChannelMask channels) {
    private View withoutOld() {
      return MaskedImages.withoutOld(oldOutputs);
    }

    private View withoutNew() {
      return MaskedImages.withoutNew(oldOutputs);
    }

    private Stream<Need> needs(Endpoint map) {
      return Stream.of(Need.ofTeacher(withoutOld(), map), Need.ofTeacher(withoutNew(), map));
    }

    private SDVariable[] masks(LossInputs inputs, Endpoint map) {
      String channelsOfMap = "mask_channels_" + map.variable();
      SDVariable places =
          inputs.once(
              "mask_places_" + map.variable(),
              () -> {
                Ops.Masks made = make(inputs, map);
                inputs.once(channelsOfMap, made::channels);
                return made.places();
              });
      return map == Endpoint.SMALL_LOGITS
          ? new SDVariable[] {places}
          : new SDVariable[] {places, inputs.once(channelsOfMap, () -> places)};
    }

    private Ops.Masks make(LossInputs inputs, Endpoint map) {
      return inputs
          .ops()
          .backgroundMask(
              FeatureTerms.taught(inputs, View.PLAIN, map),
              FeatureTerms.taught(inputs, withoutOld(), map),
              FeatureTerms.taught(inputs, withoutNew(), map),
              inputs.label(),
              oldOutputs,
              channels);
    }
  }

  /**
   * MD of one map, or local POD of it if nothing is masked: stages before their activations,
   * features, or logits at feature resolution, of which those of new classes are added to the
   * background's.
   *
   * @param name of the term
   * @param masking empty if all counts
   * @param squares as for {@link Ops#localPod}
   */
  public static LossTerm pod(
      String name, double weight, Endpoint map, Optional<Masking> masking, boolean squares) {
    return new LossTerm(
        name,
        weight,
        needs(map, masking),
        inputs ->
            pod(
                inputs.ops(),
                FeatureTerms.own(inputs, map),
                FeatureTerms.taught(inputs, View.PLAIN, map),
                squares,
                masking.map(of -> of.masks(inputs, map)).orElse(new SDVariable[0])));
  }

  /**
   * MCD: the sum of {@link #context(Ops, SDVariable, SDVariable, int, int, SDVariable...)} of some
   * masked maps.
   *
   * @param maps stages, or the features, each with its share of the sum
   * @param groups of channels; where there are fewer of these, each is one
   */
  public static LossTerm context(
      String name, double weight, SortedMap<Endpoint, Double> maps, Masking masking, int groups) {
    return new LossTerm(
        name,
        weight,
        maps.keySet().stream().flatMap(map -> needs(map, Optional.of(masking)).stream()).toList(),
        inputs ->
            maps.entrySet().stream()
                .map(map -> context(inputs, map.getKey(), masking, groups).mul(map.getValue()))
                .reduce(SDVariable::add)
                .orElseThrow());
  }

  private static SDVariable context(LossInputs inputs, Endpoint map, Masking masking, int groups) {
    int channels = inputs.channels(map);
    return context(
        inputs.ops(),
        FeatureTerms.own(inputs, map),
        FeatureTerms.taught(inputs, View.PLAIN, map),
        channels,
        Math.min(groups, channels),
        masking.masks(inputs, map));
  }

  private static List<Need> needs(Endpoint map, Optional<Masking> masking) {
    return Stream.concat(
            Stream.of(Need.ofTeacher(map), Need.ofStudent(map)),
            masking.stream().flatMap(of -> of.needs(map)))
        .toList();
  }

  /**
   * MD: local POD of the masked maps.
   *
   * @param masks each of the shape of the maps, or 1 where all share it
   * @param squares as for {@link Ops#localPod}
   */
  public static SDVariable pod(
      Ops ops, SDVariable a, SDVariable b, boolean squares, SDVariable... masks) {
    return FeatureTerms.pod(squares).of(ops, masked(a, masks), masked(b, masks));
  }

  private static SDVariable masked(SDVariable x, SDVariable... masks) {
    SDVariable result = x;
    for (SDVariable mask : masks) {
      result = result.mul(mask);
    }
    return result;
  }

  /**
   * MCD, distillation of context: of the masked maps, averaged over squares of 5 x 5 places, the
   * products of all pairs of channels of a group are compared at every second place; the mean over
   * images of the Euclidean distance. Channels that fill no group are left out.
   *
   * <p>Products are never laid out: for {@code d = u - v} and {@code s = u + v}, {@code |u uT - v
   * vT|^2 = (|d|^2 |s|^2 + (d s)^2) / 2}.
   *
   * @param channels C
   * @param groups at most C
   * @param masks as for {@link #pod}
   */
  public static SDVariable context(
      Ops ops, SDVariable a, SDVariable b, int channels, int groups, SDVariable... masks) {
    SameDiff graph = a.getSameDiff();
    SDVariable average = graph.constant(average(channels));
    ConvOptions pooling = new ConvOptions(STRIDE, SIDE / 2, 1, channels);
    SDVariable own = masked(a, masks);
    SDVariable taught = ops.stopGradient(masked(b, masks));
    SDVariable d = ops.conv2d(own.sub(taught), average, pooling);
    SDVariable s = ops.conv2d(own.add(taught), average, pooling);
    SDVariable members = graph.constant(members(channels, groups));
    SDVariable ofD = ops.conv2d(d.mul(d), members, ConvOptions.PLAIN);
    SDVariable ofS = ops.conv2d(s.mul(s), members, ConvOptions.PLAIN);
    SDVariable both = ops.conv2d(d.mul(s), members, ConvOptions.PLAIN);
    SDVariable squares = ofD.mul(ofS).add(both.mul(both)).div(2).sum(1, 2, 3);
    SDVariable none = squares.eq(0).castTo(DataType.FLOAT);
    return graph.math().sqrt(squares.add(none)).sub(none).mean();
  }

  /** Weights {@code [C, 1, 5, 5]} of a mean in each channel; zeros around the map count in it. */
  private static INDArray average(int channels) {
    return Nd4j.valueArrayOf(new long[] {channels, 1, SIDE, SIDE}, 1.0 / (SIDE * SIDE))
        .castTo(DataType.FLOAT);
  }

  /** Weights {@code [G, C, 1, 1]} of the sum over each group. */
  private static INDArray members(int channels, int groups) {
    int size = channels / groups;
    INDArray weights = Nd4j.zeros(DataType.FLOAT, groups, channels, 1, 1);
    for (int k = 0; k < groups * size; k++) {
      weights.putScalar(new int[] {k / size, k, 0, 0}, 1);
    }
    return weights;
  }
}
