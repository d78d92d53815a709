// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.ciss4j.common.CissException;
import org.junit.jupiter.api.Test;

class ErrorsTest {
  @Test
  void kindDecidesTheExitCode() {
    assertThat(Errors.exitCode(CissException.Kind.USAGE)).isEqualTo(2);
    assertThat(Errors.exitCode(CissException.Kind.FAILURE)).isEqualTo(1);
  }
}
