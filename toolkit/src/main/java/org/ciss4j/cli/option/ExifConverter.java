// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import org.ciss4j.data.option.ExifRule;

/** Reads what is made of the orientations that cameras noted in photographs. */
public final class ExifConverter extends ParsedConverter<ExifRule> {
  /** For picocli. */
  public ExifConverter() {
    super(ExifRule::parse);
  }
}
