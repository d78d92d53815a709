// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the steps of a run come from that it has not trained itself: an extended run begins with
 * the steps of another, each as it was learnt then, and trains one more on data of its own.
 *
 * @param from folder of the run that it begins with, as it was called then; empty for none
 * @param background what id 0 is called
 * @param steps the steps that were there, in order; empty for a run that trains all its steps
 * @param newClasses names of the classes of the step that is trained, in order
 * @param forgotten steps whose data was taken out of the model again
 * @param testFolder folder of labelled images that all steps are scored on; empty for the test
 *     images of the run's own data
 * @param oldFolders folders of labelled images of old classes, where the method needs some; empty
 *     for those that the other run was trained on
 * @param ownAnswers whether what the network said of the new images stands for them
 */
public record Lineage(
    String from,
    String background,
    List<Learnt> steps,
    List<String> newClasses,
    List<Learnt> forgotten,
    String testFolder,
    List<String> oldFolders,
    boolean ownAnswers) {

  /**
   * A step that was learnt in another run.
   *
   * @param run folder of that run, as it was called then
   * @param dataset name of the data set
   * @param data its folder; empty for none
   * @param joined further folders, whose images are joined with those of the first; mostly empty
   * @param dataFingerprint by which the data is known again
   * @param classes names of the classes it learnt, in order
   * @param images number of images it was learnt from
   * @param method how
   * @param model SHA-256 of its network
   */
  public record Learnt(
      String run,
      String dataset,
      String data,
      List<String> joined,
      String dataFingerprint,
      List<String> classes,
      int images,
      MethodConfig method,
      String model) {
    /** Copies the lists. */
    public Learnt {
      joined = List.copyOf(joined);
      classes = List.copyOf(classes);
    }

    /** All folders of the data; none where it has none. */
    public List<String> folders() {
      return data.isEmpty() ? List.of() : Stream.concat(Stream.of(data), joined.stream()).toList();
    }
  }

  /** Copies the lists. */
  public Lineage {
    forgotten = List.copyOf(forgotten);
    oldFolders = List.copyOf(oldFolders);
    steps = List.copyOf(steps);
    newClasses = List.copyOf(newClasses);
  }

  /** Of a run that trains all its steps. */
  public static Lineage none() {
    return new Lineage("", "", List.of(), List.of(), List.of(), "", List.of(), false);
  }

  /** The same steps without one, whose data is forgotten, and none of the run's own. */
  public Lineage without(int step, List<Learnt> all, String run) {
    List<Learnt> rest = new ArrayList<>(all);
    List<Learnt> gone = new ArrayList<>(forgotten);
    gone.add(rest.remove(step));
    return new Lineage(run, background, rest, List.of(), gone, testFolder, List.of(), false);
  }

  /** Of a run that trained all its steps, of whose data some was forgotten. */
  public Lineage withForgotten(Learnt step, String run) {
    List<Learnt> gone = new ArrayList<>(forgotten);
    gone.add(step);
    return new Lineage(
        run, background, steps, newClasses, gone, testFolder, oldFolders, ownAnswers);
  }

  /** Whether there are steps that were learnt in another run. */
  public boolean extendsAnother() {
    return !steps.isEmpty();
  }

  /** Number of steps that were learnt in another run; those after it are the run's own. */
  public int learnt() {
    return steps.size();
  }

  /** Names by channel: background, then all classes in the order in which they were learnt. */
  public List<String> classNames() {
    return Stream.concat(
            Stream.of(background),
            Stream.concat(
                steps.stream().flatMap(step -> step.classes().stream()), newClasses.stream()))
        .toList();
  }

  /** Number of classes of each step. */
  public List<Integer> stepSizes() {
    Stream<Integer> own = newClasses.isEmpty() ? Stream.of() : Stream.of(newClasses.size());
    return Stream.concat(steps.stream().map(step -> step.classes().size()), own).toList();
  }
}
