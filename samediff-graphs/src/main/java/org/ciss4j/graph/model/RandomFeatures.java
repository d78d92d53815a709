// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A random map of features that a linear classifier tells apart better than the features themselves
 * (extreme learning machines; for this field SegACIL, arXiv 2412.10834): {@code e = max(0, R x)}, x
 * being blocks of features, each scaled to length 1 at every position and all joined. R is drawn
 * once and never trained. Where blocks have different grids, {@code R x} is the sum of what each
 * grid has, bilinearly resized to the finest.
 *
 * @param width d, length of e
 * @param blocks what x is made of; none twice
 */
public record RandomFeatures(int width, List<Block> blocks) {

  /** A map of features. */
  public enum Block {
    /** What classifiers of a plain head see, behind the ASPP. */
    ASPP(Part.ASPP, 3),
    /** The backbone's second stage, on a grid of 8 pixels. */
    STAGE_2(Part.BACKBONE, 1),
    /** The backbone's third stage. */
    STAGE_3(Part.BACKBONE, 2),
    /** The backbone's last stage. */
    BACKBONE(Part.BACKBONE, 3);

    private final Part part;
    private final int stage;

    /**
     * A map.
     *
     * @param stage of the backbone that has the same grid, from 0
     */
    Block(Part part, int stage) {
      this.part = part;
      this.stage = stage;
    }

    /** Whether the part of the network that it comes from is among the parameters. */
    public boolean isIn(Parameters parameters) {
      return parameters.arrays().keySet().stream().anyMatch(n -> n.startsWith(part.prefix()));
    }

    SDVariable among(FeatureMaps maps) {
      return this == ASPP ? maps.features() : maps.stages().get(stage);
    }

    private int channels(Network network) {
      return this == ASPP ? network.width() : network.backbone().channels(stage);
    }

    private int stride(Network network) {
      return network.backbone().stride(stage);
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
    return inputs(network, blocks);
  }

  static int inputs(Network network, List<Block> some) {
    return some.stream().mapToInt(block -> block.channels(network)).sum();
  }

  /** Pixels of the image per pixel of e: as many as in the finest block. */
  public int stride(Network network) {
    return blocks.stream().mapToInt(block -> block.stride(network)).min().orElseThrow();
  }

  /**
   * The blocks by their grids, the finest first; x has them in this order, and e is as fine as the
   * finest.
   */
  List<List<Block>> grids(Network network) {
    Map<Integer, List<Block>> byStride =
        blocks.stream()
            .collect(
                Collectors.groupingBy(
                    block -> block.stride(network), TreeMap::new, Collectors.toList()));
    return List.copyOf(byStride.values());
  }

  /** Name of R among the parameters, float {@code [d, inputs, 1, 1]}. */
  public static String parameterName() {
    return "cls.random.weight";
  }
}
