// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.run;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.ciss4j.cli.output.Console;
import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.file.FileTrouble;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Errors as one line that says what to do, and as an exit code. */
public final class Errors {
  private final Console console;

  /** Errors that are told on a console. */
  public Errors(Console console) {
    this.console = console;
  }

  /** A command line that cannot be understood. */
  int misunderstood(ParameterException e, String... args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    console.error(
        String.format(
            "%s%s; see '%s --help'", named(oneLine(e.getMessage())), suggestion(e), command));
    // The options after the wrong one are not parsed, so the words themselves have to tell.
    if (console.stacktrace() || Arrays.asList(args).contains("--stacktrace")) {
      e.printStackTrace(console.err());
    }
    return exitCode(CissException.Kind.USAGE);
  }

  /** Without the label that picocli puts behind the name of an option with several values. */
  private static String named(String message) {
    return message.replaceFirst("^(Invalid value for option '[^']*') \\([^)]*\\)", "$1");
  }

  private static String suggestion(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        return "; did you mean " + suggestions.get(0) + "?";
      }
    }
    return "";
  }

  /** A command that threw something. */
  public int failed(Throwable thrown) {
    if (thrown instanceof Interruption interruption) {
      console.error(oneLine(interruption.getMessage()));
      return interruption.exitCode();
    }
    Throwable known = known(thrown);
    console.error(explanation(known));
    trace(thrown);
    if (known instanceof InvalidPathException) {
      return exitCode(CissException.Kind.USAGE);
    }
    return exitCode(
        known instanceof CissException error ? error.kind() : CissException.Kind.FAILURE);
  }

  /** The exit code of a command that ends with such an error: 2 for usage, 1 for failure. */
  public static int exitCode(CissException.Kind kind) {
    return switch (kind) {
      case USAGE -> CommandLine.ExitCode.USAGE;
      case FAILURE -> CommandLine.ExitCode.SOFTWARE;
    };
  }

  /**
   * A command that did what it is for, but for its report.
   *
   * @param again the command that writes the report
   */
  void withoutReport(String again, Throwable thrown) {
    console.error(
        "all is done but the report, which failed: "
            + explain(thrown)
            + "; write it later with: "
            + again);
    trace(thrown);
  }

  private void trace(Throwable thrown) {
    if (console.stacktrace()) {
      thrown.printStackTrace(console.err());
      console.err().flush();
    }
  }

  /** What was thrown or, if that wraps something that can be explained better, that. */
  private static Throwable known(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .filter(Errors::isKnown)
        .findFirst()
        .orElse(thrown);
  }

  private static boolean isKnown(Throwable thrown) {
    return thrown instanceof CissException
        || thrown instanceof WeightsFormatException
        || thrown instanceof UncheckedIOException
        || thrown instanceof InvalidPathException
        || thrown instanceof OutOfMemoryError
        || thrown instanceof LinkageError;
  }

  /** What went wrong, in a line. */
  public static String explain(Throwable thrown) {
    return explanation(known(thrown));
  }

  private static String explanation(Throwable thrown) {
    if (thrown instanceof CissException || thrown instanceof WeightsFormatException) {
      return oneLine(thrown.getMessage());
    }
    if (thrown instanceof UncheckedIOException) {
      return file(Objects.requireNonNull(thrown.getCause()));
    }
    if (thrown instanceof OutOfMemoryError) {
      return "out of memory ("
          + oneLine(thrown.getMessage())
          + "); use a smaller --batch, --crop or image, or give more heap: CISS_JAVA_OPTS=-Xmx8g";
    }
    if (thrown instanceof InvalidPathException path) {
      return oneLine(FileNames.explained(path).getMessage());
    }
    if (thrown instanceof LinkageError error) {
      return LibraryError.here().explain(error);
    }
    return "unexpected "
        + thrown.getClass().getSimpleName()
        + ": "
        + oneLine(thrown.getMessage())
        + "; this is a fault of ciss4j, so please report it with what --stacktrace shows";
  }

  private static String file(Throwable cause) {
    if (cause instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist; restore it or train again";
    }
    if (cause instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be read or written; change its permissions";
    }
    if (cause instanceof FileSystemException problem) {
      return problem.getFile() + ": " + oneLine(FileTrouble.reason(problem));
    }
    return "reading or writing failed: " + oneLine(cause.getMessage());
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "no message" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Lets a command line tell its errors here. */
  public CommandLine installedIn(CommandLine commandLine) {
    return commandLine
        .setParameterExceptionHandler(this::misunderstood)
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e));
  }
}
