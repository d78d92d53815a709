// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.ciss4j.common.CissException;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Table TABLE =
      Table.of("class", "z+").row("cat & dog", 12.5).row("<b>", 1.0 / 3);

  @Test
  void isAlignedAsText() {
    assertThat(TABLE.toString().lines())
        .containsExactly("class          z+", "cat & dog  12.500", "<b>         0.333");
  }

  @Test
  void isEscapedAsHtml() {
    assertThat(TABLE.toHtml())
        .contains("<th style=\"text-align: left\">class</th>")
        .contains("<td style=\"text-align: left\">cat &amp; dog</td>")
        .contains("<td style=\"text-align: left\">&lt;b&gt;</td>")
        .contains("<td style=\"text-align: right\">12.500</td>")
        .doesNotContain("<b>");
  }

  @Test
  void everyRowHasACellForEachColumn() {
    assertThatThrownBy(() -> TABLE.row("alone"))
        .isInstanceOf(CissException.class)
        .hasMessage("expected 2 cells, one for each of [class, z+], got 1: [alone]");
  }
}
