// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.graph.model.Network;
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
      Network network = Network.named(config.backbone()).withOutputStride(config.outputStride());
      String file = config.weights();
      return new Model(
          network,
          config.freezeBn(),
          file == null ? null : new InitialWeights(FileNames.path(file), config.partialWeights()));
    } catch (IllegalArgumentException e) {
      throw CissException.usage("%s", e.getMessage()).withCause(e);
    }
  }
}
