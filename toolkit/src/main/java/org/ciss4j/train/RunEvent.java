// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ciss4j.result.MemoryImage;
import org.ciss4j.result.StepResult;
import org.ciss4j.scenario.Step;

/** Something that happened in a run. */
public sealed interface RunEvent {

  /** Files of the data set were looked at before training. */
  record DataChecked(String part, int done, int total) implements RunEvent {}

  /** Images were written into a folder that is made of a data set. */
  record ImagesWritten(int done, int total) implements RunEvent {}

  /**
   * The network has the weights of a file.
   *
   * @param report what matched, what was left over and what was missing, in a line each
   */
  record WeightsLoaded(Path file, List<String> report) implements RunEvent {
    /** Copies the list. */
    public WeightsLoaded {
      report = List.copyOf(report);
    }
  }

  /**
   * The data is sound and training begins.
   *
   * @param iterations number of iterations of each step; of a step that replays images fewer, if
   *     there are not as many as wanted
   */
  record RunStarted(List<Long> iterations) implements RunEvent {
    /** Copies the list. */
    public RunStarted {
      iterations = List.copyOf(iterations);
    }
  }

  /** Something that the person who watches should know, such as a damaged checkpoint. */
  record Remark(String text) implements RunEvent {}

  /** The teacher looks at the images of a step before it is trained, for what their labels lack. */
  record Gathered(int step, int done, int total) implements RunEvent {}

  /** Images are looked at to choose from them what the next step replays. */
  record MemoryCandidates(int step, int done, int total) implements RunEvent {}

  /**
   * The images that a step replays are chosen.
   *
   * @param wanted how many there were to be
   */
  record MemoryChosen(int step, List<MemoryImage> images, int wanted) implements RunEvent {
    /** Copies the list. */
    public MemoryChosen {
      images = List.copyOf(images);
    }
  }

  /**
   * A step begins, or goes on.
   *
   * @param trainImages number of images that it learns from, without those that are kept back
   * @param steps number of steps of the run
   * @param done number of iterations that were done before the run was interrupted; 0 at the
   *     beginning of a step
   * @param iterations number of iterations of this step
   */
  record StepStarted(
      Step step, int steps, int trainImages, int testImages, long done, long iterations)
      implements RunEvent {}

  /**
   * An iteration is done.
   *
   * @param iteration number of iterations done in this step, from 1
   * @param total the objective
   * @param terms its terms by name, before their weights
   * @param rate learning rate of the backbone
   * @param seconds that it took
   * @param waited how many of them passed until its images were there
   */
  record IterationDone(
      int step,
      long iteration,
      long iterations,
      double total,
      Map<String, Double> terms,
      double rate,
      double seconds,
      double waited)
      implements RunEvent {}

  /**
   * The state of training is on disk.
   *
   * @param iterations number of iterations done in this step
   */
  record CheckpointSaved(int step, long iterations) implements RunEvent {}

  /** The run ends before it is finished, because that was asked for; it can be resumed. */
  record RunStopped(Path run) implements RunEvent {}

  /** Some test batches are scored. */
  record Evaluated(int step, int batches, int totalBatches) implements RunEvent {}

  /** A step is done and its results are on disk. */
  record StepFinished(StepResult result) implements RunEvent {}
}
