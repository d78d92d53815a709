// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CissExceptionTest {
  @Test
  void hasAKind() {
    assertThat(CissException.usage("no").kind()).isEqualTo(CissException.Kind.USAGE);
    assertThat(CissException.failure("no").kind()).isEqualTo(CissException.Kind.FAILURE);
  }

  @Test
  void messageIsOneLineInNoLocale() {
    assertThat(CissException.usage("%s has %.1f", "a\nb\r\nc", 1.5)).hasMessage("a b c has 1.5");
  }

  @Test
  void keepsItsCause() {
    IOException cause = new IOException("disk full");

    assertThat(CissException.failure("cannot write").withCause(cause)).hasCause(cause);
  }
}
