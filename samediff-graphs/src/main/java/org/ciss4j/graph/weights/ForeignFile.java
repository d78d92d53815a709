// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;

/** Files that people take for weights, and what to tell them. */
final class ForeignFile {
  private static final String EXPECTED = "a safetensors file or a PyTorch checkpoint";
  private static final String SAVE =
      "in Python: torch.save(model.state_dict(), FILE), or safetensors.torch.save_file";
  private static final String FETCH = "fetch the file itself";

  private static final List<Kind> KINDS =
      List.of(
          new Kind(0, "version https://git-lfs", "a pointer of git-lfs", "run 'git lfs pull'"),
          new Kind(0, "\u0089HDF", "an HDF5 file, as Keras writes it", SAVE),
          new Kind(4, "TFL3", "a TensorFlow Lite model", SAVE),
          new Kind(0, "GGUF", "a GGUF file", SAVE),
          new Kind(0, "\u0093NUMPY", "a NumPy array", SAVE),
          new Kind(0, "\u001f\u008b", "a gzip file", "unpack it first"),
          new Kind(0, "BZh", "a bzip2 file", "unpack it first"),
          new Kind(0, "7z\u00bc\u00af", "a 7z file", "unpack it first"),
          new Kind(0, "\u00fd7zXZ", "an xz file", "unpack it first"),
          new Kind(
              257, "ustar", "a tar file", "unpack it; if it is of PyTorch before 0.2, " + SAVE));

  private ForeignFile() {}

  private record Kind(int at, String start, String what, String advice) {}

  /** What to say of a file that begins like this and is none that is read here. */
  static WeightsFormatException refuse(OpenFile file, byte[] head) {
    for (Kind kind : KINDS) {
      if (startsWith(head, kind.at, kind.start)) {
        return file.wrong(EXPECTED, kind.what, kind.advice);
      }
    }
    if (head.length == 0) {
      return file.wrong(EXPECTED, "an empty file", FETCH);
    }
    if (WeightsFormat.isPickle(head)) {
      return file.wrong(EXPECTED, "a pickle that torch.save did not write", SAVE);
    }
    return text(file, new String(head, StandardCharsets.ISO_8859_1).strip());
  }

  private static WeightsFormatException text(OpenFile file, String head) {
    String start = head.toLowerCase(Locale.ROOT).replace("\u00ef\u00bb\u00bf", "");
    if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml")) {
      return file.wrong(EXPECTED, "a web page", FETCH + "; a link may need a login");
    }
    if (start.startsWith("{") || start.startsWith("[")) {
      return file.wrong(EXPECTED, "JSON text", FETCH);
    }
    return file.wrong(
        EXPECTED,
        "a file that begins with " + Printable.name(head.substring(0, Math.min(16, head.length()))),
        SAVE);
  }

  /** Whether a place holds these characters, each of which is a byte. */
  static boolean startsWith(byte[] head, int at, String characters) {
    return new String(head, StandardCharsets.ISO_8859_1).startsWith(characters, at);
  }
}
