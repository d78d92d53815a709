// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What a command says, and where: results on standard output, all else on standard error. */
public final class Console {
  /** Set by the launcher: whether standard error is a terminal, where lines can be redrawn. */
  private static final String TERMINAL = "ciss.terminal";

  private final PrintWriter out;
  private final PrintWriter err;
  private final List<String> words;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "Options in a YAML file, a line for each, as in epochs: 30, or the config.json of a run;"
              + " what is said here counts more.")
  @SuppressWarnings("UnusedVariable") // ConfigFile puts the options in its place
  private @Nullable Path config;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "No progress on standard error, only errors.")
  private boolean quiet;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "With an error, show where in the program it arose.")
  private boolean stacktrace;

  /** A console of a command line without words. */
  public Console(PrintWriter out, PrintWriter err) {
    this(out, err, List.of());
  }

  /**
   * A console of a command line.
   *
   * @param words what stands behind {@code ciss} there
   */
  public Console(PrintWriter out, PrintWriter err, List<String> words) {
    this.out = out;
    this.err = err;
    this.words = List.copyOf(words);
  }

  /** The command line behind {@code ciss}. */
  public List<String> words() {
    return words;
  }

  /** Where results go. */
  public PrintWriter out() {
    return out;
  }

  /** Where errors and progress go. */
  public PrintWriter err() {
    return err;
  }

  /** Whether progress and remarks are kept back. */
  public boolean quiet() {
    return quiet;
  }

  /** Whether an error is shown with where it arose. */
  public boolean stacktrace() {
    return stacktrace;
  }

  /** Whether somebody watches standard error in a terminal, as the launcher says. */
  public boolean terminal() {
    return Boolean.getBoolean(TERMINAL);
  }

  /** A line of a result. */
  public void result(String line) {
    out.println(line);
    out.flush();
  }

  /** A remark for the person who waits. */
  public void note(String line) {
    if (!quiet) {
      err.println(line);
      err.flush();
    }
  }

  /** An error, told even to those who want quiet. */
  public void error(String line) {
    err.println("ciss: " + line);
    err.flush();
  }
}
