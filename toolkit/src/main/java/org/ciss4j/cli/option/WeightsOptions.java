// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.nio.file.Path;
import org.ciss4j.Ciss;
import org.ciss4j.common.CissException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what the first step starts from. */
public final class WeightsOptions {
  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Start from these weights instead of random ones: of a backbone as torchvision"
              + " or timm publishes it, or of a whole network (.pth, .safetensors). The backbone"
              + " must be whole; nothing may be left over but the classifier of ImageNet and"
              + " those of other steps.")
  private @Nullable Path weights;

  @Option(
      names = "--partial-weights",
      description = "Take from --weights what fits, whatever is missing or left over.")
  private boolean partial;

  @Option(
      names = "--freeze-bn",
      description =
          "Keep the statistics, scales and shifts of the normalisations that --weights has"
              + " in the first step as well, for data too small to change them; later steps keep"
              + " them all.")
  private boolean freezeBn;

  /** The same run with these choices. */
  public Ciss applyTo(Ciss start) {
    Ciss ciss = freezeBn ? start.freezeBn() : start;
    if (weights == null) {
      if (partial) {
        throw CissException.usage(
            "--partial-weights says how a file is taken; name it with --weights, or leave it out");
      }
      return ciss;
    }
    return partial ? ciss.partialWeights(weights) : ciss.weights(weights);
  }
}
