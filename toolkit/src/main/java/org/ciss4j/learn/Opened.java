// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What was opened for something that is not made yet. If it never is, all of that is closed, the
 * last first: native memory is not to wait for the garbage collector, who does not see it.
 */
final class Opened implements AutoCloseable {
  private final Deque<Runnable> closers = new ArrayDeque<>();

  /** Takes note of something that is open, and gives it back. */
  <T> T add(T opened, Consumer<? super T> close) {
    closers.push(() -> close.accept(opened));
    return opened;
  }

  /** From now on somebody else closes all of it: who is given back. */
  <T> T handedTo(T owner) {
    closers.clear();
    return owner;
  }

  @Override
  public void close() {
    closers.forEach(Runnable::run);
  }
}
