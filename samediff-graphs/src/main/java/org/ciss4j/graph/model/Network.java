// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.ciss4j.graph.Backend;
import org.jspecify.annotations.Nullable;

/**
 * What a segmentation network is made of, whatever its classes.
 *
 * @param backbone the feature extractor
 * @param width channels of the features that are classified; 256 in the paper
 * @param chosen what computes it; null for {@link Backend#ofMachine}
 */
public record Network(Backbone backbone, int width, @Nullable Backend chosen) {
  /** Of networks that are found by the name of their backbone; as in the paper. */
  private static final int WIDTH = 256;

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

  /** A network on the backend of the machine. */
  public Network(Backbone backbone, int width) {
    this(backbone, width, null);
  }

  /** What computes it. */
  public Backend backend() {
    return chosen == null ? Backend.ofMachine() : chosen;
  }

  /** The same on a backend of one's choice. */
  public Network withBackend(Backend other) {
    return new Network(backbone, width, other);
  }

  /** The same with its backbone at another output stride. */
  public Network withOutputStride(int stride) {
    return new Network(backbone.withOutputStride(stride), width, chosen);
  }

  /**
   * The networks that have a name, smallest first, at output stride 16; behind ours those of
   * backbones that {@link ServiceLoader} finds on the class path, with 256 features.
   */
  public static List<Network> named() {
    return Stream.concat(
            ours().stream(),
            ServiceLoader.load(Backbone.class).stream()
                .map(found -> new Network(found.get().withOutputStride(16), WIDTH)))
        .toList();
  }

  private static List<Network> ours() {
    return List.of(
        new Network(ResNet.tiny(), 64),
        new Network(new MobileNetV2(16), WIDTH),
        new Network(ResNet.resNet18(), WIDTH),
        new Network(ResNet.resNet34(), WIDTH),
        new Network(ResNet.resNet50(), WIDTH),
        new Network(ResNet.resNet101(), WIDTH));
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
