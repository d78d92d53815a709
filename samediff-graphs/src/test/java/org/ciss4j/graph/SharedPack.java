// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The reference pack: golden numbers, whole-network outputs and real images that tests compare
 * with. Its folder is named by the system property or environment variable {@code CISS4J_SHARED}; a
 * test that needs it is skipped where that is not set.
 */
public final class SharedPack {
  private SharedPack() {}

  /** The path of a file or folder of the pack, or a skipped test that says why. */
  public static Path require(String relativePath) {
    String root = System.getProperty("CISS4J_SHARED", System.getenv("CISS4J_SHARED"));
    Assumptions.assumeTrue(
        root != null && !root.isBlank(),
        "skipped: CISS4J_SHARED is not set, so '"
            + relativePath
            + "' of the reference pack cannot be read");
    Path path = Path.of(root).resolve(relativePath);
    if (!Files.exists(path)) {
      throw new AssertionError("CISS4J_SHARED=" + root + " has no " + relativePath);
    }
    return path;
  }
}
