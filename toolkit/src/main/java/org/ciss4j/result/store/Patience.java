// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.ciss4j.file.Unchecked;
import org.ciss4j.file.Undisturbed;

/**
 * Reads again what could not be read for a moment: a network drive that was away, too many open
 * files. What still cannot be read is nobody's reason to call it damaged.
 */
public final class Patience {
  private static final int ATTEMPTS = 4;
  private static final long FIRST_PAUSE = 20_000_000;

  private Patience() {}

  /**
   * Reads, up to four times within a fifth of a second, also on a thread that is interrupted.
   *
   * @throws IOException of the last attempt, or at once where the file is missing
   */
  public static <T> T read(Unchecked.Work<T> reading) throws IOException {
    return Undisturbed.call(() -> again(reading));
  }

  private static <T> T again(Unchecked.Work<T> reading) throws IOException {
    long pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return reading.call();
      } catch (UncheckedIOException e) {
        requireAnother(attempt, Objects.requireNonNull(e.getCause()));
      } catch (IOException e) {
        requireAnother(attempt, e);
      }
      LockSupport.parkNanos(pause);
      pause *= 2;
    }
  }

  /**
   * Whether there is a file or folder; what cannot be looked at is not taken for missing.
   *
   * @throws UncheckedIOException if that cannot be known
   */
  public static boolean exists(Path file) {
    return Unchecked.call(
        () ->
            read(
                () -> {
                  try {
                    return Files.readAttributes(file, BasicFileAttributes.class) != null;
                  } catch (NoSuchFileException e) {
                    return false;
                  }
                }));
  }

  private static void requireAnother(int attempt, IOException e) throws IOException {
    boolean inVain = e instanceof NoSuchFileException || e instanceof ClosedByInterruptException;
    if (inVain || attempt == ATTEMPTS) {
      throw e;
    }
  }
}
