// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.data.image.Unreadable;
import org.ciss4j.data.label.TextLines;

/** Looks into the folders of data sets. */
public final class Folders {
  private static final List<String> ENDINGS =
      List.of("jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp");

  /** A pattern of the endings of images, without the dot. */
  static final String ENDINGS_PATTERN = String.join("|", ENDINGS);

  private static final Pattern ENDING =
      Pattern.compile("\\.(?:" + ENDINGS_PATTERN + ")$", Pattern.CASE_INSENSITIVE);

  private Folders() {}

  /**
   * The first of some places below a folder that looks right.
   *
   * @param layout what is expected there, for the message
   * @param marks paths that a right place has, all of them
   * @throws CissException of kind usage if there is none
   */
  static Path find(Path folder, List<String> places, List<String> marks, String layout) {
    if (!Files.isDirectory(folder)) {
      throw CissException.usage(
          "data folder %s %s; name the folder that holds %s",
          folder, Files.exists(folder) ? "is a file" : "does not exist", layout);
    }
    return places.stream()
        .map(place -> place.isEmpty() ? folder : folder.resolve(place))
        .filter(place -> marks.stream().allMatch(mark -> Files.exists(place.resolve(mark))))
        .findFirst()
        .orElseThrow(
            () ->
                CissException.usage(
                    "data folder %s lacks %s; expected %s",
                    folder,
                    String.join(
                        " and ",
                        marks.stream()
                            .filter(mark -> !Files.exists(folder.resolve(mark)))
                            .toList()),
                    layout));
  }

  /** The images in a folder by name; hidden files are passed over. */
  static List<Path> images(Path folder) {
    return files(folder).filter(Folders::isImage).toList();
  }

  /** The image of this id, whatever its ending, in small or large letters; ID.jpg for none. */
  public static Path imageOf(Path folder, String id) {
    return withEnding(folder, id, ENDINGS);
  }

  /**
   * Nothing if an id is that of one image alone, as a listed one must be that has no ending.
   *
   * @throws CissException of kind failure if there are two, of which one would be taken unsaid
   */
  static void requireOneImage(Path folder, String id, Path taken) {
    Stream<String> endings =
        ENDINGS.stream().flatMap(e -> Stream.of(e, e.toUpperCase(Locale.ROOT)));
    endings
        .map(ending -> FileNames.within(folder, id + "." + ending))
        .filter(file -> Files.exists(file) && !isSame(file, taken))
        .findFirst()
        .ifPresent(
            other -> {
              throw CissException.failure(
                  "%s and %s differ in their endings alone; remove one, or write the ending in the"
                      + " list",
                  taken, other);
            });
  }

  private static boolean isSame(Path file, Path other) {
    try {
      return Files.exists(other) && Files.isSameFile(file, other);
    } catch (IOException e) {
      return false; // What cannot be looked at is told when it is read.
    }
  }

  /** The mask of this id, which ends in .png or .PNG; ID.png if there is none. */
  static Path maskOf(Path folder, String id) {
    return withEnding(folder, id, List.of("png"));
  }

  private static Path withEnding(Path folder, String id, List<String> endings) {
    return Stream.<UnaryOperator<String>>of(
            UnaryOperator.identity(),
            ending -> ending.toUpperCase(Locale.ROOT),
            ending -> ending.substring(0, 1).toUpperCase(Locale.ROOT) + ending.substring(1))
        .flatMap(letters -> endings.stream().map(letters))
        .map(ending -> FileNames.within(folder, id + "." + ending))
        .filter(Files::exists)
        .findFirst()
        .orElseGet(() -> rare(folder, id, endings));
  }

  /** A file whose ending mixes small and large letters, or a link that leads nowhere. */
  private static Path rare(Path folder, String id, List<String> endings) {
    return endings.stream()
        .flatMap(Folders::spellings)
        .map(ending -> FileNames.within(folder, id + "." + ending))
        .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
        .findFirst()
        .orElseGet(() -> FileNames.within(folder, id + "." + endings.get(0)));
  }

  /** An ending with each letter small or large. */
  private static Stream<String> spellings(String ending) {
    return IntStream.range(0, 1 << ending.length())
        .mapToObj(
            large -> {
              StringBuilder spelling = new StringBuilder(ending);
              for (int i = 0; i < ending.length(); i++) {
                if ((large >> i & 1) == 1) {
                  spelling.setCharAt(i, Character.toUpperCase(ending.charAt(i)));
                }
              }
              return spelling.toString();
            });
  }

  /**
   * The ids of images and masks, also of those that have lost the other: their paths below the two
   * folders, without ending and with a slash between folders, sorted. An id comes as often as there
   * are images of it.
   */
  static List<String> idsOf(Path images, Path masks) {
    List<String> ids = new ArrayList<>(idsBelow(images));
    Set<String> known = Set.copyOf(ids);
    idsBelow(masks).stream().distinct().filter(id -> !known.contains(id)).forEach(ids::add);
    return ids.stream().sorted().toList();
  }

  /**
   * The images in a folder and those below it, by their paths without ending, sorted.
   *
   * @throws CissException of kind failure if two differ in their endings alone
   */
  public static SortedMap<String, Path> filesByStem(Path folder) {
    SortedMap<String, Path> files = new TreeMap<>();
    for (Path file : imagesBelow(folder)) {
      String id = withoutEnding(file.toString().replace(File.separatorChar, '/'));
      Path other = files.put(id, folder.resolve(file));
      if (other != null) {
        throw CissException.failure(
            "%s and %s differ in their endings alone; remove one", other, folder.resolve(file));
      }
    }
    return files;
  }

  private static List<String> idsBelow(Path folder) {
    return imagesBelow(folder).stream()
        .map(file -> withoutEnding(file.toString().replace(File.separatorChar, '/')))
        .toList();
  }

  /** Paths below a folder; hidden files are passed over. */
  private static List<Path> imagesBelow(Path folder) {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(Folders::isImage)
          .map(folder::relativize)
          .filter(file -> !isHidden(file))
          .toList();
    } catch (UncheckedIOException e) {
      throw Unreadable.file("folder", folder, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw Unreadable.file("folder", folder, e);
    }
  }

  private static boolean isHidden(Path file) {
    return StreamSupport.stream(file.spliterator(), false)
        .anyMatch(part -> part.toString().startsWith("."));
  }

  /** A name without .jpg or another ending of images. */
  public static String withoutEnding(String name) {
    return ENDING.matcher(name).replaceFirst("");
  }

  static boolean hasEnding(String name) {
    return ENDING.matcher(name).find();
  }

  /** The folders in a folder by name. */
  static List<Path> folders(Path folder) {
    return files(folder).filter(Files::isDirectory).toList();
  }

  /** The text files in a folder by name. */
  static List<Path> textFiles(Path folder) {
    return files(folder).filter(file -> file.toString().endsWith(".txt")).toList();
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw Unreadable.file("folder", folder, e);
    }
  }

  private static boolean isImage(Path file) {
    return hasEnding(file.getFileName().toString());
  }

  /** The name of a file without its ending. */
  static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** The lines of a text file, blank ones left out. */
  static List<String> lines(Path file) {
    return TextLines.of(file).stream().filter(line -> !line.isEmpty()).toList();
  }
}
