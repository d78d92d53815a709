// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.tensor.TensorEntry;

/** The bytes in front of the data: the length of the JSON text, and the text. */
final class HeaderText {
  private static final int ALIGNMENT = 8;
  private static final JsonFactory JSON = new JsonFactory();

  private HeaderText() {}

  /**
   * The bytes for these tensors and metadata.
   *
   * @throws IllegalArgumentException if they are too many, or a text is not Unicode
   */
  static ByteBuffer of(List<TensorEntry> tensors, Map<String, String> metadata) {
    byte[] text = text(tensors, metadata);
    if (text.length > SafetensorsHeader.LONGEST) {
      throw new IllegalArgumentException(
          "expected names and metadata of at most "
              + SafetensorsHeader.LONGEST
              + " bytes, found "
              + text.length
              + "; store less metadata");
    }
    return ByteBuffer.allocate(Long.BYTES + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .flip();
  }

  /** The JSON text, padded with spaces so that the data is aligned. */
  private static byte[] text(List<TensorEntry> tensors, Map<String, String> metadata) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        writeMetadata(json, metadata);
      }
      for (TensorEntry tensor : tensors) {
        write(json, tensor);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (text.size() % ALIGNMENT != 0) {
      text.write(' ');
    }
    return text.toByteArray();
  }

  private static void writeMetadata(JsonGenerator json, Map<String, String> metadata)
      throws IOException {
    json.writeObjectFieldStart(SafetensorsHeader.METADATA);
    for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
      json.writeStringField(unicode(entry.getKey()), unicode(entry.getValue()));
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, TensorEntry tensor) throws IOException {
    json.writeObjectFieldStart(unicode(tensor.name()));
    json.writeStringField("dtype", tensor.type().name());
    json.writeFieldName("shape");
    json.writeArray(tensor.dimensions(), 0, tensor.shape().size());
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {tensor.begin(), tensor.end()}, 0, 2);
    json.writeEndObject();
  }

  /**
   * Java strings may hold halves of characters; Jackson would write them, no one could read them.
   */
  private static String unicode(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "expected names and metadata in Unicode, found half a surrogate pair in "
              + Printable.name(text)
              + "; rename it");
    }
    return text;
  }
}
