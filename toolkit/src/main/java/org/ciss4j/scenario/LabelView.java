// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.ciss4j.common.CissException;

/**
 * How a step sees the labels of a data set: the one place where the meaning of a label lives.
 *
 * <p>A <em>channel</em> is the 1-based position of a class in the class order of the scenario; 0 is
 * the background and 255 is void, as in the data set. A network that has seen n classes has
 * channels 1 to n, whatever their ids are, so losses and metrics work in channels alone.
 *
 * <p>Classes of the data set that the scenario leaves out are background, to training and to
 * scores; where there is no background, their pixels are left out of scores.
 *
 * @param scenario the scenario, for its class order
 * @param step one of its steps
 * @param setting which images training may use, and which of their pixels are labelled
 * @param voidPixels what training makes of void
 */
public record LabelView(Scenario scenario, Step step, Setting setting, VoidPixels voidPixels) {
  private static final int LABELS = 256;

  /**
   * Checks that the step belongs to the scenario.
   *
   * @throws CissException if the step is not of this scenario
   */
  public LabelView {
    if (!scenario.get(step.index()).equals(step)) {
      throw CissException.usage(
          "step %d is not of scenario %s; take it from the scenario",
          step.index(), scenario.name());
    }
  }

  /** The overlapped setting with void as background. */
  public LabelView(Scenario scenario, Step step) {
    this(scenario, step, Setting.OVERLAPPED, VoidPixels.BACKGROUND);
  }

  /**
   * The channel of a data set id: 1-based for classes, 0 for background, 255 for void.
   *
   * @throws CissException if the id is neither a class nor void
   */
  public int channelOf(int datasetId) {
    if (datasetId == LabelSpace.BACKGROUND || datasetId == LabelSpace.VOID) {
      return datasetId;
    }
    int position = scenario.classOrder().indexOf(datasetId);
    if (position < 0) {
      throw CissException.usage(
          "%s has no class %d; its classes are %s",
          scenario.labelSpace().name(), datasetId, named(scenario.classOrder()));
    }
    return position + 1;
  }

  private static String named(List<Integer> classes) {
    List<Integer> sorted = classes.stream().sorted().toList();
    boolean all = sorted.get(sorted.size() - 1) == sorted.size();
    return all ? "1 to " + sorted.size() : sorted.toString();
  }

  /**
   * The data set id of a channel; the inverse of {@link #channelOf}.
   *
   * @throws CissException if there is no such channel
   */
  public int classAt(int channel) {
    if (channel == LabelSpace.BACKGROUND || channel == LabelSpace.VOID) {
      return channel;
    }
    List<Integer> order = scenario.classOrder();
    if (channel < 0 || channel > order.size()) {
      throw CissException.usage(
          "there is no channel %d; channels of classes are 1 to %d", channel, order.size());
    }
    return order.get(channel - 1);
  }

  /**
   * The classes that are labelled in this step's images: the new ones, and in the sequential and
   * labelled settings the old ones too.
   */
  public List<Integer> labelledClasses() {
    return switch (setting) {
      case SEQUENTIAL, LABELLED -> step.seenClasses();
      case DISJOINT, OVERLAPPED, PARTITIONED -> step.newClasses();
    };
  }

  /**
   * What training may know, as a table of 256 entries from data set id to channel: a {@linkplain
   * #labelledClasses labelled class} keeps its channel; void becomes 0 or stays 255; all else is 0,
   * unknown.
   */
  public byte[] trainingTable() {
    return trainingTable(labelledClasses());
  }

  /**
   * What training is told of an image of this step: its labels with all classes that are not
   * labelled as background.
   *
   * @param labels unsigned bytes: data set ids
   * @return unsigned bytes: data set ids
   */
  public byte[] told(byte[] labels) {
    byte[] table = trainingTable();
    byte[] told = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      told[i] = (byte) classAt(Byte.toUnsignedInt(table[Byte.toUnsignedInt(labels[i])]));
    }
    return told;
  }

  /** The same for an image in which these classes are labelled. */
  public byte[] trainingTable(Collection<Integer> labelledClasses) {
    byte[] table = table(labelledClasses);
    if (voidPixels == VoidPixels.BACKGROUND) {
      table[LabelSpace.VOID] = LabelSpace.BACKGROUND;
    }
    return table;
  }

  /**
   * What is scored, as a table of 256 entries from data set id to channel: seen classes keep their
   * channel, void stays 255, background stays 0, and future classes become the given label. Classes
   * that the scenario leaves out become 0, or 255 where the data set has no background.
   *
   * @param futureLabel 0 to count future classes as background (VOC), 255 to leave their pixels out
   *     (ADE20K)
   * @throws CissException if the label is neither 0 nor 255
   */
  public byte[] evaluationTable(int futureLabel) {
    if (futureLabel != LabelSpace.BACKGROUND && futureLabel != LabelSpace.VOID) {
      throw CissException.usage(
          "future classes are scored as 0 (background) or 255 (left out), not as %d", futureLabel);
    }
    byte[] table = table(step.seenClasses());
    if (!scenario.labelSpace().hasBackground()) {
      leftOut().forEach(id -> table[id] = (byte) LabelSpace.VOID);
    }
    step.futureClasses().forEach(id -> table[id] = (byte) futureLabel);
    return table;
  }

  private List<Integer> leftOut() {
    return scenario.labelSpace().foreground().stream()
        .filter(id -> !scenario.classOrder().contains(id))
        .toList();
  }

  /** Void and the kept classes as themselves, all else as background. */
  private byte[] table(Collection<Integer> kept) {
    byte[] table = new byte[LABELS];
    table[LabelSpace.VOID] = (byte) LabelSpace.VOID;
    kept.forEach(id -> table[id] = (byte) channelOf(id));
    return table;
  }

  /**
   * Whether a training image belongs to this step: it must show a new class, or in the labelled
   * setting an old one, and, in the disjoint and sequential settings, no future class.
   *
   * @param classesInImage data set ids that occur in its label, 0 and 255 left out or not; in the
   *     partitioned setting the one class that the image is drawn for
   */
  public boolean selectsForTraining(Set<Integer> classesInImage) {
    List<Integer> wanted = setting == Setting.LABELLED ? step.seenClasses() : step.newClasses();
    return !Collections.disjoint(classesInImage, wanted)
        && (allowsFutureClasses() || Collections.disjoint(classesInImage, step.futureClasses()));
  }

  private boolean allowsFutureClasses() {
    return setting != Setting.DISJOINT && setting != Setting.SEQUENTIAL;
  }

  /**
   * Whether a test image is scored at this step: it must show a seen class. The test set thus grows
   * from step to step.
   *
   * @param labelsInImage data set ids that occur in its label; 0 and 255 may be left out
   */
  public boolean selectsForTest(Set<Integer> labelsInImage) {
    return !Collections.disjoint(labelsInImage, step.seenClasses());
  }
}
