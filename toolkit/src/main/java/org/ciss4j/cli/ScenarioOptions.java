// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.util.List;
import org.ciss4j.Ciss;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.Setting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that say which classes come when, and what a step sees of the data. */
final class ScenarioOptions {
  @Option(
      names = "--scenario",
      paramLabel = "BASE-INC",
      description = {
        "So many classes in the base step, and so many in each later one: 15-1, 19-1, 10-5",
        "(default: see below)."
      })
  private @Nullable String scenario;

  @Option(
      names = "--setting",
      paramLabel = "NAME",
      defaultValue = "overlapped",
      converter = SettingConverter.class,
      description = {
        "overlapped: a step sees every image that shows a new class;",
        "disjoint: only those that show no future class (default: ${DEFAULT-VALUE})."
      })
  private Setting setting = Setting.OVERLAPPED;

  @Option(
      names = "--class-order",
      paramLabel = "ID",
      split = ",",
      description =
          "Ids of all classes in the order in which they are learnt: 3,1,2 (default: 1,2,...).")
  private List<Integer> classOrder = List.of();

  /** The same run with these choices. */
  Ciss applyTo(Ciss ciss) {
    Ciss chosen = ciss.setting(setting).classOrder(classOrder);
    return scenario == null ? chosen : chosen.scenario(scenario);
  }

  private static final class SettingConverter implements ITypeConverter<Setting> {
    @Override
    public Setting convert(String text) {
      try {
        return Setting.parse(text);
      } catch (CissException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
