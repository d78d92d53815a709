// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/** Numbers without a value: NaN in Java, null in JSON. */
final class NoValue {
  private NoValue() {}

  /** Makes each NaN in a tree null. */
  static void asNull(JsonNode tree) {
    replace(tree, node -> isNaN(node) ? NullNode.getInstance() : node);
  }

  /** Makes each null in a field, or the field itself if it is null, NaN. */
  static void asNaN(JsonNode tree, String field) {
    if (tree instanceof ObjectNode object && object.has(field)) {
      object.set(field, asNaN(object.get(field)));
      replace(object.get(field), NoValue::asNaN);
    }
  }

  private static JsonNode asNaN(JsonNode node) {
    return node.isNull() ? DoubleNode.valueOf(Double.NaN) : node;
  }

  private static boolean isNaN(JsonNode node) {
    return node.isFloatingPointNumber() && Double.isNaN(node.doubleValue());
  }

  private static void replace(JsonNode tree, UnaryOperator<JsonNode> values) {
    if (tree instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(values.apply(field.getValue())));
    }
    if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, values.apply(array.get(i)));
      }
    }
    tree.forEach(node -> replace(node, values));
  }
}
