// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.LoadingTime;
import org.ciss4j.cli.output.ProgressLine;
import org.ciss4j.cli.output.RunProgress;
import org.ciss4j.common.CissException;
import org.ciss4j.result.ShellWord;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.ciss4j.train.StopSignal;
import org.jspecify.annotations.Nullable;

/** Training that a person watches and can stop. */
public final class LiveRun {
  private final Console console;
  private final ProgressLine line;
  private final StopSignal stop = new StopSignal();
  private @Nullable String goOn;

  private LiveRun(Console console) {
    this.console = console;
    this.line = new ProgressLine(console.err(), console.terminal(), System::nanoTime);
  }

  /**
   * Shows progress until the training of a run is done.
   *
   * @param work trains what it is given, and tells the listener
   * @throws Interruption if a signal stopped it
   */
  public static <T> T watch(Console console, Ciss ciss, BiFunction<Ciss, RunListener, T> work) {
    return watch(
        console, ciss, run -> "ciss train --resume " + ShellWord.quoted(run.toString()), work);
  }

  /**
   * The same for a run that is one of several.
   *
   * @param goOn the words that go on with all of them
   */
  public static <T> T watch(
      Console console, Ciss ciss, String goOn, BiFunction<Ciss, RunListener, T> work) {
    return watch(console, ciss, run -> goOn, work);
  }

  private static <T> T watch(
      Console console,
      Ciss ciss,
      Function<Path, String> goOn,
      BiFunction<Ciss, RunListener, T> work) {
    LoadingTime time = new LoadingTime();
    T result =
        watch(
            console,
            live ->
                work.apply(
                    ciss.stop(live.stop()).command(live.command()),
                    time.before(live.listener(goOn))));
    console.note(time.toString());
    return result;
  }

  /**
   * Lets a person watch and stop some work.
   *
   * @param work stops when {@link #stop()} says so, and then says {@linkplain #goOnWith how to go
   *     on}
   */
  public static <T> T watch(Console console, Function<LiveRun, T> work) {
    return new LiveRun(console).watch(work);
  }

  private <T> T watch(Function<LiveRun, T> work) {
    Signals signals = new Signals(this::stopNow);
    try (signals) {
      T result = work.apply(this);
      line.clear();
      if (goOn != null) {
        throw new Interruption("stopped; go on with: " + goOn, signals.exitCode());
      }
      return result;
    } catch (CissException e) {
      throw signals.exitCode() == 0 ? e : new Interruption(e.getMessage(), signals.exitCode());
    } finally {
      line.clear();
    }
  }

  /** Asks the work to save itself and end. */
  public StopSignal stop() {
    return stop;
  }

  /** The command line that began it. */
  public List<String> command() {
    return Stream.concat(Stream.of("ciss"), console.words().stream()).toList();
  }

  /** Tells that the work was stopped, and which command goes on with it. */
  public void goOnWith(String command) {
    goOn = command;
  }

  /** A line of a result, in the midst of the work. */
  public void result(String text) {
    line.clear();
    console.result(text);
  }

  /** A remark that stays. */
  public void note(String text) {
    if (!console.quiet()) {
      line.keep(text);
    }
  }

  /** A state that passes. */
  public void show(String text) {
    if (!console.quiet()) {
      line.show(text);
    }
  }

  private void stopNow() {
    stop.request();
    line.clear();
    console.note("saving after this iteration; a second signal ends at once, without saving");
  }

  private RunListener listener(Function<Path, String> goOnWith) {
    RunListener progress =
        console.quiet() ? RunListener.none() : new RunProgress(line, System::nanoTime);
    return event -> {
      if (event instanceof RunEvent.RunStopped run) {
        goOn = goOnWith.apply(run.run());
      }
      progress.on(event);
    };
  }
}
