// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Text files that appear whole or not at all, also when the machine stops in between. */
final class TextFile {
  /** How names of files end that are being written. */
  static final String UNFINISHED = ".tmp";

  private TextFile() {}

  /**
   * Writes under another name, forces the bytes to disk, and renames.
   *
   * @throws FileSystemException that names the file, which is as it was
   */
  static void write(Path file, String text) throws FileSystemException {
    Path target = file.toAbsolutePath();
    Path temporary = target.resolveSibling(target.getFileName() + UNFINISHED);
    try {
      fill(temporary, text);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      var named = new FileSystemException(file.toString(), null, e.getMessage());
      named.initCause(e);
      throw named;
    }
    forceFolder(Objects.requireNonNull(target.getParent()));
  }

  private static void fill(Path temporary, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
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
