// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import org.ciss4j.common.CissException;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.train.Predictor;
import org.ciss4j.train.evaluate.TestTimeAugmentation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say how a network is shown photographs. */
public final class PredictionOptions {
  @Mixin private ViewOptions views = new ViewOptions();

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
    TestTimeAugmentation shown = views.shown();
    if (tile != null) {
      Predictor.requireTile(tile);
    }
    Predictor predictor = Predictor.load(directory, step).with(shown);
    return tile == null ? predictor : predictor.inTiles(tile);
  }
}
