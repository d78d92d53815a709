// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;

/** Where things lie in the folder layout of PASCAL VOC. */
record VocFolder(Path root) {
  private static final List<String> PLACES = List.of("", "VOCdevkit/VOC2012", "VOC2012");
  private static final Set<String> OFFICIAL_LISTS = Set.of("train", "val", "trainval");
  private static final String MASKS = "SegmentationClass";
  private static final String AUGMENTED_MASKS = "SegmentationClassAug";
  private static final Pattern AUGMENTED =
      Pattern.compile("segmentation(?!object).*aug.*", Pattern.CASE_INSENSITIVE);

  /** The data in this folder, or in the {@code VOCdevkit/VOC2012} or {@code VOC2012} below it. */
  static VocFolder find(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw CissException.usage(
          "data folder %s does not exist; name the folder that holds VOCdevkit/VOC2012", folder);
    }
    return PLACES.stream()
        .map(place -> new VocFolder(place.isEmpty() ? folder : folder.resolve(place)))
        .filter(voc -> Files.isDirectory(voc.images()) || Files.isDirectory(voc.lists()))
        .findFirst()
        .orElseThrow(
            () ->
                CissException.usage(
                    "data folder %s holds no VOC data; expected JPEGImages in it, in"
                        + " VOCdevkit/VOC2012 or in VOC2012, so unpack the archive there",
                    folder))
        .complete();
  }

  private VocFolder complete() {
    for (Path part : List.of(images(), lists())) {
      if (!Files.isDirectory(part)) {
        throw CissException.usage("folder %s does not exist; unpack the VOC archive again", part);
      }
    }
    if (!Files.isDirectory(root.resolve(MASKS)) && augmentedMasks().isEmpty()) {
      throw CissException.usage(
          "%s has no masks; expected %s or %s in it, so unpack the archive again",
          root, MASKS, AUGMENTED_MASKS);
    }
    return this;
  }

  private Path images() {
    return root.resolve("JPEGImages");
  }

  private Path lists() {
    return root.resolve("ImageSets").resolve("Segmentation");
  }

  ImageList list(String name) {
    return ImageList.of(lists(), name);
  }

  /** The names of all lists. */
  List<String> listNames() {
    return Folders.textFiles(lists()).stream().map(Folders::stem).toList();
  }

  /** The files of the images of a list, whose second column may name masks. */
  List<ImageFiles> files(String list) {
    Path masks = maskFolder(list);
    return list(list).images().stream().map(image -> files(image, masks)).toList();
  }

  private ImageFiles files(ListedImage listed, Path masks) {
    String id = listed.name();
    String mask = listed.mask();
    Path named = mask == null ? null : root.resolve(mask.replaceFirst("^/", ""));
    return new ImageFiles(
        id,
        Folders.imageOf(images(), id),
        named != null && Files.exists(named) ? named : Folders.maskOf(masks, id));
  }

  /** Where the masks of Hariharan et al. lie; empty if they lie nowhere, or among the others. */
  Optional<Path> augmentedMasks() {
    return Stream.concat(Stream.of(root.resolve(AUGMENTED_MASKS)), Folders.folders(root).stream())
        .filter(Files::isDirectory)
        .filter(folder -> AUGMENTED.matcher(folder.getFileName().toString()).matches())
        .findFirst();
  }

  /**
   * Official lists take the official masks; every other list may hold images that only the
   * augmented masks cover.
   */
  private Path maskFolder(String list) {
    Path official = root.resolve(MASKS);
    Path augmented = augmentedMasks().orElse(official);
    Path first = OFFICIAL_LISTS.contains(list) ? official : augmented;
    return Files.isDirectory(first) ? first : augmented;
  }
}
