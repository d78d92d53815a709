// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.file.FileTrouble;
import org.ciss4j.file.Unchecked;
import org.ciss4j.result.store.TextFile;

/** A folder that something new is to be written into. */
public final class OutputFolder {
  /** What may be in a folder that is locked and has no configuration yet. */
  private static final Set<String> UNBEGUN =
      Set.of(
          RunLock.FILE,
          RunDirectory.CLASSES,
          RunDirectory.CLASSES + TextFile.UNFINISHED,
          Manifest.CONFIG + TextFile.UNFINISHED);

  private OutputFolder() {}

  /** Makes a folder that can take new runs; see {@link #requireFree}. */
  static void make(Path root) {
    requireFree(root);
    Unchecked.run(() -> Files.createDirectories(root));
  }

  /**
   * Looks whether a folder can take a new run, and makes nothing.
   *
   * @throws CissException of kind usage if the folder already holds something or cannot be written
   */
  public static void requireFree(Path root) {
    Path existing = root.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = Objects.requireNonNull(existing.getParent());
    }
    if (!Files.isDirectory(existing)) {
      throw CissException.usage(
          "output folder %s cannot be made: %s is a file; name another with --out", root, existing);
    }
    if (!Files.isWritable(existing)) {
      throw CissException.usage(
          "output folder %s cannot be written: %s is not ours to write; name another with --out",
          root, existing);
    }
    try {
      if (RunDirectory.exists(root)) {
        throw CissException.usage(
            "output folder %s is not empty; name another with --out, or go on with the run there:"
                + " ciss train --resume %s",
            root, root);
      }
      if (!isFree(root)) {
        throw CissException.usage(
            "output folder %s is not empty; name another with --out or remove it", root);
      }
    } catch (UncheckedIOException e) {
      throw unwritable(root, Objects.requireNonNull(e.getCause()));
    }
  }

  /** What to say where a folder cannot be written. */
  static CissException unwritable(Path root, IOException e) {
    return CissException.usage(
            "output folder %s cannot be written (%s); name another with --out",
            root, FileTrouble.reason(e))
        .withCause(e);
  }

  /**
   * Whether nothing is there, or what a process left that was killed before it had a configuration:
   * the folder of a run that has not begun.
   */
  public static boolean isFree(Path folder) {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> content = Files.list(folder)) {
      List<String> names = content.map(file -> file.getFileName().toString()).toList();
      boolean plans = names.stream().allMatch(name -> name.endsWith(".json" + TextFile.UNFINISHED));
      return plans || (names.contains(RunLock.FILE) && UNBEGUN.containsAll(names));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
