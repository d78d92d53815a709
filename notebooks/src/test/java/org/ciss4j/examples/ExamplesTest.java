// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.ciss4j.Ciss;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example once, on the sample data. */
class ExamplesTest {
  private final PrintStream console = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setOut(console);
  }

  private String run(Consumer<String[]> main) {
    main.accept(new String[] {folder.resolve("run").toString()});
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void trainVoc() {
    assertThat(run(TrainVoc::main))
        .contains("step 0: 10 of ", "step 2: 10 of ", "sample 2-1 overlapped, dkd, tiny")
        .contains("Report: " + folder.resolve("run/report.html"));
  }

  @Test
  void trainAdeAndGoOn() {
    assertThat(run(TrainAde::main)).contains("step 1: mIoU ", "sample 2-2 overlapped, dkd, tiny");
    String first = Ciss.open(folder.resolve("run")).toString();
    assertThat(run(TrainAde::main)).endsWith(first + System.lineSeparator());
  }

  @Test
  void tune() {
    assertThat(run(Tune::main))
        .contains("trial 1: ", "trial 2: ", "sample 3-1 overlapped, dkd, tiny");
  }

  @Test
  void evaluateCheckpoint() {
    assertThat(run(EvaluateCheckpoint::main)).matches("step 1: mIoU base .*, on 100 images\\R");
  }
}
