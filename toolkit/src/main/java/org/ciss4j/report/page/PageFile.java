// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.ciss4j.common.Sha256;

/** What every report has in itself: its style and its script. */
final class PageFile {
  private PageFile() {}

  /** The text of one, with a line feed at the end of each line, as browsers hash it. */
  static String text(String name) {
    try (InputStream stream = Objects.requireNonNull(PageFile.class.getResourceAsStream(name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a Content-Security-Policy calls a script that may run. */
  static String hash(String script) {
    byte[] hash = Sha256.digest().digest(script.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(hash);
  }
}
