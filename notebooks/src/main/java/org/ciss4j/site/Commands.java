// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.site;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import org.ciss4j.cli.CissCommand;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** A page of what every command says of itself when it is asked for help. */
final class Commands {
  static final String ADDRESS = "commands.html";

  private Commands() {}

  static Page page() {
    StringBuilder text = new StringBuilder("# Commands\n\nWhat `--help` prints.\n");
    add(text, CissCommand.described());
    return Page.of(Path.of("commands.md"), text.toString());
  }

  private static void add(StringBuilder text, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    text.append("\n## ").append(name).append("\n\n```\n");
    text.append(command.setUsageHelpWidth(100).getUsageMessage(Ansi.OFF).strip());
    text.append("\n```\n");
    new LinkedHashSet<>(command.getSubcommands().values()).forEach(below -> add(text, below));
  }
}
