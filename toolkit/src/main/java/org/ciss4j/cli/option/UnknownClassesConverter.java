// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import org.ciss4j.common.CissException;
import org.ciss4j.scenario.UnknownClasses;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what becomes of classes that a folder does not name. */
final class UnknownClassesConverter implements ITypeConverter<UnknownClasses> {
  @Override
  public UnknownClasses convert(String text) {
    try {
      return UnknownClasses.parse(text);
    } catch (CissException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
