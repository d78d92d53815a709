// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.option.Precision;
import org.ciss4j.result.config.ModelConfig;
import org.jspecify.annotations.Nullable;

/**
 * What is trained, and from where.
 *
 * @param network what it is made of
 * @param freezeBn whether normalisations of the weights file keep their statistics, scales and
 *     shifts in all steps
 * @param weights what the first step starts from; null for random weights
 */
public record Model(Network network, boolean freezeBn, @Nullable InitialWeights weights) {

  /** A network from random weights. */
  public static Model of(Network network) {
    return new Model(network, false, null);
  }

  /**
   * Finds what a configuration names; reads no file.
   *
   * @throws CissException of kind usage if there is no such backbone or output stride
   */
  public static Model of(ModelConfig config) {
    try {
      Network network =
          Network.named(config.backbone())
              .withOutputStride(config.outputStride())
              .withPrecision(config.precision());
      String file = config.weights();
      return new Model(
          network,
          config.freezeBn(),
          file == null ? null : new InitialWeights(FileNames.path(file), config.partialWeights()));
    } catch (IllegalArgumentException e) {
      throw CissException.usage("%s", e.getMessage()).withCause(e);
    }
  }

  /** Whether this machine computes a network in its precision. */
  static boolean keepsPrecision(Network network) {
    return network.precision() == Precision.FLOAT32
        || (network.backend() == Backend.CPU && Platform.multipliesBf16());
  }

  /**
   * Refuses to train in a precision that would not be kept: labelling may have more digits than
   * training had, but not training without anybody's knowledge.
   *
   * @throws CissException of kind usage if this machine computes the network in another precision
   */
  static void requireTrainable(Network network) {
    if (!keepsPrecision(network)) {
      throw CissException.usage(
          "there is no %s here (backend %s, instruction set %s); train with --precision float32, or"
              + " on a CPU with AVX512_BF16 or AMX",
          network.precision().label(), network.backend(), Platform.instructions());
    }
  }
}
