// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.Unreadable;
import org.ciss4j.data.label.TextLines;
import org.ciss4j.data.set.Folders;
import org.jspecify.annotations.Nullable;

/**
 * The lists of a folder in the layout of VOC that say which images are trained on and which are
 * tested on. CVAT calls them after its subsets: Train, Validation, Test; its default.txt names all.
 *
 * @param train null for none
 * @param test null for none
 */
record PascalLists(@Nullable Path train, @Nullable Path test) {
  /** No list. */
  static final PascalLists NONE = new PascalLists(null, null);

  private static final List<String> TRAIN = List.of("train", "training");

  /** The usual name comes first. */
  private static final List<String> TEST = List.of("val", "validation", "valid", "test");

  /** The ids of images; none where nothing says which they are. */
  record Ids(List<String> train, List<String> test) {
    static final Ids NONE = new Ids(List.of(), List.of());
  }

  /** Those in a folder, which need not be there. */
  static PascalLists of(Path folder) {
    if (!Files.isDirectory(folder)) {
      return NONE;
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> lists = files.filter(file -> !lines(file).isEmpty()).sorted().toList();
      return new PascalLists(first(lists, TRAIN), first(lists, TEST));
    } catch (IOException e) {
      throw Unreadable.file("folder", folder, e);
    }
  }

  private static @Nullable Path first(List<Path> lists, List<String> names) {
    return names.stream()
        .flatMap(name -> lists.stream().filter(list -> name.equals(plain(list))))
        .findFirst()
        .orElse(null);
  }

  /** The name without ending and capitals; empty for another file than a list. */
  private static String plain(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".txt") ? name.substring(0, name.length() - 4) : "";
  }

  private static List<String> lines(@Nullable Path file) {
    return file == null || !(TRAIN.contains(plain(file)) || TEST.contains(plain(file)))
        ? List.of()
        : TextLines.of(file).stream().filter(line -> !line.isEmpty()).toList();
  }

  /**
   * Which of some images are trained on, and which are tested on.
   *
   * @param images ids of all that are there
   * @param remarks are added to
   * @throws CissException of kind failure if a list names none of them, or there is one list alone,
   *     and it does not name them all
   */
  Ids ids(Set<String> images, List<String> remarks) {
    List<String> trained = known(train, images, remarks);
    List<String> tested = known(test, images, remarks);
    if (train != null && test != null) {
      Set<String> unlisted = new HashSet<>(images);
      unlisted.removeAll(Set.copyOf(trained));
      unlisted.removeAll(Set.copyOf(tested));
      if (!unlisted.isEmpty()) {
        remarks.add(
            unlisted.size()
                + " images are neither in "
                + train.getFileName()
                + " nor in "
                + test.getFileName()
                + ", and take no part");
      }
      return new Ids(trained, tested);
    }
    Path only = train == null ? test : train;
    if (only == null) {
      return Ids.NONE;
    }
    if (trained.size() + tested.size() < images.size()) {
      throw CissException.failure(
          "%s names %d of %d images, and no list says which are %s; write %s, or remove that list"
              + " to have a fifth of all, chosen by name, tested on",
          only,
          trained.size() + tested.size(),
          images.size(),
          train == null ? "trained on" : "tested on",
          only.resolveSibling((train == null ? TRAIN : TEST).get(0) + ".txt"));
    }
    remarks.add(
        only.getFileName() + " names all images, so no list is written: a fifth is for testing");
    return Ids.NONE;
  }

  /** The ids in a list that images have, each once; lists also name images not exported. */
  private static List<String> known(@Nullable Path list, Set<String> images, List<String> remarks) {
    List<String> lines = lines(list);
    List<String> known =
        lines.stream().flatMap(line -> id(line, images).stream()).distinct().toList();
    if (known.isEmpty() && !lines.isEmpty()) {
      throw CissException.failure(
          "%s names no image that is there, such as %s; correct it or remove it",
          list, lines.get(0));
    }
    if (known.size() < lines.size()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%d of %d lines of %s name no image, or one again, and are left out",
              lines.size() - known.size(),
              lines.size(),
              Objects.requireNonNull(list)));
    }
    return known;
  }

  /** Of a line, which is an id or the path of an image, and may have a mask or number behind. */
  private static Optional<String> id(String line, Set<String> images) {
    String path = line.replace('\\', '/');
    return Stream.of(path, path.replaceFirst("\\s.*", ""))
        .map(Folders::withoutEnding)
        .flatMap(id -> tails(id).stream())
        .filter(images::contains)
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
}
