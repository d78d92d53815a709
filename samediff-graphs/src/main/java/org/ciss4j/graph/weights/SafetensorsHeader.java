// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.tensor.TensorEntry;
import org.ciss4j.graph.weights.tensor.TensorInfo;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;

/**
 * A header whose numbers hold: the byte ranges fit the shapes and tile the data of the file.
 *
 * @param tensors in the order of the header
 * @param metadata free text by key
 * @param dataStart where the header ends, in bytes from the start of the file
 */
record SafetensorsHeader(List<TensorEntry> tensors, Map<String, String> metadata, long dataStart) {
  /** The longest header that the format allows, in bytes. */
  static final int LONGEST = 100_000_000;

  /** The key of the metadata among the names of the tensors. */
  static final String METADATA = "__metadata__";

  SafetensorsHeader {
    tensors = List.copyOf(tensors);
  }

  /** The header of a file, checked against the size of the file. */
  static SafetensorsHeader read(OpenFile file) throws IOException {
    byte[] json = readJson(file);
    HeaderParser.Content content = HeaderParser.parse(file.path(), json);
    SafetensorsHeader header =
        new SafetensorsHeader(content.tensors(), content.metadata(), Long.BYTES + json.length);
    header.requireTiling(file.path(), file.size() - header.dataStart);
    return header;
  }

  /** The tensors without their places in the file. */
  List<TensorInfo> infos() {
    return tensors.stream().map(TensorEntry::info).toList();
  }

  private static byte[] readJson(OpenFile file) throws IOException {
    if (file.size() < Long.BYTES) {
      throw file.wrong("at least 8 bytes", file.size() + " bytes", "fetch or write the file again");
    }
    long length = file.read(0, Long.BYTES).getLong();
    int bytes = requireLength(file.path(), length, file.size() - Long.BYTES);
    return file.read(Long.BYTES, bytes).array();
  }

  private static int requireLength(Path file, long length, long available) {
    if (length < 0 || length > LONGEST) {
      throw new WeightsFormatException(
          file,
          "a header of at most " + LONGEST + " bytes",
          Long.toUnsignedString(length),
          "check that this is a safetensors file");
    }
    if (length > available) {
      throw new WeightsFormatException(
          file,
          "a header of " + length + " bytes",
          "a file with " + available + " bytes left",
          "the file was cut short: fetch or write it again");
    }
    return (int) length;
  }

  private void requireTiling(Path file, long dataBytes) {
    long position = 0;
    for (TensorEntry entry : TensorEntry.byOffset(tensors)) {
      if (entry.begin() != position) {
        throw new WeightsFormatException(
            file,
            Printable.name(entry.name()) + " to begin at byte " + position + " of the data",
            entry.begin() + (entry.begin() < position ? ", an overlap" : ", a gap"),
            "write the file again");
      }
      position = entry.end();
    }
    if (position != dataBytes) {
      throw new WeightsFormatException(
          file,
          position + " bytes of data after the header",
          dataBytes + " bytes",
          position > dataBytes
              ? "the file was cut short: fetch or write it again"
              : "something was appended: fetch or write it again");
    }
  }
}
