// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

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

  private static final int LENGTH_BYTES = Long.BYTES;
  private static final Comparator<TensorEntry> BY_OFFSET =
      Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end);

  SafetensorsHeader {
    tensors = List.copyOf(tensors);
  }

  /** The header of a file, checked against the size of the file. */
  static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
    byte[] json = readJson(file, channel);
    HeaderJson.Content content = HeaderJson.parse(file, json);
    SafetensorsHeader header =
        new SafetensorsHeader(content.tensors(), content.metadata(), LENGTH_BYTES + json.length);
    header.requireTiling(file, channel.size() - header.dataStart);
    return header;
  }

  /** The header of a file that is to hold these arrays. */
  static SafetensorsHeader describing(Map<String, INDArray> arrays, Map<String, String> metadata) {
    List<TensorEntry> tensors = placed(arrays);
    int length = HeaderJson.bytes(tensors, metadata).length;
    return new SafetensorsHeader(tensors, Map.copyOf(metadata), LENGTH_BYTES + (long) length);
  }

  /** The tensors in the order of their bytes in the file. */
  List<TensorEntry> tensorsByOffset() {
    return tensors.stream().sorted(BY_OFFSET).toList();
  }

  /** Writes the length and the JSON text. */
  void write(FileChannel channel) throws IOException {
    byte[] json = HeaderJson.bytes(tensors, metadata);
    ByteBuffer buffer = littleEndian(LENGTH_BYTES + json.length);
    buffer.putLong(json.length).put(json).flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static List<TensorEntry> placed(Map<String, INDArray> arrays) {
    List<TensorEntry> unplaced = new ArrayList<>();
    arrays.forEach((name, array) -> unplaced.add(unplaced(name, array)));
    // A stable sort: among types of one width, the order of the map decides.
    List<TensorEntry> widestFirst = new ArrayList<>(unplaced);
    widestFirst.sort(Comparator.comparingInt(entry -> -entry.type().bytes()));
    Map<String, TensorEntry> byName = new HashMap<>();
    long position = 0;
    for (TensorEntry entry : widestFirst) {
      long end = Math.addExact(position, entry.end());
      byName.put(
          entry.name(), new TensorEntry(entry.name(), entry.type(), entry.shape(), position, end));
      position = end;
    }
    return unplaced.stream().map(entry -> byName.get(entry.name())).toList();
  }

  private static TensorEntry unplaced(String name, INDArray array) {
    if (name.equals(METADATA)) {
      throw new IllegalArgumentException(
          "the name " + METADATA + " is not free for an array: the format uses it; rename it");
    }
    ElementType type =
        ElementType.storing(array.dataType())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        Printable.name(name)
                            + " is of type "
                            + array.dataType()
                            + ", which safetensors cannot store; cast it"));
    List<Long> shape = new ArrayList<>();
    long bytes = type.bytes();
    for (long dimension : array.shape()) {
      shape.add(dimension);
      bytes = Math.multiplyExact(bytes, dimension);
    }
    return new TensorEntry(name, type, shape, 0, bytes);
  }

  private static byte[] readJson(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw new WeightsFormatException(
          file, "at least 8 bytes", size + " bytes", "fetch or write the file again");
    }
    ByteBuffer length = littleEndian(LENGTH_BYTES);
    ArrayMemory.fill(length, file, channel, 0);
    int bytes = requireLength(file, length.getLong(0), size - LENGTH_BYTES);
    ByteBuffer json = littleEndian(bytes);
    ArrayMemory.fill(json, file, channel, LENGTH_BYTES);
    return json.array();
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
    for (TensorEntry entry : tensorsByOffset()) {
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

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
