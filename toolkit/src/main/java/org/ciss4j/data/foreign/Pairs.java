// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.ciss4j.data.set.Folders;

/**
 * Images and masks that belong together by their names.
 *
 * @param files image and mask by id
 * @param remarks what was found out, and what is left out
 */
record Pairs(Map<String, Pair> files, List<String> remarks) {
  /** How many masks it is guessed from what stands around ids. */
  private static final int LOOKED_AT = 5;

  /** An image and its mask. */
  record Pair(Path image, Path mask) {}

  /**
   * Pairs the files of two folders.
   *
   * @throws CissException of kind failure if a mask has no image, or nothing fits
   */
  static Pairs of(ForeignSource source, Path images, Path masks) {
    Map<String, Path> imageOf = Folders.filesByStem(images);
    Map<String, Path> maskOf = Folders.filesByStem(masks);
    if (imageOf.isEmpty() || maskOf.isEmpty()) {
      throw CissException.failure(
          "%s holds no image; name the folder of the %s with --%s",
          imageOf.isEmpty() ? images : masks,
          imageOf.isEmpty() ? "images" : "masks",
          imageOf.isEmpty() ? "images" : "masks");
    }
    Affixes taken = source.affixes();
    List<String> remarks = new ArrayList<>();
    if (taken.equals(Affixes.NONE) && !fits(taken, imageOf, maskOf)) {
      taken = guessed(imageOf, maskOf).orElse(taken);
      if (!taken.equals(Affixes.NONE)) {
        remarks.add("names are paired by " + taken);
      }
    }
    return pair(taken, imageOf, maskOf, remarks);
  }

  private static Pairs pair(
      Affixes affixes, Map<String, Path> images, Map<String, Path> masks, List<String> remarks) {
    Map<String, Pair> files = new LinkedHashMap<>();
    Set<String> left = new HashSet<>(images.keySet());
    for (Map.Entry<String, Path> mask : masks.entrySet()) {
      Optional<String> id = affixes.idOfMask(mask.getKey());
      Path image = id.map(name -> images.get(affixes.image(name))).orElse(null);
      if (image == null) {
        throw CissException.failure(
            "mask %s has no image%s; remove it, or say what stands around the common part of names"
                + " with --image-prefix, --image-suffix, --mask-prefix and --mask-suffix",
            mask.getValue(), id.map(name -> " called " + affixes.image(name)).orElse(""));
      }
      files.put(id.get(), new Pair(image, mask.getValue()));
      left.remove(affixes.image(id.get()));
    }
    if (!left.isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%d images have no mask and are left out, such as %s",
              left.size(),
              left.stream().sorted().findFirst().orElse("")));
    }
    return new Pairs(files, remarks);
  }

  private static boolean fits(Affixes affixes, Map<String, Path> images, Map<String, Path> masks) {
    return masks.keySet().stream()
        .allMatch(
            mask ->
                affixes.idOfMask(mask).map(affixes::image).filter(images::containsKey).isPresent());
  }

  /** The only affixes with which every mask finds an image of its own. */
  private static Optional<Affixes> guessed(Map<String, Path> images, Map<String, Path> masks) {
    Set<Affixes> possible = new HashSet<>();
    masks.keySet().stream()
        .limit(LOOKED_AT)
        .forEach(mask -> possible.addAll(likely(mask, images.keySet())));
    List<Affixes> fitting =
        possible.stream().filter(affixes -> fits(affixes, images, masks)).toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  /** What stands around the words that a mask shares with the images most like it. */
  private static Set<Affixes> likely(String mask, Set<String> images) {
    int longest = 1;
    Set<Affixes> likely = new HashSet<>();
    for (String image : images) {
      SharedWords shared = SharedWords.of(image, mask);
      if (shared.length() > longest) {
        likely.clear();
        longest = shared.length();
      }
      if (shared.length() == longest) {
        likely.add(shared.affixes());
      }
    }
    return likely;
  }
}
