// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hears INT (Ctrl-C), TERM and HUP while work is going on that can be stopped in an orderly way:
 * the first signal asks for that, the second ends the process at once.
 *
 * <p>A shutdown hook would not do, as it hears nothing of a second signal; {@code sun.misc.Signal}
 * is the only other way, in a module that every Java has.
 */
final class Signals implements AutoCloseable {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  /** What a shell adds to the number of the signal that ended a process. */
  private static final int SIGNALLED = 128;

  /** The number of the signal of Ctrl-C. */
  private static final int INT = 2;

  private final Map<sun.misc.Signal, sun.misc.SignalHandler> before = new LinkedHashMap<>();
  private final Runnable onFirst;
  private volatile int number;

  /** Listens from now on. */
  Signals(Runnable onFirst) {
    this.onFirst = onFirst;
    NAMES.forEach(this::listen);
  }

  private void listen(String name) {
    try {
      sun.misc.Signal signal = new sun.misc.Signal(name);
      before.put(signal, sun.misc.Signal.handle(signal, this::hear));
    } catch (IllegalArgumentException e) {
      return; // This system has no such signal, or the JVM was told to leave it alone.
    }
  }

  private void hear(sun.misc.Signal signal) {
    if (number != 0) {
      Runtime.getRuntime().halt(SIGNALLED + signal.getNumber());
    }
    number = signal.getNumber();
    onFirst.run();
  }

  /**
   * The exit code of a process that ended because of the signal; 0 if there was none. To interrupt
   * the thread is what Ctrl-C is to the process.
   */
  int exitCode() {
    int ended = number == 0 && Thread.currentThread().isInterrupted() ? INT : number;
    return ended == 0 ? 0 : SIGNALLED + ended;
  }

  @Override
  public void close() {
    before.forEach(sun.misc.Signal::handle);
  }
}
