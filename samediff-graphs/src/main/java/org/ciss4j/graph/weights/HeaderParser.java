// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ciss4j.graph.weights.tensor.ElementType;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.tensor.TensorEntry;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.ciss4j.graph.weights.torch.PickleInput;
import org.jspecify.annotations.Nullable;

/**
 * The JSON text of a safetensors header, read token by token: a tree of a hostile header would take
 * many times its length.
 */
final class HeaderParser {
  private static final int HIGHEST_RANK = 32; // of ND4J
  private static final String ADVICE = "check that this is a safetensors file, or write it again";

  /** Metadata may be a whole configuration. */
  private static final int LONGEST_TEXT = 1 << 24;

  /** Enough for 100,000 tensors. All of a header's 100 MB as names would take many times that. */
  private static final long MOST_TOKENS = 1 << 21;

  // Names are not cached: they differ from file to file.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(PickleInput.LONGEST_TEXT)
                  .maxStringLength(LONGEST_TEXT)
                  .maxTokenCount(MOST_TOKENS)
                  .build())
          .build();

  private final Path file;
  private final JsonParser parser;

  private HeaderParser(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /** The tensors in the order of the text, and the metadata. */
  record Content(List<TensorEntry> tensors, Map<String, String> metadata) {}

  /** What the text says; each tensor's byte range fits its shape and type. */
  static Content parse(Path file, byte[] text) {
    if (text.length == 0 || text[0] != '{') {
      throw new WeightsFormatException(
          file, "a header that starts with '{'", firstByte(text), ADVICE);
    }
    // A decoder that reports malformed input: bytes alone would let Jackson guess the encoding.
    try (InputStreamReader reader =
            new InputStreamReader(
                new ByteArrayInputStream(text), StandardCharsets.UTF_8.newDecoder());
        JsonParser parser = JSON.createParser(reader)) {
      return new HeaderParser(file, parser).content();
    } catch (JsonProcessingException e) {
      throw new WeightsFormatException(
          file, "a header in JSON", Printable.name(e.getOriginalMessage()), ADVICE);
    } catch (CharacterCodingException e) {
      throw new WeightsFormatException(file, "a header in UTF-8", "bytes that are not", ADVICE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Content content() throws IOException {
    List<TensorEntry> tensors = new ArrayList<>();
    Map<String, String> metadata = Map.of();
    next();
    while (next() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      next();
      if (name.equals(SafetensorsHeader.METADATA)) {
        metadata = metadata();
      } else {
        tensors.add(tensor(name));
      }
    }
    if (parser.nextToken() != null) {
      throw wrong("nothing but spaces after the header's closing brace");
    }
    return new Content(tensors, metadata);
  }

  private Map<String, String> metadata() throws IOException {
    require(JsonToken.START_OBJECT, "an object as " + SafetensorsHeader.METADATA);
    Map<String, String> metadata = new LinkedHashMap<>();
    while (next() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      next();
      require(JsonToken.VALUE_STRING, "a string as metadata " + Printable.name(key));
      metadata.put(key, parser.getText());
    }
    return Collections.unmodifiableMap(metadata);
  }

  private TensorEntry tensor(String name) throws IOException {
    require(JsonToken.START_OBJECT, "an object as " + Printable.name(name));
    ElementType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (next() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      next();
      switch (key) {
        case "dtype" -> type = type(name);
        case "shape" -> shape = numbers("shape of " + Printable.name(name), HIGHEST_RANK);
        case "data_offsets" -> offsets = numbers("data_offsets of " + Printable.name(name), 2);
        default -> parser.skipChildren(); // as the reference reader does
      }
    }
    return tensor(
        name,
        present(type, "a dtype", name),
        present(shape, "a shape", name),
        present(offsets, "data_offsets", name));
  }

  private TensorEntry tensor(String name, ElementType type, List<Long> shape, List<Long> offsets) {
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw new WeightsFormatException(
          file,
          "data_offsets [begin, end] of " + Printable.name(name) + " with begin <= end",
          offsets.toString(),
          ADVICE);
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    if (end - begin != size(name, type, shape)) {
      throw new WeightsFormatException(
          file,
          size(name, type, shape)
              + " bytes for "
              + type
              + " "
              + shape
              + " of "
              + Printable.name(name),
          (end - begin) + " bytes",
          ADVICE);
    }
    return new TensorEntry(name, type, shape, begin, end);
  }

  /** The size in bytes. A zero among the dimensions does not excuse the others. */
  private long size(String name, ElementType type, List<Long> shape) {
    long bytes = type.bytes();
    try {
      for (long dimension : shape) {
        bytes = Math.multiplyExact(bytes, Math.max(1, dimension));
      }
    } catch (ArithmeticException e) {
      throw new WeightsFormatException(
          file,
          "a shape of " + Printable.name(name) + " with less than 2^63 bytes",
          shape.toString(),
          ADVICE);
    }
    return shape.contains(0L) ? 0 : bytes;
  }

  private ElementType type(String name) throws IOException {
    require(JsonToken.VALUE_STRING, "a string as dtype of " + Printable.name(name));
    String text = parser.getText();
    return ElementType.named(text)
        .orElseThrow(
            () ->
                new WeightsFormatException(
                    file,
                    "a dtype of "
                        + Printable.name(name)
                        + " among "
                        + List.of(ElementType.values()),
                    Printable.name(text),
                    "convert the file to one of these"));
  }

  private List<Long> numbers(String what, int most) throws IOException {
    require(JsonToken.START_ARRAY, "a list as " + what);
    List<Long> numbers = new ArrayList<>();
    while (next() != JsonToken.END_ARRAY) {
      require(JsonToken.VALUE_NUMBER_INT, "whole numbers as " + what);
      if (parser.getNumberType() == NumberType.BIG_INTEGER || parser.getLongValue() < 0) {
        throw wrong("numbers of 0 to 2^63 - 1 as " + what);
      }
      if (numbers.size() == most) {
        throw wrong("at most " + most + " numbers as " + what);
      }
      numbers.add(parser.getLongValue());
    }
    return numbers;
  }

  private JsonToken next() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new WeightsFormatException(file, "a closed JSON object", "the end of it", ADVICE);
    }
    return token;
  }

  private void require(JsonToken token, String expected) throws IOException {
    if (parser.currentToken() != token) {
      throw wrong(expected);
    }
  }

  private <T> T present(@Nullable T value, String what, String name) {
    if (value == null) {
      throw new WeightsFormatException(file, what + " of " + Printable.name(name), "none", ADVICE);
    }
    return value;
  }

  private WeightsFormatException wrong(String expected) throws IOException {
    return new WeightsFormatException(file, expected, Printable.name(parser.getText()), ADVICE);
  }

  private static String firstByte(byte[] text) {
    return text.length == 0 ? "no header" : String.format(Locale.ROOT, "byte 0x%02x", text[0]);
  }
}
