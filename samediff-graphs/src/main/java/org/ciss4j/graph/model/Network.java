// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;

/**
 * What a segmentation network is made of, whatever its classes.
 *
 * @param backbone the feature extractor
 * @param width channels of the features that are classified; 256 in the paper
 */
public record Network(Backbone backbone, int width) {

  /**
   * Checks the width.
   *
   * @throws IllegalArgumentException if the width is not positive
   */
  public Network {
    if (width < 1) {
      throw new IllegalArgumentException("expected a positive feature width, got " + width);
    }
  }

  /** The same with its backbone at another output stride. */
  public Network withOutputStride(int stride) {
    return new Network(backbone.withOutputStride(stride), width);
  }

  /** The networks that have a name, smallest first, at output stride 16. */
  public static List<Network> named() {
    return List.of(
        new Network(ResNet.tiny(), 64),
        new Network(new MobileNetV2(16), 256),
        new Network(ResNet.resNet18(), 256),
        new Network(ResNet.resNet34(), 256),
        new Network(ResNet.resNet50(), 256),
        new Network(ResNet.resNet101(), 256));
  }

  /**
   * The network whose backbone has this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Network named(String name) {
    return named().stream()
        .filter(network -> network.backbone().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no backbone "
                        + name
                        + "; there are "
                        + String.join(
                            ", ", named().stream().map(n -> n.backbone().name()).toList())));
  }
}
