// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.ciss4j.cli.option.PrecisionConverter;
import org.ciss4j.common.EnumLabel;
import org.ciss4j.data.set.Datasets;
import org.ciss4j.graph.model.Network;
import org.ciss4j.method.Methods;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The words that options take, for shells to offer. picocli knows constants of Java alone, by names
 * in capitals, and its script for bash keeps them under the label of the option, so that those of
 * several options called NAME would be one list.
 */
final class CompletedValues {
  /** Of options whose values are no constants, or more than these. */
  private static final Map<String, Supplier<List<String>>> NAMES =
      Map.of(
          "--method", Methods::names,
          "--methods", Methods::names,
          "--dataset", Datasets::names,
          "--backbone", CompletedValues::backbones,
          "--precision", PrecisionConverter::words);

  private CompletedValues() {}

  /** Puts them into a command and all below it, which is then good for completions alone. */
  static void putInto(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    for (OptionSpec option : List.copyOf(spec.options())) {
      List<String> words = words(option);
      if (!words.isEmpty() && !option.inherited()) {
        spec.remove(option);
        spec.addOption(
            OptionSpec.builder(option)
                .paramLabel(option.longestName().substring(2).toUpperCase(Locale.ROOT))
                .completionCandidates(words)
                .build());
      }
    }
    command.getSubcommands().values().forEach(CompletedValues::putInto);
  }

  private static List<String> words(OptionSpec option) {
    Supplier<List<String>> names = NAMES.get(option.longestName());
    if (names != null) {
      return names.get();
    }
    Class<?> type = option.typeInfo().getAuxiliaryTypes()[0];
    return type.isEnum()
        ? Arrays.stream(type.getEnumConstants())
            .map(constant -> EnumLabel.of((Enum<?>) constant))
            .filter(word -> isTaken(option, word))
            .toList()
        : List.of();
  }

  /** Not all constants are for users. */
  private static boolean isTaken(OptionSpec option, String word) {
    try {
      for (ITypeConverter<?> converter : option.converters()) {
        converter.convert(word);
      }
      return true;
    } catch (Exception e) { // as which a converter says that it knows no such value
      return false;
    }
  }

  private static List<String> backbones() {
    return Network.named().stream().map(network -> network.backbone().name()).toList();
  }
}
