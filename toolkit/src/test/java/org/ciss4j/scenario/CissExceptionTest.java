// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CissExceptionTest {
  @Test
  void kindDecidesTheExitCode() {
    assertThat(CissException.usage("no").kind().exitCode()).isEqualTo(2);
    assertThat(CissException.failure("no").kind().exitCode()).isEqualTo(1);
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
