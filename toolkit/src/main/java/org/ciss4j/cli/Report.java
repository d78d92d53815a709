// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.ciss4j.result.RunDirectory;

/** Where the report of a run lies. */
final class Report {
  private Report() {}

  /** Writes the report of one run. */
  static Path of(RunDirectory run) {
    return run.root();
  }

  /** Writes a report that compares runs. */
  static Path of(Path folder, List<RunDirectory> runs) {
    return runs.isEmpty() ? folder : runs.get(0).root().resolveSibling("");
  }
}
