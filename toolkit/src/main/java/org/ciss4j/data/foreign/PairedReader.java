// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ciss4j.common.CissException;
import org.ciss4j.data.label.LabelFile;
import org.ciss4j.data.label.TextLines;
import org.ciss4j.data.set.AdeDataset;
import org.ciss4j.scenario.LabelSpace;

/** Folders of images and of masks that store colours, or other numbers than ours. */
final class PairedReader {
  private static final List<String> IMAGES =
      List.of("images", "JPEGImages", "imgs", "img", "image", "leftImg8bit");
  private static final List<String> MASKS =
      List.of(
          "masks",
          "SegmentationClass",
          "SegmentationClassRaw",
          "annotations",
          "labels",
          "mask",
          "label",
          "gt",
          "gtFine");
  private static final List<String> LISTS =
      List.of("labelmap.txt", "class_names.txt", "labels.txt");
  private static final String PASCAL_LISTS = "ImageSets/Segmentation";

  private final ForeignSource source;

  /** How a mask becomes numbers that the table knows. */
  @FunctionalInterface
  private interface Decoding {
    NumberMask of(Path mask);
  }

  PairedReader(ForeignSource source) {
    this.source = source;
  }

  /** Masks in colours that a list or a well-known table names. */
  ForeignData colours() {
    LabelTable table =
        source
            .palette()
            .map(KnownColours::named)
            .orElseGet(() -> ClassLines.colours(requireLabels("the colour of each class")));
    return read(table, NumberMask::read, PascalLists.NONE);
  }

  /** Masks with other numbers than ours. */
  ForeignData numbers() {
    return read(
        ClassLines.numbers(requireLabels("the number of each class in masks")),
        NumberMask::read,
        PascalLists.NONE);
  }

  /**
   * The folders of PASCAL VOC as CVAT and LabelMe export them: with {@code labelmap.txt}, whose
   * colours the masks have, or with {@code class_names.txt}, whose lines they number.
   */
  ForeignData pascal() {
    Path labels =
        source
            .labels()
            .or(
                () ->
                    LISTS.stream().map(source.folder()::resolve).filter(Files::exists).findFirst())
            .orElseThrow(
                () ->
                    CissException.usage(
                        "%s has no labelmap.txt and no class_names.txt; name the list of classes"
                            + " with --labels",
                        source.path()));
    boolean coloured =
        TextLines.of(labels).stream().anyMatch(line -> line.matches(".*:\\d+,\\d+,\\d+:.*"));
    LabelTable table = coloured ? ClassLines.colours(labels) : numbered(labels);
    return read(table, NumberMask::read, PascalLists.of(source.folder().resolve(PASCAL_LISTS)));
  }

  /** Numbers as a class list of our own says, and void for 255. */
  private static LabelTable numbered(Path labels) {
    LabelFile file = LabelFile.read(labels);
    Map<Integer, Integer> idOf = new HashMap<>(Map.of(LabelSpace.VOID, LabelSpace.VOID));
    for (int number = 0; number < LabelSpace.VOID; number++) {
      if (file.maskLabels().knows(number)) {
        idOf.put(number, file.maskLabels().idOf(number));
      }
    }
    return new LabelTable(
        file.labelSpace().foregroundNames(), file.labelSpace().hasBackground(), idOf, false);
  }

  /**
   * The masks of the full ADE20K, whose red and green are the number of a class, by a list such as
   * {@code mapFromADE.txt} with a number of the 150 classes and a number of these in each line.
   */
  ForeignData adeFull() {
    Path map = requireLabels("two columns, a number of the 150 classes and a number of all");
    List<String> names = AdeDataset.labelSpace().foregroundNames();
    Map<Integer, Integer> idOf = new HashMap<>();
    for (String line : TextLines.of(map)) {
      String[] words = line.isEmpty() ? new String[0] : line.split("[\\s,;]+", -1);
      if (words.length != 0) {
        addAde(map, line, words, names.size(), idOf);
      }
    }
    LabelTable table = new LabelTable(names, true, othersBackground(idOf), false);
    return read(table, PairedReader::adeNumbers, PascalLists.NONE);
  }

  private static void addAde(
      Path map, String line, String[] words, int classes, Map<Integer, Integer> idOf) {
    if (words.length != 2 || !words[0].matches("\\d{1,3}") || !words[1].matches("\\d{1,5}")) {
      throw CissException.failure("%s has the line \"%s\"; expected two numbers", map, line);
    }
    int id = Integer.parseInt(words[0]);
    if (id < 1 || id > classes) {
      throw CissException.failure("%s names class %d; expected 1 to %d", map, id, classes);
    }
    idOf.put(Integer.parseInt(words[1]), id);
  }

  /** What is none of the 150 classes is "other", which is the background. */
  private static Map<Integer, Integer> othersBackground(Map<Integer, Integer> idOf) {
    Map<Integer, Integer> all = new HashMap<>();
    for (int number = 0; number < 1 << 14; number++) {
      all.put(number, idOf.getOrDefault(number, LabelSpace.BACKGROUND));
    }
    return all;
  }

  private static NumberMask adeNumbers(Path file) {
    NumberMask mask = NumberMask.read(file);
    if (!mask.isColour()) {
      throw CissException.failure(
          "mask %s is no colour image; those of the full ADE20K are (ADE_train_*_seg.png)", file);
    }
    int[] numbers = new int[mask.numbers().length];
    for (int i = 0; i < numbers.length; i++) {
      int colour = mask.numbers()[i];
      numbers[i] = (colour >> 16) / 10 * 256 + (colour >> 8 & 0xFF);
    }
    return new NumberMask(mask.width(), mask.height(), numbers, null, false);
  }

  private ForeignData read(LabelTable table, Decoding decoding, PascalLists lists) {
    Path images = folder("images", source.images(), IMAGES);
    Path masks = folder("masks", source.masks(), MASKS);
    Pairs pairs = Pairs.of(source, images, masks);
    List<String> remarks = new ArrayList<>(pairs.remarks());
    List<ForeignImage> read = new ArrayList<>();
    pairs
        .files()
        .forEach(
            (id, pair) ->
                read.add(
                    Photos.image(
                        id,
                        pair.image(),
                        () ->
                            table.labels(
                                pair.mask(), decoding.of(pair.mask()), source.othersVoid()))));
    PascalLists.Ids ids = lists.ids(pairs.files().keySet(), remarks);
    return new ForeignData(
        table.classNames(), table.hasBackground(), read, ids.train(), ids.test(), remarks);
  }

  private Path folder(String what, Optional<Path> named, List<String> usual) {
    return named
        .or(
            () ->
                usual.stream().map(source.folder()::resolve).filter(Files::isDirectory).findFirst())
        .orElseThrow(
            () ->
                CissException.usage(
                    "%s has no folder of %s (%s); name it with --%s",
                    source.path(), what, String.join(", ", usual), what));
  }

  private Path requireLabels(String what) {
    return source
        .labels()
        .orElseThrow(() -> CissException.usage("name a file with %s: --labels FILE", what));
  }
}
