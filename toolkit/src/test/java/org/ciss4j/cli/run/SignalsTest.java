// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Signals to a process of its own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals to send")
@Timeout(60)
class SignalsTest {
  private Process process;
  private BufferedReader lines;

  /** Waits for as long as it hears of no end. */
  static final class Waiting {
    private Waiting() {}

    /** Says what it hears, and ends with the exit code of the signal when a line comes in. */
    public static void main(String[] args) throws IOException {
      try (Signals signals = new Signals(() -> System.out.println("heard"))) {
        System.out.println("waiting");
        int unused = System.in.read();
        System.exit(signals.exitCode());
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName())
            .redirectErrorStream(true)
            .start();
    lines = process.inputReader();
    assertThat(lines.readLine()).isEqualTo("waiting");
  }

  @AfterEach
  void end() throws IOException {
    lines.close();
    process.destroyForcibly();
  }

  /** TERM, without closing what it says, as {@link Process#destroy} would. */
  private void terminate() {
    assertThat(process.toHandle().destroy()).isTrue();
  }

  private void goOn() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  @Test
  void theFirstAsksForAnOrderlyEnd() throws Exception {
    terminate();
    assertThat(lines.readLine()).isEqualTo("heard");
    assertThat(process.isAlive()).isTrue();
    goOn();
    assertThat(process.waitFor()).isEqualTo(143);
  }

  @Test
  void theSecondEndsTheProcessAtOnce() throws Exception {
    terminate();
    assertThat(lines.readLine()).isEqualTo("heard");
    terminate();
    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(lines.readLine()).isNull();
  }

  @Test
  void withoutASignalNothingHappens() throws Exception {
    goOn();
    assertThat(process.waitFor()).isZero();
  }
}
