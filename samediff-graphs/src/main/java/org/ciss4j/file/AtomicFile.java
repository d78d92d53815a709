// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Files that appear whole or not at all, also when the machine stops in between, or somebody
 * interrupts the thread. They are written under another name in the same folder, forced to disk,
 * and renamed. What goes wrong is an {@link UncheckedIOException} of a {@link FileSystemException},
 * which names a file; the target is as it was.
 */
public final class AtomicFile {
  /** How names of files end that are being written. */
  public static final String UNFINISHED = ".tmp";

  private AtomicFile() {}

  /** Something that writes the bytes of a file; it may be asked again, from the start. */
  @FunctionalInterface
  public interface Bytes {
    /** Writes all of them. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /** Something that writes a file by itself; it may be asked again, from the start. */
  @FunctionalInterface
  public interface Content {
    /** Fills this file, which is there and empty. */
    void writeTo(Path file) throws IOException;
  }

  /** Writes a text in UTF-8. */
  public static void write(Path file, String text) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    writeBytes(
        file,
        channel -> {
          ByteBuffer left = bytes.duplicate();
          while (left.hasRemaining()) {
            channel.write(left);
          }
        });
  }

  /** Writes bytes. */
  public static void writeBytes(Path file, Bytes bytes) {
    write(
        file,
        temporary -> {
          try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            bytes.writeTo(channel);
          }
        });
  }

  /** Has a file written by something that wants its name. */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    try {
      Undisturbed.run(() -> replace(target, content));
    } catch (FileSystemException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(named(target, e));
    }
  }

  private static void replace(Path target, Content content) throws IOException {
    Path temporary = createBeside(target);
    try {
      content.writeTo(temporary);
      force(temporary, StandardOpenOption.WRITE);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    try {
      // Makes the new name last; some systems cannot open folders, and need not.
      force(Objects.requireNonNull(target.getParent()), StandardOpenOption.READ);
    } catch (FileSystemException e) {
      return;
    }
  }

  private static void force(Path file, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(file, option)) {
      channel.force(true);
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
      String number = attempt == 0 ? "" : "." + attempt;
      try {
        return Files.createFile(target.resolveSibling(target.getFileName() + number + UNFINISHED));
      } catch (FileAlreadyExistsException e) {
        // The name is taken; try the next one.
      }
    }
  }
}
