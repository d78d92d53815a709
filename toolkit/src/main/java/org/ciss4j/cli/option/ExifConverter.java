// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import org.ciss4j.common.CissException;
import org.ciss4j.scenario.ExifRule;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what is made of the orientations that cameras noted in photographs. */
public final class ExifConverter implements ITypeConverter<ExifRule> {
  @Override
  public ExifRule convert(String text) {
    try {
      return ExifRule.parse(text);
    } catch (CissException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
