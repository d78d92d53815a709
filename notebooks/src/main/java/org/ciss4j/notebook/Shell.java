// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.notebook;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/** Runs cells of Java with JShell, in this process and on its class path. */
final class Shell implements AutoCloseable {
  private static final List<String> IMPORTS =
      List.of(
          "import java.util.*;",
          "import java.nio.file.*;",
          "import java.awt.image.BufferedImage;",
          "import static org.ciss4j.notebook.Notebook.display;");

  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final Values values = new Values();
  private final JShell shell;

  /** JShell reports the text of a value; this keeps the value itself. */
  private static final class Values extends LocalExecutionControl {
    private @Nullable Object last;
    private volatile @Nullable Thread running;

    @Override
    protected String invoke(Method method)
        throws IllegalAccessException, InvocationTargetException {
      running = Thread.currentThread();
      try {
        last = method.invoke(null);
      } finally {
        running = null;
        Thread.interrupted(); // which was for the cell, and its thread is the kernel's
      }
      return "";
    }

    private void interrupt() {
      Thread thread = running;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  /** Why a cell ended before its end. */
  static final class CellException extends Exception {
    private static final long serialVersionUID = 1;

    CellException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  Shell() {
    shell =
        JShell.builder()
            .executionEngine(
                new ExecutionControlProvider() {
                  @Override
                  public String name() {
                    return "values";
                  }

                  @Override
                  public ExecutionControl generate(
                      ExecutionEnv environment, Map<String, String> parameters) {
                    return values;
                  }
                },
                Map.of())
            .build();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      shell.addToClasspath(entry);
    }
    IMPORTS.forEach(shell::eval);
  }

  /**
   * Runs a cell.
   *
   * @return the value of its last line; null if that is a declaration or has none
   * @throws CellException if it does not compile or throws
   */
  @Nullable Object run(String cell) throws CellException {
    interrupted.set(false);
    Object value = null;
    String rest = cell;
    while (!rest.isBlank()) {
      SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      if (!next.completeness().isComplete()) {
        throw new CellException("the code ends too early: " + next.remaining().strip(), null);
      }
      value = evaluate(next.source());
      rest = next.remaining();
    }
    return cell.stripTrailing().endsWith(";") ? null : value;
  }

  private @Nullable Object evaluate(String source) throws CellException {
    values.last = null;
    Object value = null;
    for (SnippetEvent event : shell.eval(source)) {
      if (event.causeSnippet() != null) {
        continue; // Something older that this one changes.
      }
      require(event);
      value = isExpression(event.snippet()) ? values.last : null;
    }
    return value;
  }

  private static boolean isExpression(Snippet snippet) {
    return snippet.kind() == Snippet.Kind.EXPRESSION
        || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
  }

  private void require(SnippetEvent event) throws CellException {
    if (interrupted.get()) {
      throw new CellException("interrupted", null);
    }
    if (event.status() == Snippet.Status.REJECTED) {
      CellException rejected = new CellException(errors(event.snippet()), null);
      rejected.setStackTrace(new StackTraceElement[0]); // It is the shell's, which is sound.
      throw rejected;
    }
    JShellException thrown = event.exception();
    if (thrown instanceof EvalException eval) {
      CellException described =
          new CellException(eval.getExceptionClassName() + ": " + eval.getMessage(), eval);
      described.setStackTrace(eval.getStackTrace());
      throw described;
    }
    if (thrown != null) {
      throw new CellException(String.valueOf(thrown.getMessage()), thrown);
    }
  }

  private String errors(Snippet snippet) {
    return shell
        .diagnostics(snippet)
        .map(
            said ->
                said.getMessage(Locale.ROOT)
                    + " at: "
                    + snippet
                        .source()
                        .substring((int) said.getStartPosition())
                        .lines()
                        .findFirst()
                        .orElse(""))
        .collect(Collectors.joining("\n"));
  }

  /** What may stand at a place of a cell. */
  List<String> suggestions(String cell, int at, int[] anchor) {
    return shell.sourceCodeAnalysis().completionSuggestions(cell, at, anchor).stream()
        .map(SourceCodeAnalysis.Suggestion::continuation)
        .distinct()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Signatures at a place of a cell, a line each. */
  String documentation(String cell, int at) {
    return shell.sourceCodeAnalysis().documentation(cell, at, false).stream()
        .map(SourceCodeAnalysis.Documentation::signature)
        .collect(Collectors.joining("\n"));
  }

  /**
   * Asks the cell that runs to end, by an interrupt of its thread: training saves itself. Java
   * cannot end what does not listen.
   */
  void interrupt() {
    interrupted.set(true);
    values.interrupt();
  }

  @Override
  public void close() {
    shell.close();
  }
}
