// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import java.io.IOException;
import java.nio.file.Path;
import org.ciss4j.common.CissException;
import org.ciss4j.file.FileTrouble;

/** What to say of a file that does not come into memory. */
public final class Unreadable {
  private Unreadable() {}

  /**
   * A file that the system does not give out. Its own messages are often no more than the path.
   *
   * @param what image, mask or list, for the message
   */
  public static CissException file(String what, Path path, IOException e) {
    String reason = FileTrouble.reason(e);
    return CissException.failure("%s %s cannot be read: %s", what, path, reason).withCause(e);
  }

  /** A picture that does not fit into the memory that there is. */
  public static CissException tooLarge(String what, Path path, ImageSize size, OutOfMemoryError e) {
    return CissException.failure(
            "%s %s is %s, too large for the memory that there is (%s); scale it down, or give more"
                + " heap: CISS_JAVA_OPTS=-Xmx8g",
            what, path, size, e.getMessage())
        .withCause(e);
  }
}
