// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A command whose {@code --config} may be a file that it has stored itself. */
@FunctionalInterface
public interface StoredOptions {
  /**
   * The options that a stored file stands for, each with its value behind it unless it is a flag.
   *
   * @return empty if it is no file of this command
   * @throws org.ciss4j.common.CissException if it is one that cannot be read
   */
  Optional<List<String>> stored(Path file);
}
