// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tensorboard;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.ciss4j.common.CissException;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.report.page.Pictures;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.StepResult;
import org.ciss4j.train.Examples;
import org.ciss4j.train.Predictor;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.protobuf.ByteString;
import org.tensorflow.framework.Summary;

/**
 * Writes what happens in a run for TensorBoard, into the run's folder {@value #FOLDER}: of each
 * iteration losses, learning rate and times, counted over all steps; of each step its scores and
 * some images with truth and prediction, counted in steps. A run that goes on begins a further
 * file. What cannot be written is remarked once, and does not stop the run.
 */
public final class TensorBoardLog implements RunListener, AutoCloseable {
  /** Name of the folder within that of the run. */
  public static final String FOLDER = "tensorboard";

  private static final int EXAMPLES = 4;
  private static final int RGB = 3;

  private final Path run;
  private final RunListener told;
  private List<Long> iterations = List.of();
  private @Nullable EventFile file;
  private boolean failed;

  /** Work that may fail. */
  private interface Work {
    void on(EventFile open) throws IOException;
  }

  /**
   * A log that writes nothing before the run has begun.
   *
   * @param run folder of the run
   * @param told of everything too, and of a failure
   */
  public TensorBoardLog(Path run, RunListener told) {
    this.run = run;
    this.told = told;
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunStarted started) {
      iterations = started.iterations();
    } else if (event instanceof RunEvent.StepStarted started && started.done() > 0) {
      long done = before(started.step().index()) + started.done();
      write(open -> open.startAt(done + 1));
    } else if (event instanceof RunEvent.IterationDone done) {
      write(open -> open.add(before(done.step()) + done.iteration(), values(done)));
    } else if (event instanceof RunEvent.StepFinished finished) {
      write(open -> addScores(open, finished.result()));
      write(open -> addPictures(open, finished.result().step()));
    }
    told.on(event);
  }

  /** Iterations of all steps before one. */
  private long before(int step) {
    return iterations.stream().limit(step).mapToLong(Long::longValue).sum();
  }

  private void write(Work work) {
    if (failed) {
      return;
    }
    try {
      EventFile open = file;
      if (open == null) {
        open = EventFile.begunIn(run.resolve(FOLDER));
        file = open;
      }
      work.on(open);
    } catch (IOException | CissException e) {
      failed = true;
      told.on(
          new RunEvent.Remark(
              "nothing more is written for TensorBoard: " + e.getMessage() + "; training goes on"));
    }
  }

  private static Summary values(RunEvent.IterationDone done) {
    Summary.Builder values = Summary.newBuilder();
    add(values, "loss/total", done.total());
    done.terms().forEach((name, value) -> add(values, "loss/" + name, value));
    add(values, "rate/backbone", done.rate());
    add(values, "seconds/iteration", done.seconds());
    add(values, "seconds/waited", done.waited());
    return values.build();
  }

  private void addScores(EventFile open, StepResult result) throws IOException {
    Summary.Builder values = Summary.newBuilder();
    add(values, "score/base", result.scores().base());
    add(values, "score/novel", result.scores().novel());
    add(values, "score/all", result.scores().all());
    add(values, "score/harmonic", result.scores().hIoU());
    List<String> names = RunDirectory.open(run).classNames();
    List<Double> iou = result.scores().iou();
    for (int channel = 0; channel < iou.size(); channel++) {
      add(values, "iou/" + names.get(channel), iou.get(channel));
    }
    open.add(result.step(), values.build());
  }

  /** What has no value has no point. */
  private static void add(Summary.Builder values, String tag, double value) {
    if (!Double.isNaN(value)) {
      values.addValue(Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value));
    }
  }

  private void addPictures(EventFile open, int step) throws IOException {
    RunDirectory directory = RunDirectory.open(run);
    List<LabeledImage> images = new Examples(directory.config(), step).choose(EXAMPLES);
    try (Predictor predictor = Predictor.load(directory, step)) {
      for (int i = 0; i < images.size(); i++) {
        LabeledImage image = images.get(i);
        Map<String, BufferedImage> row = new LinkedHashMap<>();
        row.put("image", Pictures.photo(image));
        row.put("truth", Pictures.labels(image));
        byte[] labels = predictor.labels(image.photo());
        row.put("prediction", Pictures.labels(image.width(), image.height(), labels));
        open.add(step, picture("examples/" + (i + 1), Pictures.row(row)));
      }
    }
  }

  private static Summary picture(String tag, BufferedImage picture) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);
    Summary.Image image =
        Summary.Image.newBuilder()
            .setWidth(picture.getWidth())
            .setHeight(picture.getHeight())
            .setColorspace(RGB)
            .setEncodedImageString(ByteString.copyFrom(png.toByteArray()))
            .build();
    return Summary.newBuilder()
        .addValue(Summary.Value.newBuilder().setTag(tag).setImage(image))
        .build();
  }

  @Override
  public void close() {
    EventFile open = file;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        told.on(new RunEvent.Remark("the file for TensorBoard: " + e.getMessage()));
      }
    }
  }
}
