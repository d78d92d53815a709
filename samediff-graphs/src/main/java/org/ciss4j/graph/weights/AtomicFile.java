// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Files that appear whole or not at all, also when the machine stops in between. */
final class AtomicFile {
  private AtomicFile() {}

  /** Something that writes to a file. */
  interface Body {
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Writes under another name in the same folder, forces the bytes to disk, and renames.
   *
   * @throws UncheckedIOException of a {@link FileSystemException}, which names a file; the target
   *     is as it was
   */
  static void write(Path file, Body body) {
    Path target = file.toAbsolutePath();
    try {
      Path temporary = createBeside(target);
      try {
        fill(temporary, body);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException | RuntimeException | Error e) {
        Files.deleteIfExists(temporary);
        throw e;
      }
      forceFolder(Objects.requireNonNull(target.getParent()));
    } catch (FileSystemException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(named(target, e));
    }
  }

  /** What a full disk throws says nothing of the file. */
  private static FileSystemException named(Path file, IOException e) {
    var result = new FileSystemException(file.toString(), null, e.getMessage());
    result.initCause(e);
    return result;
  }

  /** A new file; one that is there belongs to another writer, or to one that was killed. */
  private static Path createBeside(Path target) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return Files.createFile(
            target.resolveSibling("." + target.getFileName() + "." + attempt + ".tmp"));
      } catch (FileAlreadyExistsException e) {
        // The name is taken; try the next one.
      }
    }
  }

  private static void fill(Path temporary, Body body) throws IOException {
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      body.writeTo(channel);
      channel.force(true);
    }
  }

  /** Makes the new name last; some systems cannot open folders, and need not. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }
}
