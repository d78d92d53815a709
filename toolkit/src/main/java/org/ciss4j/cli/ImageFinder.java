// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.file.Unchecked;

/**
 * Finds the JPEG and PNG images of a folder, or those that fit a pattern in any part of their path:
 * {@code *}, {@code ?}, {@code [ab]} and {@code {a,b}} stand for what they do in a shell, and
 * {@code **} as a part for any folders, or none. Files and folders that begin with a dot are not
 * looked at.
 *
 * @param text what was named, such as {@code street} or {@code street/*.jpg}
 * @param folder that holds all images: what is before the first part that is a pattern
 * @param pattern of paths within that folder
 */
record ImageFinder(String text, Path folder, String pattern) {
  private static final String ALL = "*";

  /**
   * What a text names. A folder may have a sign of a pattern in its name.
   *
   * @throws CissException of kind usage if it names nothing
   */
  static ImageFinder of(String text) {
    if (text.isBlank()) {
      throw CissException.usage("--images names nothing; name a folder, . for this one");
    }
    if (Files.isDirectory(FileNames.path(text)) || !isPattern(text)) {
      return new ImageFinder(text, FileNames.path(text), ALL);
    }
    int start = 0;
    int end = text.indexOf('/');
    while (end >= 0 && isPlain(text, start, end)) {
      start = end + 1;
      end = text.indexOf('/', start);
    }
    return new ImageFinder(text, FileNames.path(text.substring(0, start)), text.substring(start));
  }

  private static boolean isPlain(String text, int start, int end) {
    return !isPattern(text.substring(start, end))
        || Files.isDirectory(FileNames.path(text.substring(0, end)));
  }

  private static boolean isPattern(String text) {
    return text.matches(".*[*?\\[{].*");
  }

  /**
   * All images, by their paths.
   *
   * @param except a folder that is not looked into
   * @throws CissException of kind usage if there is none
   */
  List<Path> images(Path except) {
    if (!Files.isDirectory(folder)) {
      throw CissException.usage(
          Files.exists(folder)
              ? "%s is no folder; name one with JPEG or PNG images, or a single one with --image"
              : "folder %s does not exist; name one with JPEG or PNG images",
          folder);
    }
    List<Path> images = new ArrayList<>();
    PathMatcher matcher = matcher();
    Unchecked.run(
        () ->
            Files.walkFileTree(
                folder,
                Set.of(FileVisitOption.FOLLOW_LINKS),
                depth(),
                new Visitor(except.toAbsolutePath().normalize(), matcher, images)));
    if (images.isEmpty()) {
      throw CissException.usage(
          pattern.equals(ALL)
              ? "folder %s holds no JPEG or PNG image; name another"
              : "no JPEG or PNG image fits %s; name a folder, or another pattern",
          text);
    }
    Collections.sort(images);
    return images;
  }

  private int depth() {
    return pattern.contains("**") ? Integer.MAX_VALUE : pattern.split("/", -1).length;
  }

  /** In Java's patterns any folders are at least one. */
  private PathMatcher matcher() {
    try {
      return folder
          .getFileSystem()
          .getPathMatcher("glob:" + pattern.replaceAll("(^|/)\\*\\*/", "$1{**/,}"));
    } catch (PatternSyntaxException e) {
      throw CissException.usage(
              "pattern %s cannot be read: %s; close each [ and {, or name a folder",
              text, e.getDescription())
          .withCause(e);
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Stream.of(".jpg", ".jpeg", ".png").anyMatch(name::endsWith) && Files.isRegularFile(file);
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path except;
    private final PathMatcher matcher;
    private final List<Path> found;

    Visitor(Path except, PathMatcher matcher, List<Path> found) {
      this.except = except;
      this.matcher = matcher;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      boolean own = directory.equals(folder);
      boolean skipped =
          isHidden(directory) || directory.toAbsolutePath().normalize().equals(except);
      return own || !skipped ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (isImage(file) && !isHidden(file) && matcher.matches(folder.relativize(file))) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    /** A link that leads in a circle, or a folder that nobody may look into. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(folder)) {
        throw e;
      }
      return FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path path) {
      Path name = path.getFileName();
      return name != null && name.toString().startsWith(".");
    }
  }
}
