// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a file of an older format lacks. The defaults are parsed when a file is first read:
 * most commands read none, and loading a parser would be a third of the time that they take.
 */
final class Defaults implements Upgrade {
  private final String json;
  private @Nullable JsonNode parsed;

  /** Of {@link Upgrade#missing}. */
  Defaults(String json) {
    this.json = json;
  }

  @Override
  public JsonNode apply(JsonNode tree) {
    return filled(tree, parsed(), "");
  }

  private synchronized JsonNode parsed() {
    if (parsed == null) {
      try {
        parsed = new JsonMapper().readTree(json);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return parsed;
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
        object.set(field.getKey(), value(field.getValue()));
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

  /** What a field is if it is missing, in which no list has elements. */
  private static JsonNode value(JsonNode defaults) {
    JsonNode value = defaults.deepCopy();
    removeElements(value);
    return value;
  }

  private static void removeElements(JsonNode value) {
    if (value instanceof ArrayNode list) {
      list.removeAll();
    }
    value.forEach(Defaults::removeElements);
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
