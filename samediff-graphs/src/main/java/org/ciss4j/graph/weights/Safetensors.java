// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.ciss4j.file.AtomicFile;
import org.ciss4j.graph.weights.tensor.ArrayMemory;
import org.ciss4j.graph.weights.tensor.ElementSource;
import org.ciss4j.graph.weights.tensor.ElementType;
import org.ciss4j.graph.weights.tensor.NamedArrays;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.Room;
import org.ciss4j.graph.weights.tensor.TensorEntry;
import org.ciss4j.graph.weights.tensor.TensorReader;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Files of named arrays in the safetensors format.
 *
 * <p>Such a file is the length of the header (8 bytes, little-endian), the header (JSON: type,
 * shape and byte range by name, padded with spaces), and the elements in C order, little-endian,
 * without gaps or overlaps. Whatever a file says is checked against its size before anything is
 * allocated.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public final class Safetensors {
  private Safetensors() {}

  /**
   * The arrays of a file by name, in the order of its header.
   *
   * <p>They are in C order, belong to no workspace, and are the caller's to close. Types are as in
   * {@link ElementType#dataType()}: half precision becomes float, everything else keeps its bits.
   *
   * @return an immutable map
   * @throws WeightsFormatException if the file is damaged or of another format
   * @throws UncheckedIOException if it cannot be read
   */
  public static Map<String, INDArray> read(Path file) {
    return OpenFile.with(file, open -> read(open, ElementType::dataType));
  }

  /** The arrays of a file by name, each of the type that is chosen for its elements. */
  static Map<String, INDArray> read(OpenFile file, Function<ElementType, DataType> as)
      throws IOException {
    SafetensorsHeader header = SafetensorsHeader.read(file);
    Room.require(file, header.infos());
    return NamedArrays.read(
        header.tensors(),
        TensorEntry::name,
        tensor ->
            TensorReader.read(
                tensor.type(),
                as.apply(tensor.type()),
                tensor.dimensions(),
                ElementSource.of(file, header.dataStart() + tensor.begin())));
  }

  /**
   * The strings that describe a file, by key; empty if it has none. Reads the header only.
   *
   * @return an immutable map
   * @throws WeightsFormatException if the file is damaged or of another format
   * @throws UncheckedIOException if it cannot be read
   */
  public static Map<String, String> metadata(Path file) {
    return OpenFile.with(file, open -> SafetensorsHeader.read(open).metadata());
  }

  /**
   * What a file says about its tensors, in the order of its header. Reads the header only.
   *
   * @return an immutable list
   * @throws WeightsFormatException if the file is damaged or of another format
   * @throws UncheckedIOException if it cannot be read
   */
  public static List<TensorEntry> inspect(Path file) {
    return OpenFile.with(file, open -> SafetensorsHeader.read(open).tensors());
  }

  /**
   * Writes arrays to a file that either appears whole or not at all.
   *
   * <p>The header names the arrays in the order of the map, metadata in the order of their keys, so
   * equal content gives equal files. Elements are stored bit by bit, wider types first, which keeps
   * every array aligned for readers that map the file into memory. Views and arrays in Fortran
   * order are written in C order. An existing file is replaced; until then it stays as it was.
   *
   * @param metadata free text by key; may be empty
   * @throws IllegalArgumentException if a name or a type of array cannot be stored
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, Map<String, INDArray> arrays, Map<String, String> metadata) {
    List<TensorEntry> tensors = DataLayout.of(arrays);
    ByteBuffer header = HeaderText.of(tensors, metadata);
    AtomicFile.writeBytes(
        file,
        channel -> {
          ArrayMemory.drain(header.duplicate(), channel);
          for (TensorEntry tensor : TensorEntry.byOffset(tensors)) {
            ArrayMemory.write(Objects.requireNonNull(arrays.get(tensor.name())), channel);
          }
        });
  }
}
