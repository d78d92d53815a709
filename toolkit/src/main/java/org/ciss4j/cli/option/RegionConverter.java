// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import org.ciss4j.result.config.EvaluationConfig.Region;

/** Reads what part of an image is scored. */
final class RegionConverter extends ParsedConverter<Region> {
  RegionConverter() {
    super(Region::parse);
  }
}
