// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import org.ciss4j.data.Batch;
import org.ciss4j.data.Photo;
import org.ciss4j.method.Method;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.LabelView;

/** Labels photographs with the network of a step of a run; needs nothing but the run directory. */
public final class Predictor implements AutoCloseable {

  private final Evaluator evaluator;
  private final LabelView view;

  private Predictor(Evaluator evaluator, LabelView view) {
    this.evaluator = evaluator;
    this.view = view;
  }

  /**
   * The network of a step that is done.
   *
   * @throws CissException of kind usage if the run has no such step
   */
  public static Predictor load(RunDirectory directory, int step) {
    return of(TrainedStep.load(directory, step));
  }

  /**
   * The same for a run of a method of one's own.
   *
   * @throws CissException of kind usage also if the run was trained with another method
   */
  public static Predictor load(RunDirectory directory, int step, Method method) {
    return of(TrainedStep.load(directory, step, method));
  }

  private static Predictor of(TrainedStep trained) {
    Evaluator evaluator =
        new Evaluator(
            trained.network(), trained.layout(), trained.parameters(), trained.decision());
    return new Predictor(evaluator, trained.view());
  }

  /** The classes that labels refer to. */
  public LabelSpace labelSpace() {
    return view.scenario().labelSpace();
  }

  /** How many pixels a photograph may have at most: {@link Evaluator#maxPixels}. */
  public long maxPixels() {
    return evaluator.maxPixels();
  }

  /**
   * Labels every pixel of a photograph at its own size.
   *
   * @return unsigned bytes {@code [height, width]}: data set ids, 0 for background
   */
  public byte[] labels(Photo photo) {
    try (Batch batch = photo.toBatch()) {
      int[] channels = evaluator.labels(batch.image());
      byte[] labels = new byte[channels.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) view.classAt(channels[i]);
      }
      return labels;
    }
  }

  /**
   * How probable a class is at every pixel of a photograph at its own size.
   *
   * @param id data set id of a class that the network has learnt
   * @return {@code [height, width]}: by the rule of the method
   */
  public float[] probabilities(Photo photo, int id) {
    try (Batch batch = photo.toBatch()) {
      return evaluator.probabilities(batch.image(), view.channelOf(id));
    }
  }

  /**
   * What the logits of a photograph are made of: what speaks for each class, and what against it.
   */
  public ReasoningScores reasoningScores(Photo photo) {
    try (Batch batch = photo.toBatch()) {
      return evaluator.reasoningScores(batch.image(), view);
    }
  }

  /** Frees what the network keeps from one photograph to the next. */
  @Override
  public void close() {
    evaluator.close();
  }
}
