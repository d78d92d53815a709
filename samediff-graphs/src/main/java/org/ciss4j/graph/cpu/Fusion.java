// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ciss4j.graph.option.Activation;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;

/**
 * Ops that are laid in a row and can run as one: a convolution, the frozen normalisation behind it,
 * and the sum and ReLU at the end of a residual block; a resize and the loss behind it. The op that
 * was laid first stays in the graph, and where nobody else reads it, it never runs.
 */
final class Fusion {
  private Fusion() {}

  /** The normalisation of {@code x} as one op with the convolution that x comes from. */
  static Optional<SDVariable> convNorm(
      SDVariable x, SDVariable[] constants, double epsilon, Activation activation) {
    if (!Stream.of(constants).allMatch(SDVariable::isConstant)) {
      return Optional.empty(); // somebody wants to train it
    }
    return unread(x, Conv2d.class)
        .filter(convolution -> convolution.args().length == 2)
        .map(
            convolution -> {
              List<SDVariable> inputs = new ArrayList<>(List.of(convolution.args()));
              inputs.addAll(List.of(constants));
              return laid(ConvOptions.of(convolution.iArgs()), activation, epsilon, inputs);
            });
  }

  /** {@code max(a + b, 0)} as one op with the normalisation that one of them comes from. */
  static Optional<SDVariable> addRelu(SDVariable a, SDVariable b) {
    return intoLast(a, b).or(() -> intoLast(b, a));
  }

  private static Optional<SDVariable> intoLast(SDVariable last, SDVariable residual) {
    return unread(last, ConvNorm.class)
        .filter(norm -> norm.activation() == Activation.NONE && norm.args().length == 6)
        .map(
            norm -> {
              List<SDVariable> inputs = new ArrayList<>(List.of(norm.args()));
              inputs.add(residual);
              return laid(ConvOptions.of(norm.iArgs()), Activation.RELU, norm.epsilon(), inputs);
            });
  }

  private static SDVariable laid(
      ConvOptions options, Activation activation, double epsilon, List<SDVariable> inputs) {
    return new ConvNorm(options, activation, epsilon, inputs.toArray(SDVariable[]::new))
        .outputVariables()[0];
  }

  /**
   * A map and what it is resized to.
   *
   * @param reference a map of that size; empty if the map keeps its own
   */
  record Resized(SDVariable small, Optional<SDVariable> reference) {}

  /** x as what it was before it was resized, if it was, under whatever name. */
  static Resized resized(SDVariable x) {
    Optional<SDVariable> other = producer(x, Identity.class).map(Identity::arg);
    if (other.isPresent()) {
      return resized(other.get());
    }
    return producer(x, ResizeLike.class)
        .map(resize -> new Resized(resize.arg(0), Optional.of(resize.arg(1))))
        .orElseGet(() -> new Resized(x, Optional.empty()));
  }

  /**
   * What some probabilities are the sigmoid of, before it was resized to the size that {@code
   * other} has been resized to; empty where that is not how they were made.
   */
  static Optional<SDVariable> sigmoidOfSameSize(SDVariable probabilities, Resized other) {
    return producer(probabilities, Sigmoid.class)
        .map(sigmoid -> resized(sigmoid.arg()))
        .filter(logits -> logits.reference().isPresent())
        .filter(
            logits ->
                logits
                    .reference()
                    .map(SDVariable::name)
                    .equals(other.reference().map(SDVariable::name)))
        .map(Resized::small);
  }

  /** Whether x is sure to have no negative element, whatever the graph's inputs are. */
  static boolean neverNegative(SDVariable x) {
    Optional<SDVariable> before =
        producer(x, Identity.class)
            .map(Identity::arg)
            .or(() -> producer(x, Dropout.class).map(dropout -> dropout.arg(0)));
    if (before.isPresent()) {
      return neverNegative(before.get());
    }
    return producer(x, ConvNorm.class).map(ConvNorm::activation).filter(Fusion::cutsOff).isPresent()
        || producer(x, BatchNorm.class)
            .map(op -> Activation.of((int) op.iArgs()[0]))
            .filter(Fusion::cutsOff)
            .isPresent()
        || producer(x, FrozenBatchNorm.class)
            .map(op -> Activation.of((int) op.iArgs()[0]))
            .filter(Fusion::cutsOff)
            .isPresent()
        || producer(x, AddRelu.class).isPresent();
  }

  private static boolean cutsOff(Activation activation) {
    return activation != Activation.NONE;
  }

  /** The op that x comes from, if it is of this kind and nobody reads x yet. */
  private static <T extends DynamicCustomOp> Optional<T> unread(SDVariable x, Class<T> kind) {
    boolean read =
        known(x).map(Variable::getInputsForOp).filter(readers -> !readers.isEmpty()).isPresent();
    return read ? Optional.empty() : producer(x, kind);
  }

  /** The op that x comes from, if it is of this kind. */
  private static <T extends DifferentialFunction> Optional<T> producer(
      SDVariable x, Class<T> kind) {
    return known(x)
        .map(Variable::getOutputOfOp)
        .map(x.getSameDiff().getOps()::get)
        .map(SameDiffOp::getOp)
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  private static Optional<Variable> known(SDVariable x) {
    return Optional.ofNullable(x.getSameDiff().getVariables().get(x.name()));
  }
}
