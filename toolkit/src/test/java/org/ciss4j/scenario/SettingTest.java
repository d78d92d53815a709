// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.ciss4j.common.CissException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {
  @ParameterizedTest
  @ValueSource(strings = {"overlapped", "overlap", "OVERLAP", " Overlapped\n"})
  void overlapHasTwoSpellings(String text) {
    assertThat(Setting.parse(text)).isEqualTo(Setting.OVERLAPPED);
  }

  /** No scenario is cut in the one that is left out. */
  @ParameterizedTest
  @EnumSource(names = "LABELLED", mode = EnumSource.Mode.EXCLUDE)
  void labelParses(Setting setting) {
    assertThat(Setting.parse(setting.label())).isEqualTo(setting);
    assertThat(setting.label()).isLowerCase();
  }

  @Test
  void saysWhichSettingsThereAre() {
    assertThatThrownBy(() -> Setting.parse("both"))
        .isInstanceOf(CissException.class)
        .hasMessage(
            "setting \"both\" is unknown; use disjoint, overlapped, sequential or partitioned");
  }
}
