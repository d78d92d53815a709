// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.io.IOException;
import java.nio.file.Path;
import org.ciss4j.common.CissException;

/**
 * What a file holds is not what was written. Such errors have an {@link IOException} for a cause,
 * by which they are known as none of what was computed.
 */
public final class Damage {
  private Damage() {}

  /**
   * An error of kind failure.
   *
   * @param advice what to do
   */
  public static CissException of(Path file, String reason, String advice) {
    return CissException.failure("%s is damaged: %s; %s", file, reason, advice)
        .withCause(new IOException(reason));
  }

  /** An error of kind usage: a file is whole, and of something else. */
  public static CissException foreign(Path file, String reason, String advice) {
    return CissException.usage("%s %s; %s", file, reason, advice)
        .withCause(new IOException(reason));
  }
}
