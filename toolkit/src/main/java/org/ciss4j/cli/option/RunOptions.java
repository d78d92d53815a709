// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.nio.file.Path;
import org.ciss4j.common.CissException;
import org.ciss4j.result.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name a run, and a step of it. */
public final class RunOptions {
  @Option(
      names = "--run",
      paramLabel = "DIR",
      required = true,
      description = "Folder that ciss train wrote.")
  private Path run = Path.of("");

  @Option(
      names = "--step",
      paramLabel = "T",
      description = "Which step, from 0 (default: the last one that is done).")
  private @Nullable Integer step;

  /**
   * The run that was named.
   *
   * @throws CissException of kind usage if the folder holds none
   */
  public RunDirectory directory() {
    return RunDirectory.open(run);
  }

  /** The step that was named; the last one that is done if none was. */
  public int step(RunDirectory directory) {
    return step(directory, step);
  }

  /** The step that was named; the last one that is done if none was. */
  public static int step(RunDirectory directory, @Nullable Integer named) {
    if (named != null) {
      return named;
    }
    int done = directory.result().steps().size();
    if (done == 0) {
      throw CissException.usage(
          "run %s has no step that is done; train it again into another folder", directory.root());
    }
    return done - 1;
  }
}
