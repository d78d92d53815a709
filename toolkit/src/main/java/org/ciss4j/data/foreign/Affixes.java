// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands around the id in names of images and of masks: {@code a_left.jpg} and {@code
 * gt_a.png} are of {@code a}. Folders before a name are of the id.
 */
public record Affixes(
    String imagePrefix, String imageSuffix, String maskPrefix, String maskSuffix) {
  /** Names are ids. */
  public static final Affixes NONE = new Affixes("", "", "", "");

  /** The id that the name of a mask holds; empty if it is none. */
  Optional<String> idOfMask(String mask) {
    int start = mask.lastIndexOf('/') + 1;
    String name = mask.substring(start);
    return name.length() > maskPrefix.length() + maskSuffix.length()
            && name.startsWith(maskPrefix)
            && name.endsWith(maskSuffix)
        ? Optional.of(
            mask.substring(0, start)
                + name.substring(maskPrefix.length(), name.length() - maskSuffix.length()))
        : Optional.empty();
  }

  /** The name of the image of an id. */
  String image(String id) {
    int start = id.lastIndexOf('/') + 1;
    return id.substring(0, start) + imagePrefix + id.substring(start) + imageSuffix;
  }

  /** As options. */
  @Override
  public String toString() {
    List<String> options = new ArrayList<>();
    add(options, "--image-prefix", imagePrefix);
    add(options, "--image-suffix", imageSuffix);
    add(options, "--mask-prefix", maskPrefix);
    add(options, "--mask-suffix", maskSuffix);
    return String.join(" and ", options);
  }

  private static void add(List<String> options, String option, String text) {
    if (!text.isEmpty()) {
      options.add(String.format(Locale.ROOT, "%s '%s'", option, text));
    }
  }
}
