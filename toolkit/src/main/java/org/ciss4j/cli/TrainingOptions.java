// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.data.Datasets;
import org.ciss4j.result.RunConfig;
import org.ciss4j.result.Training;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what is trained and how long; those not given take the data set's default. */
final class TrainingOptions {
  @Option(names = "--backbone", paramLabel = "NAME", description = "tiny, resnet18 or resnet101.")
  private @Nullable String backbone;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training images of each step.")
  private @Nullable Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Images per iteration.")
  private @Nullable Integer batch;

  @Option(
      names = "--crop",
      paramLabel = "N",
      description = "Height and width of the images that are trained on and scored, in pixels.")
  private @Nullable Integer crop;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description = "Learning rate of the backbone; the other layers learn ten times as fast.")
  private @Nullable Double rate;

  @Option(
      names = "--later-lr",
      paramLabel = "X",
      description = "The same in all steps but the first (default: a tenth of --lr).")
  private @Nullable Double laterRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Root of all that is random (default: 1).")
  private @Nullable Long seed;

  /** The same run with these choices. */
  Ciss applyTo(Ciss start) {
    Ciss ciss = start;
    ciss = backbone == null ? ciss : ciss.backbone(backbone);
    ciss = epochs == null ? ciss : ciss.epochs(epochs);
    ciss = batch == null ? ciss : ciss.batchSize(batch);
    ciss = crop == null ? ciss : ciss.crop(crop);
    ciss = rate == null ? ciss : ciss.learningRate(rate);
    ciss = laterRate == null ? ciss : ciss.laterLearningRate(laterRate);
    return seed == null ? ciss : ciss.seed(seed);
  }

  /** The defaults of each data set, for the help. */
  static String[] defaults() {
    String head =
        String.format(
            Locale.ROOT,
            "  %-8s %-10s %-10s %6s %6s %5s %6s %9s",
            "",
            "scenario",
            "backbone",
            "epochs",
            "batch",
            "crop",
            "lr",
            "later-lr");
    return Stream.concat(Stream.of(head), Datasets.names().stream().map(TrainingOptions::row))
        .toArray(String[]::new);
  }

  private static String row(String dataset) {
    RunConfig config = Ciss.dataset(dataset).config();
    Training training = config.training();
    return String.format(
        Locale.ROOT,
        "  %-8s %-10s %-10s %6d %6d %5d %6s %9s",
        dataset,
        config.scenario().name(),
        config.model().backbone(),
        training.epochs(),
        training.batchSize(),
        training.crop(),
        plain(training.learningRate()),
        plain(training.laterLearningRate()));
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
