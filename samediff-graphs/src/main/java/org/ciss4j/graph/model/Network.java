// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.option.Precision;
import org.jspecify.annotations.Nullable;

/**
 * What a segmentation network is made of, whatever its classes.
 *
 * @param backbone the feature extractor
 * @param width channels of the features that are classified; 256 in the paper
 * @param chosen what computes it; null for {@link Backend#ofMachine}
 * @param precision of backbone and ASPP, as {@link Precision} says; classifiers have floats
 */
public record Network(Backbone backbone, int width, @Nullable Backend chosen, Precision precision) {
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

  /** A network of 32-bit floats on the backend of the machine. */
  public Network(Backbone backbone, int width) {
    this(backbone, width, null, Precision.FLOAT32);
  }

  /** What computes it. */
  public Backend backend() {
    return chosen == null ? Backend.ofMachine() : chosen;
  }

  /** The same on a backend of one's choice. */
  public Network withBackend(Backend other) {
    return new Network(backbone, width, other, precision);
  }

  /** The same with its convolutions in another precision. */
  public Network withPrecision(Precision other) {
    return new Network(backbone, width, chosen, other);
  }

  /** The same with its backbone at another output stride. */
  public Network withOutputStride(int stride) {
    return new Network(backbone.withOutputStride(stride), width, chosen, precision);
  }

  /**
   * The networks that have a name, smallest first, at output stride 16; behind ours those of
   * backbones that {@link ServiceLoader} finds on the class path.
   *
   * @throws IllegalArgumentException if one of those does not load, or has the name of another
   */
  public static List<Network> named() {
    List<Network> all = new ArrayList<>(ours());
    Iterator<Backbone> found = ServiceLoader.load(Backbone.class).iterator();
    while (isThereAnother(found)) {
      all.add(found(all, found));
    }
    return List.copyOf(all);
  }

  private static boolean isThereAnother(Iterator<Backbone> found) {
    try {
      return found.hasNext();
    } catch (ServiceConfigurationError e) {
      throw broken(e);
    }
  }

  private static Network found(List<Network> known, Iterator<Backbone> found) {
    try {
      Backbone backbone = found.next();
      for (Network other : known) {
        if (other.backbone().name().equals(backbone.name())) {
          throw new IllegalArgumentException(
              "two backbones are called "
                  + backbone.name()
                  + ", "
                  + other.backbone().getClass().getName()
                  + " and "
                  + backbone.getClass().getName()
                  + "; rename the second or take it off the class path");
        }
      }
      return of(backbone.withOutputStride(16));
    } catch (ServiceConfigurationError e) {
      throw broken(e);
    }
  }

  private static IllegalArgumentException broken(ServiceConfigurationError e) {
    return new IllegalArgumentException(
        "a backbone on the class path does not load: "
            + e.getMessage()
            + "; mend it or take it off the class path",
        e);
  }

  private static Network of(Backbone backbone) {
    return new Network(backbone, backbone.features());
  }

  private static List<Network> ours() {
    return List.of(
        new Network(ResNet.tiny(), 64),
        of(new MobileNetV2(16)),
        of(ResNet.resNet18()),
        of(ResNet.resNet34()),
        of(ResNet.resNet50()),
        of(ResNet.resNet101()));
  }

  /**
   * The network whose backbone has this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Network named(String name) {
    // Ours are found whatever else lies on the class path.
    return find(ours(), name)
        .or(() -> find(named(), name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no backbone "
                        + name
                        + "; there are "
                        + String.join(
                            ", ", named().stream().map(n -> n.backbone().name()).toList())));
  }

  private static Optional<Network> find(List<Network> networks, String name) {
    return networks.stream().filter(network -> network.backbone().name().equals(name)).findFirst();
  }
}
