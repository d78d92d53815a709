// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.result.ShellWord;
import org.ciss4j.scenario.CissException;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.ciss4j.train.StopSignal;
import org.jspecify.annotations.Nullable;

/** Training that a person watches and can stop. */
final class LiveRun {
  private final Console console;
  private final ProgressLine line;
  private final LoadingTime time = new LoadingTime();
  private final Function<Path, String> goOn;
  private @Nullable Path stopped;

  private LiveRun(Console console, Function<Path, String> goOn) {
    this.console = console;
    this.goOn = goOn;
    this.line = new ProgressLine(console.err(), console.terminal(), System::nanoTime);
  }

  /**
   * Shows progress until the work is done.
   *
   * @param work trains what it is given, and tells the listener
   * @throws Interruption if a signal stopped it
   */
  static <T> T watch(Console console, Ciss ciss, BiFunction<Ciss, RunListener, T> work) {
    Function<Path, String> goOn = run -> "ciss train --resume " + ShellWord.quoted(run.toString());
    return new LiveRun(console, goOn).watch(ciss, work);
  }

  /**
   * The same for a run that is one of several.
   *
   * @param goOn the words that go on with all of them
   */
  static <T> T watch(
      Console console, Ciss ciss, String goOn, BiFunction<Ciss, RunListener, T> work) {
    return new LiveRun(console, run -> goOn).watch(ciss, work);
  }

  private <T> T watch(Ciss ciss, BiFunction<Ciss, RunListener, T> work) {
    StopSignal stop = new StopSignal();
    Signals signals = new Signals(() -> stop(stop));
    try (signals) {
      T result = work.apply(ciss.stop(stop).command(command()), time.before(listener()));
      line.clear();
      if (stopped != null) {
        throw new Interruption("stopped; go on with: " + goOn.apply(stopped), signals.exitCode());
      }
      console.note(time.toString());
      return result;
    } catch (CissException e) {
      throw signals.exitCode() == 0 ? e : new Interruption(e.getMessage(), signals.exitCode());
    } finally {
      line.clear();
    }
  }

  private List<String> command() {
    return Stream.concat(Stream.of("ciss"), console.words().stream()).toList();
  }

  private void stop(StopSignal stop) {
    stop.request();
    line.clear();
    console.note("saving after this iteration; a second signal ends at once, without saving");
  }

  private RunListener listener() {
    RunListener progress =
        console.quiet() ? RunListener.none() : new RunProgress(line, System::nanoTime);
    return event -> {
      if (event instanceof RunEvent.RunStopped run) {
        stopped = run.run();
      }
      progress.on(event);
    };
  }
}
