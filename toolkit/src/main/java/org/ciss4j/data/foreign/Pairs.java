// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ciss4j.data.Folders;
import org.ciss4j.scenario.CissException;

/**
 * Images and masks that belong together by their names.
 *
 * @param files image and mask by id
 * @param remarks what was found out, and what is left out
 */
record Pairs(Map<String, Pair> files, List<String> remarks) {
  /** How many masks a suffix is guessed from. */
  private static final int LOOKED_AT = 5;

  /** An image and its mask. */
  record Pair(Path image, Path mask) {}

  /** What stands behind the id in names of images and of masks. */
  private record Suffixes(String image, String mask) {}

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
    Suffixes given = new Suffixes(source.imageSuffix(), source.maskSuffix());
    List<String> remarks = new ArrayList<>();
    Suffixes taken = given;
    if (given.equals(new Suffixes("", "")) && !fits(given, imageOf, maskOf)) {
      taken = guessed(imageOf, maskOf).orElse(given);
      if (!taken.equals(given)) {
        remarks.add(
            String.format(
                Locale.ROOT,
                "names are paired by --image-suffix '%s' and --mask-suffix '%s'",
                taken.image,
                taken.mask));
      }
    }
    return pair(taken, imageOf, maskOf, remarks);
  }

  private static Pairs pair(
      Suffixes suffixes, Map<String, Path> images, Map<String, Path> masks, List<String> remarks) {
    Map<String, Pair> files = new LinkedHashMap<>();
    Set<String> left = new HashSet<>(images.keySet());
    for (Map.Entry<String, Path> mask : masks.entrySet()) {
      Optional<String> id = id(mask.getKey(), suffixes.mask);
      Path image = id.map(name -> images.get(name + suffixes.image)).orElse(null);
      if (image == null) {
        throw CissException.failure(
            "mask %s has no image%s; remove it, or say what stands behind the common part of names"
                + " with --image-suffix and --mask-suffix",
            mask.getValue(), id.map(name -> " called " + name + suffixes.image).orElse(""));
      }
      files.put(id.get(), new Pair(image, mask.getValue()));
      left.remove(id.get() + suffixes.image);
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

  private static Optional<String> id(String stem, String suffix) {
    return stem.endsWith(suffix)
        ? Optional.of(stem.substring(0, stem.length() - suffix.length()))
        : Optional.empty();
  }

  private static boolean fits(
      Suffixes suffixes, Map<String, Path> images, Map<String, Path> masks) {
    return masks.keySet().stream()
        .allMatch(
            mask ->
                id(mask, suffixes.mask)
                    .filter(id -> images.containsKey(id + suffixes.image))
                    .isPresent());
  }

  /** The only suffixes with which every mask finds an image of its own. */
  private static Optional<Suffixes> guessed(Map<String, Path> images, Map<String, Path> masks) {
    Map<Suffixes, Integer> possible = new HashMap<>();
    masks.keySet().stream()
        .limit(LOOKED_AT)
        .forEach(mask -> likely(mask, images).forEach(s -> possible.merge(s, 1, Integer::sum)));
    List<Suffixes> fitting =
        possible.keySet().stream().filter(suffixes -> fits(suffixes, images, masks)).toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  /** What is left of two names behind what they begin with, for the images most like a mask. */
  private static Set<Suffixes> likely(String mask, Map<String, Path> images) {
    int longest = 0;
    Set<Suffixes> likely = new HashSet<>();
    for (String image : images.keySet()) {
      int common = 0;
      while (common < Math.min(mask.length(), image.length())
          && mask.charAt(common) == image.charAt(common)) {
        common++;
      }
      if (common > longest) {
        likely.clear();
        longest = common;
      }
      if (common == longest && common > 0) {
        int end = wordEnd(mask, image, common);
        likely.add(new Suffixes(image.substring(end), mask.substring(end)));
      }
    }
    return likely;
  }

  /** The end of what two names begin with, but not within a word: left and label share no l. */
  private static int wordEnd(String one, String other, int common) {
    int end = common;
    if (end < Math.min(one.length(), other.length())) {
      while (end > 1 && Character.isLetterOrDigit(one.charAt(end - 1))) {
        end--;
      }
      end -= end > 1 ? 1 : 0;
    }
    return end;
  }
}
