// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.ciss4j.scenario.Step;
import org.ciss4j.train.RunEvent;
import org.junit.jupiter.api.Test;

class RunProgressTest {
  private final AtomicLong time = new AtomicLong(5_000_000_000L);
  private final StringWriter written = new StringWriter();

  private RunProgress progress(boolean terminal) {
    return new RunProgress(
        new ProgressLine(new PrintWriter(written), terminal, time::get), time::get);
  }

  private void pass(double seconds) {
    time.addAndGet(Math.round(seconds * 1e9));
  }

  private static RunEvent iteration(long number) {
    return new RunEvent.IterationDone(0, number, 100, 1.23456, Map.of(), 0.01, 0.1, 0.01);
  }

  private void start(RunProgress progress) {
    progress.on(new RunEvent.RunStarted(List.of(100L, 40L)));
    Step step = new Step(0, List.of(), List.of(1), List.of(2));
    progress.on(new RunEvent.StepStarted(step, 2, 320, 80, 0, 100));
  }

  @Test
  void linesComeEveryTenSecondsInAFile() {
    RunProgress progress = progress(false);
    start(progress);
    for (int i = 1; i <= 50; i++) {
      pass(0.5);
      progress.on(iteration(i));
    }
    assertThat(written.toString().lines())
        .containsExactly(
            "step 0 (1/2): 1 new class, 320 training images, 100 iterations",
            "step 0 (1/2) [###.............] 20/100  loss 1.2346  0.50 s/it  ETA 0:40, run 1:00",
            "step 0 (1/2) [######..........] 40/100  loss 1.2346  0.50 s/it  ETA 0:30, run 0:50");
  }

  @Test
  void aLineIsDrawnOverOnATerminal() {
    RunProgress progress = progress(true);
    start(progress);
    pass(0.5);
    progress.on(iteration(1));
    progress.on(iteration(2));
    pass(0.5);
    progress.on(new RunEvent.Evaluated(0, 1, 4));
    String[] draws = written.toString().split("\r");
    assertThat(draws).hasSize(3);
    assertThat(draws[1]).contains(" 1/100 ").hasSizeLessThan(80);
    assertThat(draws[2]).startsWith("step 0 (1/2) scoring [####............] 1/4 ");
  }

  @Test
  void whatIsWrittenIsNotCalledChecked() {
    RunProgress progress = progress(true);
    progress.on(new RunEvent.DataChecked("TRAIN", 8, 8));
    pass(1);
    progress.on(new RunEvent.ImagesWritten(1, 4));
    assertThat(written.toString())
        .contains("writing images [####............] 1/4 ")
        .doesNotContain("checking");
  }

  @Test
  void aLineThatStaysTakesThePlaceOfTheOther() {
    ProgressLine line = new ProgressLine(new PrintWriter(written), true, time::get);
    pass(1);
    line.show("passing");
    line.keep("stays");
    assertThat(written.toString()).isEqualTo("\rpassing\r       \rstays" + System.lineSeparator());
  }

  @Test
  void durations() {
    assertThat(ProgressLine.clock(0.4)).isEqualTo("0:00");
    assertThat(ProgressLine.clock(125)).isEqualTo("2:05");
    assertThat(ProgressLine.clock(3661)).isEqualTo("1:01:01");
  }
}
