// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.util.concurrent.Callable;
import org.ciss4j.cli.option.ParsedConverter;
import org.ciss4j.cli.output.Console;
import org.ciss4j.common.EnumLabel;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ciss completion}: what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Prints a script with which a shell completes the commands and options of ciss.",
      "",
      "Where ciss is an alias, bash completes it too; fish and zsh want bin/ciss on the PATH."
    },
    footer = {
      "  source <(ciss completion bash)",
      "  ciss completion zsh > ~/.zsh/ciss.sh         # and: source ~/.zsh/ciss.sh in ~/.zshrc",
      "  ciss completion fish > ~/.config/fish/completions/ciss.fish"
    })
public final class CompletionCommand implements Callable<Integer> {
  /** A shell. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  private final Console console;

  @Parameters(
      paramLabel = "SHELL",
      converter = ShellConverter.class,
      description = "bash, zsh or fish.")
  private Shell shell = Shell.BASH;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CommandLine root = CissCommand.described();
    CompletedValues.putInto(root);
    // The script for bash knows what to do in zsh.
    console.result(
        shell == Shell.FISH
            ? new FishCompletion(root).script()
            : AutoComplete.bash(root.getCommandName(), root).stripTrailing());
    return 0;
  }

  private static final class ShellConverter extends ParsedConverter<Shell> {
    ShellConverter() {
      super(text -> EnumLabel.parse(Shell.class, text, "expected bash, zsh or fish, got '%s'"));
    }
  }
}
