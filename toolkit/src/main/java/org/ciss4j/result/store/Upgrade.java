// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Brings the content of a stored file of an older format to that of today. */
public interface Upgrade extends UnaryOperator<JsonNode> {
  /** For files that were always as they are today; no field of theirs may be null. */
  static Upgrade none() {
    return missing("{}");
  }

  /**
   * Takes a null for a number without a value, which is NaN in Java, in some fields and all that is
   * in them. Any other null is an error.
   */
  static Upgrade noValuesIn(String... fields) {
    return tree -> {
      for (String field : fields) {
        NoValue.asNaN(tree, field);
      }
      return none().apply(tree);
    };
  }

  /**
   * Fills in what may be missing or null, wherever it is missing; any other null is an error.
   *
   * @param defaults JSON in the form of the file, {@code *} standing for any name; an array with an
   *     element says what the elements of the array may lack
   */
  static Upgrade missing(String defaults) {
    JsonNode parsed = parsed(defaults);
    return tree -> filled(tree, parsed, "");
  }

  private static JsonNode parsed(String json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode filled(JsonNode tree, JsonNode defaults, String path) {
    if (tree instanceof ObjectNode object) {
      fill(object, defaults, path);
    }
    if (tree.isArray()) {
      tree.forEach(element -> filled(requirePresent(element, path), defaults.path(0), path));
    }
    return tree;
  }

  private static void fill(ObjectNode object, JsonNode defaults, String path) {
    for (Map.Entry<String, JsonNode> field : defaults.properties()) {
      if (isValue(field) && !object.hasNonNull(field.getKey())) {
        object.set(field.getKey(), field.getValue().deepCopy());
      }
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = path + field.getKey();
      JsonNode own = defaults.path(field.getKey());
      if (!own.isNull()) {
        requirePresent(field.getValue(), name);
      }
      filled(field.getValue(), own.isMissingNode() ? defaults.path("*") : own, name + ".");
    }
  }

  /** Whether it is what a field is if it is missing, rather than what it may lack. */
  private static boolean isValue(Map.Entry<String, JsonNode> field) {
    JsonNode value = field.getValue();
    boolean isPattern = value.has("*") || (value.isArray() && !value.isEmpty());
    return !isPattern && !field.getKey().equals("*");
  }

  private static JsonNode requirePresent(JsonNode value, String name) {
    if (value.isNull()) {
      throw new IllegalArgumentException("'" + name + "' is null");
    }
    return value;
  }
}
