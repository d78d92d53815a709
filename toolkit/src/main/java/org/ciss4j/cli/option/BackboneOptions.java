// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import org.ciss4j.Ciss;
import org.ciss4j.graph.option.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what network it is. */
public final class BackboneOptions {
  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      description =
          "tiny, mobilenetv2, resnet18, resnet34, resnet50, resnet101, or one's own on the class"
              + " path.")
  private @Nullable String backbone;

  @Option(
      names = "--output-stride",
      paramLabel = "N",
      description = "Pixels of the image per pixel of the feature map: 8, 16 or 32 (default: 16).")
  private @Nullable Integer outputStride;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      converter = PrecisionConverter.class,
      description =
          "What convolutions multiply: float32, bf16 (bfloat16, summed as float32; for CPUs with"
              + " AVX512_BF16 or AMX; ResNets keep their maps in it while normalisations are"
              + " frozen), or auto: bf16 where the CPU has it (default: float32).")
  private @Nullable Precision precision;

  /** The same run with these choices. */
  public Ciss applyTo(Ciss start) {
    Ciss ciss = backbone == null ? start : start.backbone(backbone);
    ciss = outputStride == null ? ciss : ciss.outputStride(outputStride);
    return precision == null ? ciss : ciss.precision(precision);
  }
}
