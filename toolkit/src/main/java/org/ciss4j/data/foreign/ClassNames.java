// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.data.label.LabelWords;
import org.ciss4j.scenario.LabelSpace;

/** The ids that names of classes get, in the order in which they come: from 1 on. */
final class ClassNames {
  /** LabelMe's words for what is no class. */
  private static final String IGNORE = "__ignore__";

  private final Map<String, Integer> ids = new LinkedHashMap<>();

  /** The id of a name; it gets one if it has none. */
  int add(String given) {
    String name = given.strip();
    if (isBackground(name)) {
      return LabelSpace.BACKGROUND;
    }
    if (isVoid(name)) {
      return LabelSpace.VOID;
    }
    return ids.computeIfAbsent(name, key -> ids.size() + 1);
  }

  static boolean isBackground(String name) {
    return LabelWords.isBackground(name.replaceAll("^_+|_+$", ""));
  }

  static boolean isVoid(String name) {
    return name.equals(IGNORE) || LabelWords.isVoid(LabelSpace.VOID, name);
  }

  List<String> all() {
    return new ArrayList<>(ids.keySet());
  }
}
