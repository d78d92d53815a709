// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.data.VocFiles;

/**
 * What a command line did.
 *
 * @param exit its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Cli(int exit, String out, String err) {
  /** Height and width of what {@link #small} trains on and scores, in pixels. */
  static final int CROP = 32;

  /**
   * Runs the command in this JVM.
   *
   * @param words of any type; those of a list count singly
   */
  public static Cli run(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        CissCommand.run(
            new PrintWriter(out), new PrintWriter(err), words(words).toArray(String[]::new));
    return new Cli(exit, out.toString(), err.toString());
  }

  /** Words as text, those of a list singly. */
  public static List<String> words(Object... words) {
    return Stream.of(words)
        .flatMap(word -> word instanceof Collection<?> list ? list.stream() : Stream.of(word))
        .map(String::valueOf)
        .toList();
  }

  /** The words for a network on these files that takes a second. */
  static List<String> small(VocFiles files) {
    return words(
        List.of("--dataset", "voc", "--data", files.root, "--scenario", "15-5"),
        List.of("--backbone", "tiny", "--crop", CROP));
  }
}
