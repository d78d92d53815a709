// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.ciss4j.metric.Percent;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.MemoryImage;
import org.ciss4j.result.StepResult;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;

/** Tells what happens in a run on a {@link ProgressLine}. */
public final class RunProgress implements RunListener {
  private static final int BAR = 16;

  private final ProgressLine line;
  private final LongSupplier clock;
  private List<Long> plan = List.of();
  private int steps;
  private long stepStart;
  private long doneBefore;
  private String part = "";
  private long partStart;

  /**
   * Progress on a line.
   *
   * @param clock milliseconds that pass
   */
  public RunProgress(ProgressLine line, LongSupplier clock) {
    this.line = line;
    this.clock = clock;
    this.stepStart = clock.getAsLong();
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.DataChecked checked) {
      String what = "checking " + checked.part().toLowerCase(Locale.ROOT);
      line.show(images(what, checked.done(), checked.total()));
    } else if (event instanceof RunEvent.ImagesWritten written) {
      line.show(images("writing", written.done(), written.total()));
    } else if (event instanceof RunEvent.WeightsLoaded loaded) {
      line.keep("weights of " + loaded.file().getFileName());
      loaded.report().forEach(text -> line.keep("  " + text));
    } else if (event instanceof RunEvent.RunStarted started) {
      plan = started.iterations();
    } else if (event instanceof RunEvent.Remark remark) {
      line.keep(remark.text());
    } else if (event instanceof RunEvent.MemoryCandidates looked) {
      line.show(looking(looked.step(), "choosing a memory", looked.done(), looked.total()));
    } else if (event instanceof RunEvent.Gathered looked) {
      line.show(looking(looked.step(), "looking at all images", looked.done(), looked.total()));
    } else if (event instanceof RunEvent.MemoryChosen chosen) {
      line.keep(chosen(chosen));
    } else if (event instanceof RunEvent.StepStarted started) {
      start(started);
    } else if (event instanceof RunEvent.IterationDone done) {
      line.show(iteration(done));
    } else if (event instanceof RunEvent.Evaluated scored) {
      line.show(
          String.format(
              Locale.ROOT,
              "%s scoring %s %d/%d",
              name(scored.step()),
              ProgressLine.bar(scored.batches(), scored.totalBatches(), BAR),
              scored.batches(),
              scored.totalBatches()));
    } else if (event instanceof RunEvent.StepFinished finished) {
      line.keep(finished(finished.result()));
    }
  }

  private String looking(int step, String why, int done, int total) {
    return String.format(
        Locale.ROOT,
        "%s %s %s %d/%d",
        name(step),
        why,
        ProgressLine.bar(done, total, BAR),
        done,
        total);
  }

  private String images(String what, int done, int total) {
    if (!what.equals(part)) {
      part = what;
      partStart = clock.getAsLong();
    }
    double pace = (clock.getAsLong() - partStart) * 1e-9 / done;
    return String.format(
        Locale.ROOT,
        "%s images %s %d/%d  ETA %s",
        what,
        ProgressLine.bar(done, total, BAR),
        done,
        total,
        ProgressLine.clock(pace * (total - done)));
  }

  private String chosen(RunEvent.MemoryChosen chosen) {
    int images = chosen.images().size();
    long classes = chosen.images().stream().map(MemoryImage::drawnFor).distinct().count();
    return String.format(
        Locale.ROOT,
        "%s: replays %d image%s of %d old class%s%s",
        name(chosen.step()),
        images,
        images == 1 ? "" : "s",
        classes,
        classes == 1 ? "" : "es",
        images < chosen.wanted() ? "; there are no more" : "");
  }

  private void start(RunEvent.StepStarted started) {
    steps = started.steps();
    stepStart = clock.getAsLong();
    doneBefore = started.done();
    line.keep(
        String.format(
            Locale.ROOT,
            "%s: %d new class%s, %d training images, %d iterations%s",
            name(started.step().index()),
            started.step().newClasses().size(),
            started.step().newClasses().size() == 1 ? "" : "es",
            started.trainImages(),
            started.iterations(),
            doneBefore == 0 ? "" : ", " + doneBefore + " of them done"));
  }

  private String iteration(RunEvent.IterationDone done) {
    double pace = seconds() / (done.iteration() - doneBefore);
    long left = done.iterations() - done.iteration();
    long later = plan.stream().skip(done.step() + 1L).mapToLong(Long::longValue).sum();
    return String.format(
        Locale.ROOT,
        "%s %s %d/%d  loss %.4f  %.2f s/it  ETA %s, run %s",
        name(done.step()),
        ProgressLine.bar(done.iteration(), done.iterations(), BAR),
        done.iteration(),
        done.iterations(),
        done.total(),
        pace,
        ProgressLine.clock(pace * left),
        ProgressLine.clock(pace * (left + later)));
  }

  private String finished(StepResult result) {
    Scores scores = result.scores();
    return String.format(
        Locale.ROOT,
        "%s done in %s: mIoU base %s, novel %s, all %s",
        name(result.step()),
        ProgressLine.clock(seconds()),
        Percent.of(scores.base()),
        Percent.of(scores.novel()),
        Percent.of(scores.all()));
  }

  /** The step and, in training, how far the run has come with it. */
  private String name(int step) {
    return steps == 0 ? "step " + step : "step " + step + " (" + (step + 1) + "/" + steps + ")";
  }

  private double seconds() {
    return (clock.getAsLong() - stepStart) * 1e-9;
  }
}
