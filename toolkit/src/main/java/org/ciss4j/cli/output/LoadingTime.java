// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.Locale;
import org.ciss4j.metric.Percent;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;

/** How much of the time of training was spent waiting for images. */
public final class LoadingTime {
  private double seconds;
  private double waited;

  /** A listener that adds up the times and passes everything on. */
  public RunListener before(RunListener next) {
    return event -> {
      if (event instanceof RunEvent.IterationDone done) {
        seconds += done.seconds();
        waited += done.waited();
      }
      next.on(event);
    };
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Trained for %s, %s %% of it waiting for images.",
        ProgressLine.clock(seconds),
        Percent.of(seconds == 0 ? 0 : waited / seconds));
  }
}
