// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the first bytes of a file say it is, whatever its name. */
public enum FileKind {
  /** A JPEG file. */
  JPEG("a JPEG file", ""),
  /** A PNG file. */
  PNG("a PNG file", ""),
  /** A TIFF file. */
  TIFF("a TIFF file", ""),
  /** What stands for a large file in a clone of a repository that was made without Git LFS. */
  GIT_LFS_POINTER(
      "a pointer of Git LFS instead of the file itself",
      "run 'git lfs pull' in the repository that it came from"),
  /** What a server says instead of giving out a file. */
  WEB_PAGE("a web page", "fetch it again"),
  /** A photograph of a telephone, which OpenCV does not read. */
  HEIF("a HEIC or AVIF file", "convert it to JPEG or PNG"),
  /** A GIF file, which OpenCV does not read. */
  GIF("a GIF file", "convert it to PNG"),
  /** A drawing. */
  SVG("an SVG file", "export it as PNG"),
  /** Something else: perhaps BMP or WebP. */
  OTHER("", "");

  private static final int LOOK = 256;
  private static final String LFS = "version https://git-lfs.github.com/spec/";
  private static final List<String> HEIF_BRANDS = List.of("heic", "heix", "mif1", "msf1", "avif");

  private final String words;
  private final String remedy;

  FileKind(String words, String remedy) {
    this.words = words;
    this.remedy = remedy;
  }

  /** With an article, as in "a PNG file"; empty for {@link #OTHER}. */
  public String words() {
    return words;
  }

  /** What to do about a file of this kind; empty where it is an image that can be read. */
  public String remedy() {
    return remedy;
  }

  /** Whether this is known to be no image that can be read. */
  public boolean isForeign() {
    return !remedy.isEmpty();
  }

  /** The kind of a file. */
  public static FileKind of(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return of(stream.readNBytes(LOOK));
    }
  }

  /** The kind of a file that begins like this; the whole of it is welcome, too. */
  public static FileKind of(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(LOOK, bytes.length), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u00FF\u00D8")) {
      return JPEG;
    }
    if (start.startsWith("\u0089PNG\r\n\u001A\n")) {
      return PNG;
    }
    if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
      return TIFF;
    }
    if (start.startsWith("GIF8")) {
      return GIF;
    }
    if (start.startsWith("ftyp", 4)) {
      return HEIF_BRANDS.stream().anyMatch(brand -> start.startsWith(brand, 8)) ? HEIF : OTHER;
    }
    return ofText(start);
  }

  private static FileKind ofText(String start) {
    String text = start.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith(LFS)) {
      return GIT_LFS_POINTER;
    }
    if (text.startsWith("<svg") || (text.startsWith("<?xml") && text.contains("<svg"))) {
      return SVG;
    }
    return text.startsWith("<!doctype html") || text.startsWith("<html") ? WEB_PAGE : OTHER;
  }
}
