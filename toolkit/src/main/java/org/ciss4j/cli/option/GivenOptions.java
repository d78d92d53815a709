// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.util.Objects;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that stand on a command line. */
public final class GivenOptions {
  private GivenOptions() {}

  /**
   * Refuses what may not be said.
   *
   * @param spec of the command that was called; picocli sets it
   * @param allowed long names of options
   * @param message what is wrong with another one; {@code %s} is its name
   */
  public static void requireOnly(@Nullable CommandSpec spec, Set<String> allowed, String message) {
    Objects.requireNonNull(spec, "picocli sets it")
        .commandLine()
        .getParseResult()
        .matchedOptions()
        .stream()
        .map(OptionSpec::longestName)
        .filter(name -> !allowed.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw CissException.usage(message, name);
            });
  }
}
