// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completions of a command for the shell fish, a line for each word that may come. */
final class FishCompletion {
  private final CommandLine root;

  FishCompletion(CommandLine root) {
    this.root = root;
  }

  String script() {
    List<String> lines = new ArrayList<>();
    add(lines, root, List.of());
    return String.join("\n", lines);
  }

  private void add(List<String> lines, CommandLine command, List<String> path) {
    Set<CommandLine> below = new LinkedHashSet<>(command.getSubcommands().values());
    String names = below.stream().map(CommandLine::getCommandName).collect(Collectors.joining(" "));
    String here =
        Stream.concat(
                path.stream().map(word -> "__fish_seen_subcommand_from " + word),
                names.isEmpty()
                    ? Stream.of()
                    : Stream.of("not __fish_seen_subcommand_from " + names))
            .collect(Collectors.joining("; and "));
    for (CommandLine next : below) {
      String[] description = next.getCommandSpec().usageMessage().description();
      lines.add(line(here) + " -f -a " + next.getCommandName() + about(description));
    }
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        lines.add(line(here) + option(option));
      }
    }
    for (CommandLine next : below) {
      add(lines, next, Stream.concat(path.stream(), Stream.of(next.getCommandName())).toList());
    }
  }

  private String line(String condition) {
    return "complete -c " + root.getCommandName() + " -n " + quoted(condition);
  }

  private static String option(OptionSpec option) {
    String names =
        Stream.of(option.names())
            .map(
                name ->
                    name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.charAt(1))
            .collect(Collectors.joining());
    String values =
        option.completionCandidates() == null
            ? ""
            : StreamSupport.stream(option.completionCandidates().spliterator(), false)
                .collect(Collectors.joining(" "));
    return names
        + (option.arity().max() > 0 ? " -r" : "")
        + (values.isEmpty() ? "" : " -f -a " + quoted(values))
        + about(option.description());
  }

  /** The first sentence, or what a list of values begins with. */
  private static String about(String[] description) {
    if (description.length == 0) {
      return "";
    }
    String first = description[0].replaceAll("%n", " ").split("[.;](\\s|$)", 2)[0];
    return first.isEmpty() || first.contains("${") ? "" : " -d " + quoted(first);
  }

  private static String quoted(String text) {
    return String.format(Locale.ROOT, "'%s'", text.replace("\\", "\\\\").replace("'", "\\'"));
  }
}
