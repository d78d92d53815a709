// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.common;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error that the person at the keyboard can understand and mend.
 *
 * <p>The message is one line: what was expected, what came, and what to do.
 */
public final class CissException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Who has to act: the caller who asked for the impossible, or nobody in particular. */
  public enum Kind {
    /** The request is wrong: text that does not parse, a folder that is not there. */
    USAGE,
    /** The request was right, but its work failed: a broken file, a full disk. */
    FAILURE
  }

  private CissException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A wrong request, described as by {@link String#format(Locale, String, Object...)}. */
  public static CissException usage(String format, @Nullable Object... args) {
    return new CissException(Kind.USAGE, line(format, args));
  }

  /** A failed piece of work, described as by {@link String#format(Locale, String, Object...)}. */
  public static CissException failure(String format, @Nullable Object... args) {
    return new CissException(Kind.FAILURE, line(format, args));
  }

  /**
   * This exception, with what caused it.
   *
   * @throws IllegalStateException if it has a cause already
   */
  public CissException withCause(Throwable cause) {
    initCause(cause);
    return this;
  }

  /** Whether the request was wrong or its work failed. */
  public Kind kind() {
    return kind;
  }

  /** Arguments come from outside and may span lines; a message must not. */
  private static String line(String format, @Nullable Object... args) {
    return String.format(Locale.ROOT, format, args).replaceAll("\\R", " ");
  }
}
