// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
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

  /** Writes under another name in the same folder, forces the bytes to disk, and renames. */
  static void write(Path file, Body body) {
    Path target = file.toAbsolutePath();
    try {
      Path temporary = writeTemporary(target, body);
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        Files.deleteIfExists(temporary);
        throw e;
      }
      forceFolder(Objects.requireNonNull(target.getParent()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path writeTemporary(Path target, Body body) throws IOException {
    for (int attempt = 0; ; attempt++) {
      Path temporary = target.resolveSibling("." + target.getFileName() + "." + attempt + ".tmp");
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writeOrDelete(temporary, channel, body);
        return temporary;
      } catch (FileAlreadyExistsException e) {
        // Of another writer, or of one that was killed: not ours to touch.
      }
    }
  }

  private static void writeOrDelete(Path temporary, FileChannel channel, Body body)
      throws IOException {
    try {
      body.writeTo(channel);
      channel.force(true);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(temporary);
      throw e;
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
