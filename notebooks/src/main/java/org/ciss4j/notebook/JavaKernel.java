// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.notebook;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Lets Jupyter run cells of Java; JJava's base kernel speaks its protocol. */
public final class JavaKernel extends BaseKernel {
  /** Frames of JShell and of reflection below those of a cell. */
  private static final List<String> MACHINERY = List.of("REPL.", "jdk.", "java.base", "org.dflib.");

  private final Shell shell = new Shell();

  private JavaKernel() {
    Notebook.attach(this::display);
  }

  /**
   * Starts a kernel; Jupyter does.
   *
   * @param args the file in which Jupyter says where it listens
   * @throws Exception if it does not listen there
   */
  public static void main(String[] args) throws Exception {
    Stream.of(Logger.getLogger("").getHandlers())
        .forEach(handler -> handler.setLevel(Level.WARNING));
    String file = Files.readString(Path.of(args[0]));
    JupyterConnection connection = new JupyterConnection(KernelConnectionProperties.parse(file));
    JavaKernel kernel = new JavaKernel();
    kernel.becomeHandlerForConnection(connection);
    connection.connect();
    connection.waitUntilClose();
  }

  @Override
  public @Nullable DisplayData eval(String cell) throws Exception {
    Object value = shell.run(cell);
    return value == null ? null : Notebook.render(value);
  }

  @Override
  public ReplacementOptions complete(String cell, int at) {
    int[] anchor = {0};
    return new ReplacementOptions(shell.suggestions(cell, at, anchor), anchor[0], at);
  }

  @Override
  public @Nullable DisplayData inspect(String cell, int at, boolean extra) {
    String text = shell.documentation(cell, at);
    return text.isEmpty() ? null : new DisplayData(text);
  }

  @Override
  public List<String> formatError(Exception error) {
    List<String> lines = new ArrayList<>(String.valueOf(error.getMessage()).lines().toList());
    Arrays.stream(error.getStackTrace())
        .map(StackTraceElement::toString)
        .takeWhile(frame -> MACHINERY.stream().noneMatch(frame::startsWith))
        .forEach(frame -> lines.add("    at " + frame));
    return lines;
  }

  @Override
  public LanguageInfo getLanguageInfo() {
    return new LanguageInfo.Builder("Java")
        .version(Runtime.version().toString())
        .mimetype("text/x-java-source")
        .fileExtension(".java")
        .pygments("java")
        .codemirror("text/x-java")
        .build();
  }

  @Override
  public void interrupt() {
    shell.interrupt();
  }

  @Override
  public void onShutdown(boolean restart) {
    shell.close();
  }
}
