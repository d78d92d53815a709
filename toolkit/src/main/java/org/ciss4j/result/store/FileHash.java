// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.ciss4j.common.Sha256;
import org.ciss4j.file.Unchecked;

/** The SHA-256 of the bytes of a file, whatever it is called. */
public final class FileHash {
  private FileHash() {}

  /** In lower-case hexadecimal digits. */
  public static String of(Path file) {
    return Unchecked.call(() -> Patience.read(() -> HexFormat.of().formatHex(digest(file))));
  }

  private static byte[] digest(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    return digest.digest();
  }
}
