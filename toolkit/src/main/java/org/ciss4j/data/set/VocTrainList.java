// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which list of a folder in the layout of VOC is trained on.
 *
 * @param name without {@code .txt}
 * @param remarks lists that were passed over, and why, a line each
 */
record VocTrainList(String name, List<String> remarks) {
  private static final String OFFICIAL = "train";

  /** The names in use, without capitals and all but letters. */
  private static final Set<String> AUGMENTED = Set.of("trainaug", "aug", "trainaugmented");

  /** The most usual name comes first. */
  private static final List<String> USUAL = List.of("train_aug", "trainaug", "aug");

  /** The augmented list where its masks are there too, else the official one. */
  static VocTrainList choose(VocFolder folder) {
    List<String> augmented =
        folder.listNames().stream()
            .filter(list -> AUGMENTED.contains(plain(list)))
            .sorted(Comparator.comparingInt(VocTrainList::rank))
            .toList();
    Optional<String> usable = augmented.stream().filter(list -> hasMasks(folder, list)).findFirst();
    String taken = usable.orElse(OFFICIAL);
    List<String> remarks = new ArrayList<>();
    for (String other : augmented) {
      if (!other.equals(taken)) {
        remarks.add(passedOver(folder, other, taken));
      }
    }
    return new VocTrainList(taken, remarks);
  }

  private static String plain(String list) {
    return list.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }

  private static int rank(String list) {
    return USUAL.contains(list) ? USUAL.indexOf(list) : USUAL.size();
  }

  /** Without a folder of their own, the masks may have been copied among the official ones. */
  private static boolean hasMasks(VocFolder folder, String list) {
    return folder.augmentedMasks().isPresent()
        || folder.files(list).stream().allMatch(files -> Files.exists(files.mask()));
  }

  private static String passedOver(VocFolder folder, String other, String taken) {
    return String.format(
        Locale.ROOT,
        "list %s (%d images) lies beside %s and is not trained on%s; --train-list %s takes it",
        other,
        folder.list(other).images().size(),
        taken,
        taken.equals(OFFICIAL) ? ", as there is no folder SegmentationClassAug with its masks" : "",
        other);
  }
}
