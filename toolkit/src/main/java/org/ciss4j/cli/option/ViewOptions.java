// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.util.List;
import java.util.Objects;
import org.ciss4j.train.evaluate.TestTimeAugmentation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say in which ways a network is shown an image. */
public final class ViewOptions {
  @Option(
      names = "--scales",
      paramLabel = "X,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Show each image at these sizes and label it by the mean of all logits: 0.75,1,1.25"
              + " (default: 1).")
  private @Nullable List<Double> scales;

  @Option(names = "--flip", description = "Show it mirrored as well, at each size.")
  private boolean flip;

  /**
   * These ways.
   *
   * @throws org.ciss4j.common.CissException of kind usage if a scale is out of range
   */
  public TestTimeAugmentation shown() {
    return new TestTimeAugmentation(Objects.requireNonNullElse(scales, List.of(1.0)), flip);
  }
}
