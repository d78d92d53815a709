// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.common;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words for values of enums in commands, reports and file names. */
public final class EnumLabel {
  private EnumLabel() {}

  /** The lower-case word for a value, with hyphens. */
  public static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The value of a word, in any case.
   *
   * @param unknown what to say of a text that is none: a format of the text and of all words
   * @throws CissException of kind usage if the text is none
   */
  public static <E extends Enum<E>> E parse(Class<E> type, String text, String unknown) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    return Stream.of(type.getEnumConstants())
        .filter(value -> of(value).equals(word))
        .findFirst()
        .orElseThrow(() -> CissException.usage(unknown, text, words(type)));
  }

  /** All words of a type, with commas. */
  public static String words(Class<? extends Enum<?>> type) {
    return Stream.of(type.getEnumConstants()).map(EnumLabel::of).collect(Collectors.joining(", "));
  }
}
