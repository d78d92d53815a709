// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.run;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Why a library does not load, and what to do. JavaCPP unpacks the native ones into a folder of its
 * own, its cache, and loads them from there; the reason is deep in the causes of what it throws.
 *
 * @param cache that folder
 * @param free bytes that are free there
 * @param platform as JavaCPP calls it
 */
public record LibraryError(String cache, long free, String platform) {
  /** What the libraries take when they are unpacked, generously. */
  private static final long NEEDED = 600L << 20;

  private static final String ANOTHER =
      "name another folder: CISS_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR";

  private static final Pattern MISSING =
      Pattern.compile("(\\S+): cannot open shared object file|(\\S+): image not found");

  private static final Pattern TOO_NEW =
      Pattern.compile("version [`'](GLIBC\\w*_[\\d.]+)' not found");

  /** On this machine. */
  public static LibraryError here() {
    Optional<File> folder = cacheFolder();
    return new LibraryError(
        folder.map(File::toString).orElse("its cache"),
        folder.map(File::getUsableSpace).orElse(Long.MAX_VALUE),
        Loader.getPlatform());
  }

  /** Where libraries are unpacked; empty if there is no such folder and none can be made. */
  public static Optional<File> cacheFolder() {
    try {
      return Optional.of(Loader.getCacheDir());
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // There is none, which the causes say.
    }
  }

  /** The reason in a line. */
  public String explain(LinkageError thrown) {
    List<Throwable> causes =
        Stream.iterate((Throwable) thrown, Objects::nonNull, Throwable::getCause).toList();
    String said =
        causes.stream()
            .map(String::valueOf)
            .collect(Collectors.joining("; "))
            .replaceAll("\\R", " ");
    String last = String.valueOf(causes.get(causes.size() - 1)).replaceAll("\\s*\\R\\s*", " ");
    return "a library does not load (" + last + "); " + advice(said);
  }

  private String advice(String said) {
    Matcher missing = MISSING.matcher(said);
    Matcher tooNew = TOO_NEW.matcher(said);
    if (said.contains("Could not create the cache")) {
      return "JavaCPP finds no folder that it can write; " + ANOTHER;
    }
    if (said.contains("failed to map segment") || said.contains("Operation not permitted")) {
      return cache + " is in a file system whose files may not be run (noexec); " + ANOTHER;
    }
    if (said.contains("Permission denied") || said.contains("AccessDenied")) {
      return cache + " may not be read or written; change its permissions, or " + ANOTHER;
    }
    if (said.contains("No space left") || ((missing.find(0) || isCut(said)) && free < NEEDED)) {
      return cache + " has no room for the libraries, some 600 MB; make room, or " + ANOTHER;
    }
    if (isCut(said)) {
      return "what is in " + cache + " is damaged; remove that folder, it is filled anew";
    }
    if (tooNew.find()) {
      return "this system is too old: it lacks " + tooNew.group(1) + " of the C library";
    }
    if (missing.find(0)) {
      String name = missing.group(1) == null ? missing.group(2) : missing.group(1);
      return "install "
          + name
          + " on this machine, or if it is in "
          + cache
          + ", remove that folder";
    }
    return said.contains("UnsatisfiedLinkError")
        ? "build ciss4j on this machine, as its natives are of one platform, and this is "
            + platform
        : "the jars do not fit each other; build ciss4j anew, and add none to its folder lib";
  }

  private static boolean isCut(String said) {
    return Stream.of("file too short", "invalid ELF header", "cannot read file data")
        .anyMatch(said::contains);
  }
}
