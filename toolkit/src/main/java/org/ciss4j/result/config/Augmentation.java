// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.config;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;

/**
 * How training images are changed at random, so that no epoch shows the same pixels.
 *
 * @param recipe how the crop is taken
 * @param brightness colours are multiplied by U(1 - b, 1 + b); 0 to 1
 * @param contrast the distance to the mean grey is multiplied by U(1 - c, 1 + c); 0 to 1
 * @param saturation the distance to grey is multiplied by U(1 - s, 1 + s); 0 to 1
 * @param hue the colour circle is turned by U(-h, h); 0 to 0.5
 */
public record Augmentation(
    Recipe recipe, double brightness, double contrast, double saturation, double hue) {

  /** Published ways to take a crop. */
  public enum Recipe {
    /**
     * As the official code of DKD, and those of MiB and PLOP: a part of area 0.5 to 2 and aspect
     * 3/4 to 4/3, resized to the crop, mirrored half of the time.
     */
    DKD,
    /**
     * As SSUL (Cha et al., NeurIPS 2021): the image is scaled by 0.5 to 2, a crop is taken from
     * anywhere in it, padded with void where it is too small, and mirrored half of the time.
     */
    SSUL,
    /** The centre crop that is scored too; nothing is random. */
    NONE;

    /**
     * The recipe of a text, in any case.
     *
     * @throws CissException of kind usage if there is none
     */
    public static Recipe parse(String text) {
      return EnumLabel.parse(Recipe.class, text, "augmentation \"%s\" is unknown; use one of %s");
    }

    /** The lower-case word for commands and reports. */
    public String label() {
      return EnumLabel.of(this);
    }
  }

  /** A recipe with colours as they are. */
  public static Augmentation of(Recipe recipe) {
    return new Augmentation(recipe, 0, 0, 0, 0);
  }

  /** The same with this recipe. */
  public Augmentation withRecipe(Recipe other) {
    return new Augmentation(other, brightness, contrast, saturation, hue);
  }

  /** The same with colours moved this far. */
  public Augmentation withColours(double b, double c, double s, double h) {
    return new Augmentation(recipe, b, c, s, h);
  }

  /** Brightness, contrast, saturation and hue. */
  public List<Double> colours() {
    return List.of(brightness, contrast, saturation, hue);
  }

  /** Whether colours are moved at all. */
  public boolean movesColours() {
    return colours().stream().anyMatch(strength -> strength != 0);
  }
}
