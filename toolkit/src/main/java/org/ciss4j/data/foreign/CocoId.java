// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A number or text by which files of COCO's refer to what they hold. Tables write 1 as 1.0 or as
 * "1", and mean the same.
 *
 * @param text the number without needless zeros, or the text
 */
record CocoId(String text) implements Comparable<CocoId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static CocoId of(JsonNode node) {
    return new CocoId(
        node.isNumber() && Double.isFinite(node.doubleValue())
            ? plain(node.decimalValue())
            : node.asText());
  }

  private static String plain(java.math.BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** By number; what is no number comes behind, by letters. */
  @Override
  public int compareTo(CocoId other) {
    boolean isNumber = text.matches("-?\\d{1,18}");
    boolean otherIsNumber = other.text.matches("-?\\d{1,18}");
    if (isNumber && otherIsNumber) {
      return Long.compare(Long.parseLong(text), Long.parseLong(other.text));
    }
    return isNumber == otherIsNumber ? text.compareTo(other.text) : isNumber ? -1 : 1;
  }

  @Override
  public String toString() {
    return text;
  }
}
