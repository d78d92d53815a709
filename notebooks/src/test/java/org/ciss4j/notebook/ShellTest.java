// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ShellTest {
  private static final String SAYS_THAT_IT_RUNS =
      "System.setProperty(\"ciss.test.running\", \"yes\");";

  @Test
  void aCellIsAskedToEnd() throws Exception {
    System.clearProperty("ciss.test.running");
    try (Shell shell = new Shell()) {
      CompletableFuture<Void> stop = whenItRuns(shell::interrupt);
      assertThatThrownBy(
              () ->
                  shell.run(
                      "boolean saved = false; { "
                          + SAYS_THAT_IT_RUNS
                          + " while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();"
                          + " saved = true; }"))
          .hasMessage("interrupted");
      stop.get();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(shell.run("saved")).isEqualTo(true);
    }
  }

  private static CompletableFuture<Void> whenItRuns(Runnable action) {
    return CompletableFuture.runAsync(
        () -> {
          while (System.getProperty("ciss.test.running") == null) {
            try {
              TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          action.run();
        });
  }
}
