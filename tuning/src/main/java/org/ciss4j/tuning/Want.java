// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.io.IOException;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells what a machine lacked from what a candidate does. Disks, memory and stored files are the
 * machine's: the same candidate may be trained another time.
 */
final class Want {
  /** As operating systems, the JVM and native libraries put it. */
  private static final Pattern WORDS =
      Pattern.compile(
          "no space left|quota exceeded|read-only file system|input/output error|stale file handle"
              + "|too many open files|heap space|gc overhead|metaspace|out ?of ?memory"
              + "|cannot allocate|failed to allocate|bad_alloc|physical memory|native thread"
              + "|interrupted",
          Pattern.CASE_INSENSITIVE);

  private Want() {}

  /** Whether something that was thrown, or what caused it, is for want of something. */
  static boolean isIn(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).anyMatch(Want::isWant);
  }

  private static boolean isWant(Throwable thrown) {
    return thrown instanceof IOException
        || thrown instanceof OutOfMemoryError
        || thrown instanceof InterruptedException
        || isIn(String.valueOf(thrown.getMessage()));
  }

  /** The same of the reason that a trial has in a file of an older version. */
  static boolean isIn(String reason) {
    return WORDS.matcher(reason).find();
  }
}
