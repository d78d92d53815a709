// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.option.Precision;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what convolutions multiply; {@code auto} is what this CPU is fastest with. */
public final class PrecisionConverter implements ITypeConverter<Precision> {
  private static final String AUTO = "auto";

  /** All that is taken. */
  public static List<String> words() {
    return Stream.concat(Arrays.stream(Precision.values()).map(Precision::label), Stream.of(AUTO))
        .toList();
  }

  @Override
  public Precision convert(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (word.equals(AUTO)) {
      return Platform.multipliesBf16() ? Precision.BFLOAT16 : Precision.FLOAT32;
    }
    return Arrays.stream(Precision.values())
        .filter(precision -> precision.label().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no precision \"" + text + "\"; use float32, bf16 or auto"));
  }
}
