// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.List;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.scenario.LabelSpace;

/**
 * What networks make of some images, for a report to show. Made where networks can be run; a report
 * alone cannot.
 *
 * @param labels names of the classes by data set id
 * @param columns who labelled the images: a run, or a run after a step
 * @param worst of some images those that are labelled worst by the last step, the worst first
 * @param labelled images with their predictions, as Figure 4 of DKD's paper shows them
 * @param mapColumns whose activations are shown
 * @param activations of novel classes, as in Figure 6 of the paper
 */
public record Exhibits(
    LabelSpace labels,
    List<Worst> worst,
    List<String> columns,
    List<Labelled> labelled,
    List<String> mapColumns,
    List<Activation> activations) {

  /** Copies the lists. */
  public Exhibits {
    worst = List.copyOf(worst);
    columns = List.copyOf(columns);
    labelled = List.copyOf(labelled);
    mapColumns = List.copyOf(mapColumns);
    activations = List.copyOf(activations);
  }

  /** Without the worst images. */
  public Exhibits(
      LabelSpace labels,
      List<String> columns,
      List<Labelled> labelled,
      List<String> mapColumns,
      List<Activation> activations) {
    this(labels, List.of(), columns, labelled, mapColumns, activations);
  }

  /** Nothing to show. */
  public static Exhibits none() {
    return new Exhibits(LabelSpace.pascalVoc(), List.of(), List.of(), List.of(), List.of());
  }

  /**
   * An image and its predictions.
   *
   * @param predictions by column, unsigned bytes {@code [height, width]}: data set ids
   */
  public record Labelled(LabeledImage image, List<byte[]> predictions) {
    /** Copies the list. */
    public Labelled {
      predictions = List.copyOf(predictions);
    }
  }

  /**
   * An image that is labelled badly.
   *
   * @param shown with its predictions by {@link #mapColumns}: of each run, after its last step
   * @param iou mean IoU of the classes in it, and of the runs; 0 to 1
   * @param of how many images it is one of the worst
   */
  public record Worst(Labelled shown, double iou, int of) {}

  /**
   * An image and how probable a class is at its pixels.
   *
   * @param classId data set id of the class
   * @param maps by column, {@code [height, width]} in 0 to 1
   */
  public record Activation(int classId, LabeledImage image, List<float[]> maps) {
    /** Copies the list. */
    public Activation {
      maps = List.copyOf(maps);
    }
  }
}
