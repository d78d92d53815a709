// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.util.List;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.CissException;
import org.ciss4j.train.Predictor;
import org.ciss4j.train.TestTimeAugmentation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say how a network is shown photographs. */
public final class PredictionOptions {
  @Option(
      names = "--scales",
      paramLabel = "X,...",
      split = ",",
      description =
          "Show each image at these sizes and label it by the mean of all logits: 0.75,1,1.25"
              + " (default: 1).")
  private @Nullable List<Double> scales;

  @Option(names = "--flip", description = "Show it mirrored as well, at each size.")
  private boolean flip;

  @Option(
      names = "--tile",
      paramLabel = "N",
      description =
          "Label tiles of this height and width, which overlap by an eighth on each side, and put"
              + " them together (default: the whole image; tiles where it would not fit into the"
              + " memory).")
  private @Nullable Integer tile;

  /**
   * The network of a step of a run, to be shown images like this.
   *
   * @throws CissException of kind usage if something was said that cannot be
   */
  public Predictor load(RunDirectory directory, int step) {
    TestTimeAugmentation shown =
        new TestTimeAugmentation(scales == null ? List.of(1.0) : scales, flip);
    if (tile != null) {
      Predictor.requireTile(tile);
    }
    Predictor predictor = Predictor.load(directory, step).with(shown);
    return tile == null ? predictor : predictor.inTiles(tile);
  }
}
