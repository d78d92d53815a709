// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.graph.weights.tensor.Printable;

/**
 * A network among the names of a file.
 *
 * @param prefix what its names have in front of them, such as {@code encoder_q.}; may be empty
 * @param naming how they go on
 */
record Location(String prefix, Naming naming) {
  private static final String BACKBONE = "backbone.";

  /**
   * The first parameter of each kind of backbone, and another of its first block: the blocks of a
   * ResNet have a {@code conv1.weight}, too.
   */
  private static final Map<String, String> FIRST =
      Map.of(
          "conv1.weight", "layer1.0.conv1.weight",
          "features.0.0.weight", "features.1.conv.0.0.weight",
          "conv_stem.weight", "blocks.0.0.conv_dw.weight");

  /**
   * Of the two networks that momentum contrast trains, the one that is used; the other follows it.
   */
  private static final String QUERY = "encoder_q.";

  /** The networks among some names: those at the root, else all that begin further in. */
  static List<Location> among(Collection<String> names) {
    Set<String> all = new HashSet<>(names);
    Set<String> prefixes = prefixes(all);
    List<Location> whole =
        prefixes.stream().filter(Location::isBackbone).map(p -> whole(p, all)).toList();
    return chosen(
        whole.isEmpty() ? prefixes.stream().map(prefix -> bare(prefix, all)).toList() : whole);
  }

  /** What stands in front of the backbones. */
  private static Set<String> prefixes(Set<String> names) {
    Set<String> prefixes = new LinkedHashSet<>();
    for (String name : names) {
      FIRST.forEach(
          (first, another) -> {
            if (name.equals(first)) {
              prefixes.add("");
            } else if (name.endsWith("." + first)) {
              String prefix = name.substring(0, name.length() - first.length());
              if (isBackbone(prefix) || names.contains(prefix + another)) {
                prefixes.add(prefix);
              }
            }
          });
    }
    return prefixes;
  }

  private static boolean isBackbone(String prefix) {
    return prefix.equals(BACKBONE) || prefix.endsWith("." + BACKBONE);
  }

  private static Location whole(String backbone, Set<String> names) {
    String prefix = backbone.substring(0, backbone.length() - BACKBONE.length());
    return new Location(prefix, Naming.ofWhole(names, prefix));
  }

  private static Location bare(String prefix, Set<String> names) {
    boolean timm = names.contains(prefix + "conv_stem.weight");
    return new Location(prefix, timm ? Naming.TIMM : Naming.TORCHVISION);
  }

  private static List<Location> chosen(List<Location> found) {
    for (String end : List.of("", QUERY)) {
      List<Location> matching =
          found.stream()
              .filter(l -> end.isEmpty() ? l.prefix.isEmpty() : l.prefix.endsWith(end))
              .toList();
      if (matching.size() == 1) {
        return matching;
      }
    }
    return found;
  }

  /** The same where names have more in front of them. */
  Location behind(String more) {
    return new Location(more + prefix, naming);
  }

  /** A name without the prefix. */
  String inner(String name) {
    return name.substring(prefix.length());
  }

  /** Whose names they are, and behind what. */
  @Override
  public String toString() {
    return naming + (prefix.isEmpty() ? "" : " behind " + Printable.name(prefix));
  }
}
