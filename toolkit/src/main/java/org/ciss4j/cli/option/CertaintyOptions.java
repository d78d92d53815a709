// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import org.ciss4j.common.EnumLabel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what is written beside labels. */
public final class CertaintyOptions {
  /** How the confidence is written. */
  public enum Format {
    /** 16 bits of grey, 65535 for 1. */
    PNG,
    /** float32. */
    NPY;

    /** The ending of its files, with the dot. */
    public String ending() {
      return "." + EnumLabel.of(this);
    }
  }

  @Option(
      names = "--confidence",
      paramLabel = "FORMAT",
      arity = "0..1",
      fallbackValue = "png",
      converter = FormatConverter.class,
      description =
          "Write how probable the label of each pixel is: png, 16 bits of grey, 65535 for 1; or"
              + " npy, float32 (default: not written; of --confidence alone: png).")
  private @Nullable Format confidence;

  @Option(
      names = "--probabilities",
      description =
          "Write how probable each label is, as a .npy of float32, classes x height x width, by the"
              + " ids that the labels have; 0 for classes that the network does not know.")
  private boolean probabilities;

  @Option(
      names = "--legend",
      description = "Name the classes that were found, beside the overlay in the same picture.")
  private boolean legend;

  /** How the confidence of labels is written; null if it is not. */
  public @Nullable Format confidence() {
    return confidence;
  }

  /** Whether the probabilities of all classes are written. */
  public boolean probabilities() {
    return probabilities;
  }

  /** Whether the classes that were found are named beside the overlay. */
  public boolean legend() {
    return legend;
  }

  /** {@code png} or {@code npy}. */
  static final class FormatConverter extends ParsedConverter<Format> {
    FormatConverter() {
      super(
          text ->
              EnumLabel.parse(
                  Format.class, text, "confidence as \"%s\" is unknown; use png or npy"));
    }
  }
}
