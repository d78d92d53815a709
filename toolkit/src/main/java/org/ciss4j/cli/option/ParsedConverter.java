// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.util.function.Function;
import org.ciss4j.common.CissException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an option as some type reads its texts, and says of a wrong one what the type says. picocli
 * would name the class of any other exception.
 */
public abstract class ParsedConverter<T> implements ITypeConverter<T> {
  private final Function<String, T> parse;

  /**
   * By a function.
   *
   * @param parse which throws a {@link CissException} that says what is taken
   */
  protected ParsedConverter(Function<String, T> parse) {
    this.parse = parse;
  }

  @Override
  public final T convert(String text) {
    try {
      return parse.apply(text);
    } catch (CissException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
