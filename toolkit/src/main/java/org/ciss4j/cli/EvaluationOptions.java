// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import org.ciss4j.Ciss;
import org.ciss4j.metric.EvaluationProtocol;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say how a run is scored, and on what. */
final class EvaluationOptions {
  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = {
        "How papers score: dkd, dkd-ade, mib, plop, ssul, ilt; they differ in what an absent",
        "class, background and future classes count for (default: dkd)."
      })
  private @Nullable String protocol;

  @Option(
      names = "--held-out",
      paramLabel = "X",
      description = {
        "Keep this fraction of each step's training images from training and score on them;",
        "test images are not opened (default: 0, score on test images)."
      })
  private @Nullable Double heldOut;

  /** The same run with these choices. */
  Ciss applyTo(Ciss start) {
    Ciss ciss = protocol == null ? start : start.protocol(EvaluationProtocol.named(protocol));
    return heldOut == null ? ciss : ciss.heldOut(heldOut);
  }
}
