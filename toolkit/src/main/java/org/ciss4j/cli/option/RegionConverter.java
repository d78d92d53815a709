// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import org.ciss4j.common.CissException;
import org.ciss4j.result.config.EvaluationConfig.Region;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what part of an image is scored. */
final class RegionConverter implements ITypeConverter<Region> {
  @Override
  public Region convert(String text) {
    try {
      return Region.parse(text);
    } catch (CissException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
