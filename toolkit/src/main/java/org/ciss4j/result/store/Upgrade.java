// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.store;

import com.fasterxml.jackson.databind.JsonNode;
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
    return new Defaults(defaults);
  }
}
