// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import java.util.Set;

/**
 * A random map of features that a linear classifier tells apart better than the features themselves
 * (extreme learning machines; for this field SegACIL, arXiv 2412.10834): {@code e = max(0, R x)}, x
 * being blocks of features, each scaled to length 1 at every position and all joined. R is drawn
 * once and never trained.
 *
 * @param width d, length of e
 * @param blocks what x is made of, in this order; none twice
 */
public record RandomFeatures(int width, List<Block> blocks) {

  /** A map of features. */
  public enum Block {
    /** What classifiers of a plain head see, behind the ASPP. */
    ASPP(Endpoint.FEATURES, Part.ASPP),
    /** The backbone's last stage. */
    BACKBONE(Endpoint.BACKBONE, Part.BACKBONE);

    private final Endpoint endpoint;
    private final Part part;

    Block(Endpoint endpoint, Part part) {
      this.endpoint = endpoint;
      this.part = part;
    }

    /** Whether the part of the network that it comes from is among the parameters. */
    public boolean isIn(Parameters parameters) {
      return parameters.arrays().keySet().stream().anyMatch(n -> n.startsWith(part.prefix()));
    }

    /** The output of the network that it is. */
    Endpoint endpoint() {
      return endpoint;
    }

    private int channels(Network network) {
      return this == ASPP ? network.width() : network.backbone().outputChannels();
    }
  }

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the width is not positive, or blocks are missing or named
   *     twice
   */
  public RandomFeatures {
    blocks = List.copyOf(blocks);
    if (width < 1 || blocks.isEmpty() || Set.copyOf(blocks).size() < blocks.size()) {
      throw new IllegalArgumentException(
          "expected a positive number of random features of different blocks, got "
              + width
              + " of "
              + blocks);
    }
  }

  /** Length of x in a network. */
  public int inputs(Network network) {
    return blocks.stream().mapToInt(block -> block.channels(network)).sum();
  }

  /** Name of R among the parameters, float {@code [d, inputs, 1, 1]}. */
  public static String parameterName() {
    return "cls.random.weight";
  }
}
