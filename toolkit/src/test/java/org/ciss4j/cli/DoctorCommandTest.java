// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DoctorCommandTest {
  @Test
  void saysWhatThereIs() {
    Cli doctor = Cli.run("doctor");
    assertThat(doctor.exit()).as(doctor.out()).isZero();
    assertThat(doctor.out().lines().map(line -> line.split(" ", 2)[0]))
        .startsWith("Libraries", "Java", "Processor", "Memory", "Folders", "Ops");
    assertThat(doctor.out())
        .contains("oneDNN", "OpenCV", "instruction set", "GiB for this process")
        .contains("says the same on fast and on portable ones")
        .endsWith("Networks can be trained here.\n")
        .doesNotContain("FAILED");
    assertThat(doctor.err()).isEmpty();
  }
}
