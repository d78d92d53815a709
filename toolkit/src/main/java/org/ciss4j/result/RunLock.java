// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.ciss4j.common.CissException;
import org.ciss4j.file.Unchecked;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process from training into the folder of a run. The lock is one of the operating
 * system, which takes it back from a process that ends in whatever way; the file stays.
 */
public final class RunLock implements AutoCloseable {
  /** Name of the file that is locked. */
  static final String FILE = ".lock";

  private static final long PACE = 100_000_000;

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a folder; makes the folder if it is missing.
   *
   * @throws CissException of kind usage if somebody has it
   */
  public static RunLock take(Path root) {
    return tryTake(root)
        .orElseThrow(
            () ->
                CissException.usage(
                    "run %s is being trained by another process; wait for it, or stop it first",
                    root));
  }

  /**
   * Takes the lock of a folder as soon as nobody has it.
   *
   * @param stop looked at while somebody has it
   * @return empty if it was time to stop
   */
  public static Optional<RunLock> await(Path root, BooleanSupplier stop) {
    while (!stop.getAsBoolean()) {
      Optional<RunLock> lock = tryTake(root);
      if (lock.isPresent()) {
        return lock;
      }
      LockSupport.parkNanos(PACE);
    }
    return Optional.empty();
  }

  private static Optional<RunLock> tryTake(Path root) {
    try {
      Files.createDirectories(root);
      FileChannel channel =
          FileChannel.open(root.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean taken = false;
      try {
        taken = tryLock(channel) != null;
      } finally {
        if (!taken) {
          channel.close();
        }
      }
      return taken ? Optional.of(new RunLock(channel)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // This process has it.
    }
  }

  @Override
  public void close() {
    Unchecked.run(channel::close);
  }
}
