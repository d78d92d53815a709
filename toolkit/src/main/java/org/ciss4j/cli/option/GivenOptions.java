// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that stand on a command line. */
public final class GivenOptions {
  /** What may be said beside anything that is stored: where its data is, what changes no number. */
  private static final Set<String> WITH_STORED =
      Set.of(
          "--checkpoint-every",
          "--data",
          "--saliency",
          "--replay",
          "--cache",
          "--loader-threads",
          "--quiet",
          "--stacktrace");

  private GivenOptions() {}

  /**
   * Refuses what may not be said of something that goes on as it began.
   *
   * @param spec of the command that was called; picocli sets it
   * @param message what is wrong with another option; {@code %s} is its name
   * @param further long names of options of this command alone
   */
  public static void requireWithResume(
      @Nullable CommandSpec spec, String message, String... further) {
    requireWithStored(spec, "--resume", message, further);
  }

  /**
   * Refuses what may not be said of something that is described by what an option names.
   *
   * @param spec of the command that was called; picocli sets it
   * @param stored long name of that option
   * @param message what is wrong with another option; {@code %s} is its name
   * @param further long names of options of this command alone
   */
  public static void requireWithStored(
      @Nullable CommandSpec spec, String stored, String message, String... further) {
    Set<String> allowed = new HashSet<>(WITH_STORED);
    allowed.add(stored);
    allowed.addAll(List.of(further));
    requireOnly(spec, allowed, message);
  }

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
