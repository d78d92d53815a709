// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Sha256;

/**
 * Records as JSON files, each there whole or not at all, with the number of their format.
 *
 * <p>Reading is strict: a field that is missing, unknown or named twice is an error, and so is a
 * file of a newer format. What files of older formats lack is filled in by an {@link Upgrade}. A
 * sealed file says itself what its content was when it was written. A score that has no value, NaN
 * in Java, is null: JSON has no NaN.
 */
public final class JsonFile {
  /** The format that is written. Files without a number have format 0. */
  public static final int FORMAT = 1;

  private static final String NUMBER = "format";
  private static final String SEAL = "seal";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private JsonFile() {}

  /** Writes a record. */
  public static void write(Path file, Object value) {
    write(file, tree(value));
  }

  /** Writes a record with a seal, for files that no other file vouches for. */
  public static void writeSealed(Path file, Object value) {
    write(file, sealed(value));
  }

  private static void write(Path file, ObjectNode tree) {
    TextFile.write(file, text(tree));
  }

  /** A record as it stands in a file. */
  public static String text(Object value) {
    return text(tree(value));
  }

  /** A record in a line of its own, sealed. */
  public static String line(Object value) {
    return compact(sealed(value));
  }

  private static ObjectNode tree(Object value) {
    ObjectNode tree = JSON.createObjectNode().put(NUMBER, FORMAT);
    tree.setAll(JSON.<ObjectNode>valueToTree(value));
    NoValue.asNull(tree);
    return tree;
  }

  private static ObjectNode sealed(Object value) {
    ObjectNode tree = tree(value);
    return tree.put(SEAL, Sha256.of(compact(tree)));
  }

  private static String text(JsonNode tree) {
    try {
      return JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String compact(JsonNode tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a record.
   *
   * @throws CissException of kind failure if the file is missing or damaged, of kind usage if it
   *     has a newer format
   * @throws UncheckedIOException if it is there and cannot be read
   */
  public static <T> T read(Path file, Class<T> type, Upgrade upgrade) {
    return read(file, text -> record(parse(file.toString(), text), type, upgrade));
  }

  /** The same for a file that was written with a seal. */
  public static <T> T readSealed(Path file, Class<T> type, Upgrade upgrade) {
    return read(file, text -> readLine(file.toString(), text, type, upgrade));
  }

  /**
   * A record of a line that was sealed.
   *
   * @param place what to call the line in messages
   * @throws IOException that says why if the line is damaged
   * @throws CissException of kind usage if it has a newer format
   */
  public static <T> T readLine(String place, String line, Class<T> type, Upgrade upgrade)
      throws IOException {
    JsonNode tree = parse(place, line);
    requireSeal(tree);
    return record(tree, type, upgrade);
  }

  /** A file as it stands, as an object or, in old formats, an array. */
  public static JsonNode tree(Path file) {
    return read(file, text -> parse(file.toString(), text));
  }

  private interface Parser<T> {
    T of(String text) throws IOException;
  }

  private static <T> T read(Path file, Parser<T> parser) {
    String text = string(file);
    try {
      return parser.of(text);
    } catch (IOException e) {
      throw damaged(file, reason(e), e);
    }
  }

  /** Why something could not be read, in words: the field, and what is wrong with it. */
  public static String reason(IOException e) {
    if (!(e instanceof JsonProcessingException json)) {
      return String.valueOf(e.getMessage());
    }
    String field =
        e instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."))
            : "";
    return (field.isEmpty() ? "" : field + ": ") + json.getOriginalMessage();
  }

  /** The text of a file. */
  public static String string(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new NotDirectoryException(file.toString());
      }
      byte[] bytes = Patience.read(() -> Files.readAllBytes(file));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException | NotDirectoryException | CharacterCodingException e) {
      throw damaged(file, e.getClass().getSimpleName(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String place, String text) throws IOException {
    JsonNode tree = JSON.readTree(text);
    if (!tree.isContainerNode()) {
      throw new IOException("it holds no JSON object");
    }
    JsonNode number = tree.path(NUMBER);
    if (number.isMissingNode()) {
      return tree;
    }
    if (!number.isIntegralNumber() || number.asLong() < 0) {
      throw new IOException("there is no format " + number);
    }
    if (number.asLong() > FORMAT) {
      throw CissException.usage(
          "%s was written by a newer ciss4j: it has format %s, this version reads up to %d; update"
              + " ciss4j",
          place, number, FORMAT);
    }
    return tree;
  }

  private static void requireSeal(JsonNode tree) throws IOException {
    if (!(tree instanceof ObjectNode object) || !object.has(NUMBER)) {
      return; // Format 0 has none; one that is there is an unknown field.
    }
    JsonNode seal = object.path(SEAL);
    object.remove(SEAL);
    if (!seal.asText().equals(Sha256.of(compact(object)))) {
      throw new IOException("it is not as it was written: the seal does not fit");
    }
  }

  private static <T> T record(JsonNode tree, Class<T> type, Upgrade upgrade) throws IOException {
    JsonNode whole;
    try {
      whole = upgrade.apply(tree);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (whole instanceof ObjectNode object) {
      object.remove(NUMBER);
    }
    return JSON.treeToValue(whole, type);
  }

  /** What to say of a file that is not as it was written. */
  public static CissException damaged(Path file, String reason, Exception cause) {
    return CissException.failure(
            "%s cannot be read (%s); restore it, or train again into another folder", file, reason)
        .withCause(cause);
  }
}
