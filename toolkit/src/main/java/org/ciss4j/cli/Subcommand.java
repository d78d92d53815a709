// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import org.ciss4j.cli.output.Console;
import picocli.CommandLine;

/**
 * A command that a module above this one adds to {@code ciss}. {@code META-INF/services} names its
 * class, which {@link java.util.ServiceLoader} finds.
 */
public interface Subcommand {
  /**
   * The command, its help complete.
   *
   * @param console where it says what it has to say
   */
  CommandLine commandLine(Console console);
}
