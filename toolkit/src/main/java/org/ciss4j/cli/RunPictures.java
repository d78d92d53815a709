// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Photo;
import org.ciss4j.report.Exhibits;
import org.ciss4j.report.Reports;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.train.Examples;
import org.ciss4j.train.Experiment;
import org.ciss4j.train.Predictor;

/** What the networks of runs say of some images, for their report. */
final class RunPictures {
  /** More columns than this nobody compares. */
  private static final int MOST_STEPS = 6;

  private static final int MOST_CLASSES = 3;

  /** A network to be asked, and what its column is called. */
  private record Column(RunDirectory run, int step, String title) {}

  private final List<RunDirectory> runs;
  private final List<String> labels;
  private final Scenario scenario;
  private final List<LabeledImage> images;

  private RunPictures(List<RunDirectory> runs, int count) {
    this.runs = runs;
    this.labels = Reports.labels(runs);
    this.scenario = Experiment.of(runs.get(0).config()).scenario();
    int seen = runs.stream().mapToInt(this::seenStep).min().orElseThrow();
    this.images = new Examples(runs.get(0).config(), seen).choose(count);
  }

  /**
   * Has images labelled by the networks of the last steps, or of a single run by those of all
   * steps.
   *
   * @param count number of images at most
   * @throws org.ciss4j.scenario.CissException if the data of the first run is not there
   */
  static Exhibits of(List<RunDirectory> runs, int count) {
    return new RunPictures(runs, count).exhibits();
  }

  /** The last step whose classes a run knows. */
  private int seenStep(RunDirectory run) {
    return isJoint(run) ? scenario.stepCount() - 1 : lastStep(run);
  }

  private boolean isJoint(RunDirectory run) {
    return run.result().steps().get(0).newClasses().size() == scenario.classOrder().size();
  }

  private static int lastStep(RunDirectory run) {
    return run.result().steps().size() - 1;
  }

  private Exhibits exhibits() {
    LabelSpace labelSpace = scenario.labelSpace();
    List<Column> columns = runs.size() == 1 ? steps(runs.get(0)) : lastSteps();
    List<List<byte[]>> predictions = columns.stream().map(this::labels).toList();
    List<Exhibits.Labelled> labelled =
        IntStream.range(0, images.size())
            .mapToObj(
                i ->
                    new Exhibits.Labelled(
                        images.get(i), predictions.stream().map(list -> list.get(i)).toList()))
            .toList();
    return new Exhibits(
        labelSpace, columns.stream().map(Column::title).toList(), labelled, labels, activations());
  }

  private List<Column> lastSteps() {
    return IntStream.range(0, runs.size())
        .mapToObj(i -> new Column(runs.get(i), lastStep(runs.get(i)), labels.get(i)))
        .toList();
  }

  /** All, or some of many with the first and the last. */
  private static List<Column> steps(RunDirectory run) {
    int last = lastStep(run);
    int shown = Math.min(MOST_STEPS, last + 1);
    return IntStream.range(0, shown)
        .map(i -> shown == 1 ? 0 : (int) Math.round((double) i * last / (shown - 1)))
        .mapToObj(step -> new Column(run, step, "step " + step))
        .toList();
  }

  private List<byte[]> labels(Column column) {
    try (Predictor predictor = Predictor.load(column.run(), column.step())) {
      return images.stream().map(image -> predictor.labels(photo(image))).toList();
    }
  }

  private static Photo photo(LabeledImage image) {
    return new Photo(image.id(), image.width(), image.height(), image.rgb());
  }

  /** Of the first novel classes that all runs have learnt. */
  private List<Exhibits.Activation> activations() {
    List<Exhibits.Activation> activations = new ArrayList<>();
    int seen = runs.stream().mapToInt(this::seenStep).min().orElseThrow();
    for (Step step : scenario.steps().subList(1, seen + 1)) {
      for (int id : step.newClasses()) {
        Optional<LabeledImage> image = images.stream().filter(i -> shows(i, id)).findFirst();
        if (image.isPresent() && activations.size() < MOST_CLASSES) {
          activations.add(activation(id, step, image.get()));
        }
      }
    }
    return activations;
  }

  private static boolean shows(LabeledImage image, int id) {
    for (byte label : image.label()) {
      if (Byte.toUnsignedInt(label) == id) {
        return true;
      }
    }
    return false;
  }

  private Exhibits.Activation activation(int id, Step step, LabeledImage image) {
    List<float[]> maps = new ArrayList<>();
    for (RunDirectory run : runs) {
      try (Predictor predictor = Predictor.load(run, isJoint(run) ? 0 : step.index())) {
        maps.add(predictor.probabilities(photo(image), id));
      }
    }
    return new Exhibits.Activation(id, image, maps);
  }
}
