// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import org.ciss4j.data.option.UnknownClasses;

/** Reads what becomes of classes that a folder does not name. */
final class UnknownClassesConverter extends ParsedConverter<UnknownClasses> {
  UnknownClassesConverter() {
    super(UnknownClasses::parse);
  }
}
