// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.metric.ImageIou;
import org.ciss4j.report.section.Exhibits;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.train.Examples;
import org.ciss4j.train.Experiment;
import org.ciss4j.train.Predictor;
import org.ciss4j.train.RunClasses;

/** What the networks of runs say of some images, for their report. */
final class RunPictures {
  /** More columns than this nobody compares. */
  private static final int MOST_STEPS = 6;

  private static final int MOST_CLASSES = 3;

  /** So many images are labelled to find the worst of them. */
  private static final int LOOKED_AT = 24;

  /**
   * A run whose networks are asked.
   *
   * @param label what the report calls it
   * @param last its last step that is done
   * @param joint whether it learns all classes in its first step
   */
  private record Asked(RunDirectory directory, String label, int last, boolean joint) {}

  /** A network to be asked, and what its column is called. */
  private record Column(RunDirectory run, int step, String title) {}

  /**
   * An image and what networks said of it.
   *
   * @param iou sum over the networks; NaN if all of the truth is void
   */
  private record Judged(String id, List<byte[]> said, double iou) {
    Judged with(LabeledImage image, byte[] labels) {
      List<byte[]> all = new ArrayList<>(said);
      all.add(labels);
      return new Judged(id, all, iou + ImageIou.of(image.label(), labels));
    }
  }

  private final Scenario scenario;
  private final List<Asked> runs;

  /** The last step whose classes all runs know. */
  private final int seen;

  private final Examples examples;
  private final List<LabeledImage> images;

  private RunPictures(List<RunDirectory> directories, List<String> labels, int count) {
    RunConfig config = directories.get(0).config();
    this.scenario = Experiment.of(config).scenario();
    RunClasses.require(directories.get(0), config, scenario.labelSpace());
    this.runs =
        IntStream.range(0, directories.size())
            .mapToObj(i -> asked(directories.get(i), labels.get(i)))
            .toList();
    this.seen =
        runs.stream()
            .mapToInt(run -> run.joint() ? scenario.stepCount() - 1 : run.last())
            .min()
            .orElseThrow();
    this.examples = new Examples(config, seen);
    this.images = examples.choose(count);
  }

  private Asked asked(RunDirectory directory, String label) {
    List<StepResult> steps = directory.result().steps();
    boolean joint = steps.get(0).newClasses().size() == scenario.classOrder().size();
    return new Asked(directory, label, steps.size() - 1, joint);
  }

  /**
   * Has images labelled by the networks of the last steps, or of a single run by those of all
   * steps.
   *
   * @param labels what the report calls the runs
   * @param count number of images at most
   * @throws org.ciss4j.common.CissException if the data of the first run is not there
   */
  static Exhibits of(List<RunDirectory> runs, List<String> labels, int count) {
    return new RunPictures(runs, labels, count).exhibits();
  }

  private Exhibits exhibits() {
    List<Column> columns = runs.size() == 1 ? steps(runs.get(0)) : lastSteps();
    List<List<byte[]>> predictions =
        columns.stream().map(column -> labels(column, images)).toList();
    List<Exhibits.Labelled> labelled =
        IntStream.range(0, images.size())
            .mapToObj(
                i ->
                    new Exhibits.Labelled(
                        images.get(i), predictions.stream().map(list -> list.get(i)).toList()))
            .toList();
    return new Exhibits(
        scenario.labelSpace(),
        worst(),
        columns.stream().map(Column::title).toList(),
        labelled,
        runs.stream().map(Asked::label).toList(),
        activations());
  }

  private List<Column> lastSteps() {
    return runs.stream().map(run -> new Column(run.directory(), run.last(), run.label())).toList();
  }

  /** All, or some of many with the first and the last. */
  private static List<Column> steps(Asked run) {
    int shown = Math.min(MOST_STEPS, run.last() + 1);
    return IntStream.range(0, shown)
        .map(i -> shown == 1 ? 0 : (int) Math.round((double) i * run.last() / (shown - 1)))
        .mapToObj(step -> new Column(run.directory(), step, "step " + step))
        .toList();
  }

  /**
   * As many as are shown otherwise. Images are read one by one, as many may not fit into memory;
   * what is said of them is kept, a byte for each pixel and run.
   */
  private List<Exhibits.Worst> worst() {
    List<Judged> judged =
        examples.spread(LOOKED_AT).stream().map(id -> new Judged(id, List.of(), 0)).toList();
    for (Column column : lastSteps()) {
      judged = judged(judged, column);
    }
    int of = judged.size();
    List<Judged> worst =
        judged.stream()
            .sorted(Comparator.comparingDouble(Judged::iou))
            .limit(images.size())
            .toList();
    List<LabeledImage> shown = examples.read(worst.stream().map(Judged::id).toList());
    return IntStream.range(0, shown.size())
        .mapToObj(
            i ->
                new Exhibits.Worst(
                    new Exhibits.Labelled(shown.get(i), worst.get(i).said()),
                    worst.get(i).iou() / runs.size(),
                    of))
        .toList();
  }

  /** Those that are scored at all: not all void. */
  private List<Judged> judged(List<Judged> before, Column column) {
    List<Judged> judged = new ArrayList<>();
    try (Predictor predictor = Predictor.load(column.run(), column.step())) {
      for (Judged one : before) {
        LabeledImage image = examples.read(List.of(one.id())).get(0);
        Judged more = one.with(image, predictor.labels(image.photo()));
        if (!Double.isNaN(more.iou())) {
          judged.add(more);
        }
      }
    }
    return judged;
  }

  private static List<byte[]> labels(Column column, List<LabeledImage> images) {
    try (Predictor predictor = Predictor.load(column.run(), column.step())) {
      return images.stream().map(image -> predictor.labels(image.photo())).toList();
    }
  }

  /** Of the first novel classes that all runs have learnt. */
  private List<Exhibits.Activation> activations() {
    List<Exhibits.Activation> activations = new ArrayList<>();
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
    for (Asked run : runs) {
      try (Predictor predictor = Predictor.load(run.directory(), run.joint() ? 0 : step.index())) {
        maps.add(predictor.probabilities(image.photo(), id));
      }
    }
    return new Exhibits.Activation(id, image, maps);
  }
}
