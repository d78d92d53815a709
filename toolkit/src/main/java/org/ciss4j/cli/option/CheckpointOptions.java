// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import org.ciss4j.Ciss;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How often the state of training is saved. */
public final class CheckpointOptions {
  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description =
          "Save the state of training every so many iterations (default: as often as takes a"
              + " hundredth of the time, but not more than every ten seconds).")
  private @Nullable Long checkpointEvery;

  /** The same run, saved as often. */
  public Ciss applyTo(Ciss ciss) {
    return checkpointEvery == null ? ciss : ciss.checkpointEvery(checkpointEvery);
  }
}
