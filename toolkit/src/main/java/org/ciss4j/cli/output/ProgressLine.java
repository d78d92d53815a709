// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A line that tells how far work has come: on a terminal it is drawn over, elsewhere it is a new
 * line every ten seconds.
 */
public final class ProgressLine {
  private static final int WIDTH = 79;
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long REPEAT_NANOS = 10_000_000_000L;

  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier clock;
  private long last;
  private int drawn;

  /**
   * A line on this writer.
   *
   * @param terminal whether the writer ends at a terminal
   * @param clock the time, in nanoseconds
   */
  public ProgressLine(PrintWriter err, boolean terminal, LongSupplier clock) {
    this.err = err;
    this.terminal = terminal;
    this.clock = clock;
    this.last = clock.getAsLong();
  }

  /** Shows a passing state, if it is time for one. */
  public synchronized void show(String text) {
    long now = clock.getAsLong();
    if (now - last < (terminal ? REDRAW_NANOS : REPEAT_NANOS)) {
      return;
    }
    last = now;
    if (terminal) {
      draw(text);
    } else {
      err.println(text);
      err.flush();
    }
  }

  private void draw(String text) {
    String line = text.substring(0, Math.min(text.length(), WIDTH));
    err.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
    err.flush();
    drawn = line.length();
  }

  /** Writes a line that stays, in place of the passing one. */
  public synchronized void keep(String text) {
    clear();
    err.println(text);
    err.flush();
    last = clock.getAsLong();
  }

  /** Takes the passing line away. */
  public synchronized void clear() {
    if (drawn > 0) {
      err.print("\r" + " ".repeat(drawn) + "\r");
      err.flush();
      drawn = 0;
    }
  }

  /** A bar of done work. */
  public static String bar(long done, long total, int width) {
    int full = total == 0 ? width : (int) (width * done / total);
    return "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
  }

  /** A duration as 1:02:03 or 2:03. */
  public static String clock(double seconds) {
    long whole = Math.round(seconds);
    long hours = whole / 3600;
    return hours > 0
        ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
