// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.graph.option.ConvOptions;

/**
 * A convolution without bias and the normalisation behind it.
 *
 * @param convolution its name within the part
 * @param norm name of the normalisation within the part
 */
public record ConvUnit(
    Part part,
    String convolution,
    String norm,
    long inputs,
    long outputs,
    int kernel,
    ConvOptions options) {
  /** What the names of a second branch have behind the part. */
  private static final String SECOND = "second.";

  /** Whether a parameter of this name is of a second branch. */
  static boolean isOfSecond(String parameter) {
    return Stream.of(Part.BACKBONE, Part.ASPP)
        .anyMatch(part -> parameter.startsWith(part.prefix() + SECOND));
  }

  /** The second branch beside this one. */
  ConvUnit second() {
    return new ConvUnit(
        part, SECOND + convolution, SECOND + norm, inputs, outputs, kernel, options);
  }

  /** Full name of the convolution's weights, float {@code [O, C / groups, k, k]}. */
  public String weights() {
    return part.prefix() + convolution + ".weight";
  }

  /** Full name of the normalisation. */
  public String layer() {
    return part.prefix() + norm;
  }

  /** Shape of the weights. */
  long[] shape() {
    return new long[] {outputs, inputs / options.groups(), kernel, kernel};
  }

  /** Of the weights. */
  Initializer initializer() {
    return Initializer.kaimingNormal(part.fan(shape()[1], outputs) * kernel * kernel);
  }

  /** Names of all its numbers: weights, scale, shift, mean and variance. */
  List<String> parameters() {
    return List.of(
        weights(),
        layer() + ".weight",
        layer() + ".bias",
        layer() + ".running_mean",
        layer() + ".running_var");
  }
}
