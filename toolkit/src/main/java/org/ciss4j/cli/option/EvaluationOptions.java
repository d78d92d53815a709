// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import org.ciss4j.Ciss;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.result.config.EvaluationConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say how a run is scored, and on what. */
public final class EvaluationOptions {
  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description =
          "How papers score: dkd, dkd-ade, mib, plop, ssul, ilt; they differ in what an absent"
              + " class, background and future classes count for (default: dkd; dkd-ade for"
              + " --dataset ade).")
  private @Nullable String protocol;

  @Option(
      names = "--held-out",
      paramLabel = "X",
      description =
          "Keep this fraction of each step's training images from training and score on"
              + " them; test images are not opened (default: 0, score on test images).")
  private @Nullable Double heldOut;

  @Option(
      names = "--evaluate",
      paramLabel = "REGION",
      converter = RegionConverter.class,
      description = {
        "crop: the middle of each image, resized to --crop pixels, as papers score;",
        "full: all of each image at its own size, one a batch (default: crop)."
      })
  private EvaluationConfig.@Nullable Region region;

  /** The same run with these choices. */
  public Ciss applyTo(Ciss start) {
    Ciss ciss = protocol == null ? start : start.protocol(EvaluationProtocol.named(protocol));
    ciss = region == null ? ciss : ciss.evaluateOn(region);
    return heldOut == null ? ciss : ciss.heldOut(heldOut);
  }

  /** The same with the region that was named, if one was. */
  public EvaluationConfig withRegion(EvaluationConfig stored) {
    return region == null ? stored : stored.withRegion(region);
  }
}
