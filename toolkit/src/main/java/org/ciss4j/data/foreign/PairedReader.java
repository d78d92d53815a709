// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ciss4j.data.AdeDataset;
import org.ciss4j.data.Folders;
import org.ciss4j.data.label.LabelFile;
import org.ciss4j.data.label.TextLines;
import org.ciss4j.scenario.CissException;
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
    return read(table, NumberMask::read, List.of(), List.of());
  }

  /** Masks with other numbers than ours. */
  ForeignData numbers() {
    return read(
        ClassLines.numbers(requireLabels("the number of each class in masks")),
        NumberMask::read,
        List.of(),
        List.of());
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
    return read(table, NumberMask::read, list("train"), list("val"));
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

  private List<String> list(String name) {
    Path file = source.folder().resolve(PASCAL_LISTS).resolve(name + ".txt");
    return Files.exists(file)
        ? TextLines.of(file).stream().filter(line -> !line.isEmpty()).toList()
        : List.of();
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
    return read(table, PairedReader::adeNumbers, List.of(), List.of());
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

  private ForeignData read(
      LabelTable table, Decoding decoding, List<String> train, List<String> test) {
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
    return new ForeignData(
        table.classNames(),
        table.hasBackground(),
        read,
        known(train, "train.txt", pairs, remarks),
        known(test, "val.txt", pairs, remarks),
        remarks);
  }

  /**
   * The ids in a list that images have, each once; lists also name images that were not exported.
   *
   * @throws CissException of kind failure if none has an image
   */
  private static List<String> known(
      List<String> lines, String list, Pairs pairs, List<String> remarks) {
    List<String> known =
        lines.stream().flatMap(line -> id(line, pairs).stream()).distinct().toList();
    if (known.isEmpty() && !lines.isEmpty()) {
      throw CissException.failure(
          "%s/%s names no image that is there, such as %s; correct it or remove it",
          PASCAL_LISTS, list, lines.get(0));
    }
    if (known.size() < lines.size()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%d of %d lines of %s/%s name no image, or one again, and are left out",
              lines.size() - known.size(),
              lines.size(),
              PASCAL_LISTS,
              list));
    }
    return known;
  }

  /** Of a line, which is an id or the path of an image, and may have a mask or number behind. */
  private static Optional<String> id(String line, Pairs pairs) {
    String path = line.replace('\\', '/');
    return Stream.of(path, path.replaceFirst("\\s.*", ""))
        .map(Folders::withoutEnding)
        .flatMap(id -> tails(id).stream())
        .filter(pairs.files()::containsKey)
        .findFirst();
  }

  /** A path, and what is left of it without its first folders. */
  private static List<String> tails(String path) {
    List<String> tails = new ArrayList<>(List.of(path));
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      tails.add(path.substring(slash + 1));
    }
    return tails;
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
