// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train.grow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Progress;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.batch.CandidateBatches;
import org.ciss4j.data.batch.Crop;
import org.ciss4j.data.batch.ImagePipeline;
import org.ciss4j.data.set.MatchedDataset;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepData;
import org.ciss4j.learn.TakeOver;
import org.ciss4j.method.Before;
import org.ciss4j.result.OutputFolder;
import org.ciss4j.result.RunCopy;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StartingWeights;
import org.ciss4j.result.config.Lineage;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;
import org.ciss4j.scenario.VoidPixels;
import org.ciss4j.train.Checkpoints;
import org.ciss4j.train.Experiment;
import org.ciss4j.train.Fit;
import org.ciss4j.train.FolderScores;
import org.ciss4j.train.MethodConfigs;
import org.ciss4j.train.Provenances;
import org.ciss4j.train.RunControl;
import org.ciss4j.train.RunEvent;
import org.ciss4j.train.RunListener;
import org.ciss4j.train.ScenarioRunner;
import org.ciss4j.train.evaluate.Evaluator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Goes on from a finished run with classes that nobody knew when it was trained. The new run begins
 * with the steps of the other as they are, and trains one more on images of its own.
 */
public final class Extender {
  /** So many images are looked at for classes that their labels do not show. */
  private static final int LOOKED_AT = 40;

  private final RunDirectory from;
  private final Experiment experiment;
  private final RunConfig config;
  private final RunListener listener;
  private final Step step;
  private final Step previous;

  private Extender(
      RunDirectory from, Experiment experiment, RunConfig config, RunListener listener) {
    this.from = from;
    this.experiment = experiment;
    this.config = config;
    this.listener = listener;
    this.step = experiment.trained().get(experiment.learnt());
    this.previous = experiment.trained().get(experiment.learnt() - 1);
  }

  /**
   * Looks whether a run can be gone on from.
   *
   * @throws CissException of kind usage if it is not finished
   */
  public static void requireFinished(RunDirectory run) {
    int steps = MethodConfigs.method(run.config()).trained(run.scenario()).stepCount();
    if (run.stepsDone() < steps) {
      throw CissException.usage(
          "run %s is not finished: %d of %d steps are done; go on with it first: ciss train"
              + " --resume %s",
          run.root(), run.stepsDone(), steps, run.root());
    }
  }

  /** What a run has learnt, step by step, wherever that was. */
  public static List<Lineage.Learnt> learnt(RunDirectory run) {
    List<Lineage.Learnt> learnt = new ArrayList<>(run.config().lineage().steps());
    RunDirectory anywhere = new RunDirectory(run.root().toAbsolutePath().normalize());
    IntStream.range(learnt.size(), run.stepsDone()).mapToObj(anywhere::learnt).forEach(learnt::add);
    return learnt;
  }

  /**
   * Trains the new step.
   *
   * @param from the run that has the steps before
   * @param experiment what the new run is
   * @param config the same as a configuration, which names these steps
   * @param out folder of the new run, empty or missing
   * @throws CissException of kind usage if something is missing or does not fit
   */
  public static RunResult extend(
      RunDirectory from,
      Experiment experiment,
      RunConfig config,
      Path out,
      RunListener listener,
      RunControl control) {
    OutputFolder.requireFree(out);
    requireFinished(from);
    ScenarioRunner.check(experiment, out, listener, control);
    Step own = experiment.own().get(0);
    MatchedDataset.of(experiment.dataset())
        .ifPresent(data -> FolderScores.remark(data, own, listener));
    if (!config.lineage().testFolder().isEmpty()) {
      Path test = FileNames.path(config.lineage().testFolder());
      FolderScores.remarkIfLearntFrom(config, test, listener);
    }
    new Extender(from, experiment, config, listener).prepare(out, control);
    List<String> loaded = from.startingWeights().map(StartingWeights::matched).orElse(List.of());
    return ScenarioRunner.trainLast(experiment, out, loaded, listener, control);
  }

  /** Makes the folder with all that the new step begins with. */
  private void prepare(Path out, RunControl control) {
    requireShown();
    HeadLayout layout = experiment.layout(previous);
    Parameters network = Fit.load(from, previous.index(), experiment.network(), layout);
    try (Evaluator evaluator =
        new Evaluator(
            experiment.network(), layout, network, experiment.method().decision(previous))) {
      lookForKnownClasses(evaluator);
      Optional<TakeOver> start = takeOver(network, layout, evaluator);
      RunCopy copy = RunCopy.of(from, config, experiment.channelNames(), out);
      IntStream.rangeClosed(0, previous.index()).forEach(copy::step);
      start.ifPresent(
          other ->
              Checkpoints.makeStart(copy.made(), step.index())
                  .saveModel(0, other.inherited(), other.parameters()));
      new Provenances(experiment, copy.made(), control).begin(from.startingWeights().orElse(null));
      copy.finish();
    }
  }

  /** A class that no image shows would be learnt as one that is never there. */
  private void requireShown() {
    Set<Integer> shown = new HashSet<>();
    for (String id : experiment.images().training(step)) {
      shown.addAll(experiment.dataset().classesIn(id));
    }
    List<Integer> missing = step.newClasses().stream().filter(id -> !shown.contains(id)).toList();
    if (!missing.isEmpty()) {
      throw CissException.usage(
          "%s names %s, and no training image shows %s; remove the line from labels.txt, or add"
              + " images",
          config.data().folder(),
          String.join(", ", experiment.names(missing)),
          missing.size() == 1 ? "it" : "them");
    }
  }

  private void lookForKnownClasses(Evaluator network) {
    List<String> ids = experiment.images().training(step);
    List<String> some = ids.subList(0, Math.min(LOOKED_AT, ids.size()));
    CandidateBatches batches =
        new CandidateBatches(
            experiment.dataset(),
            some,
            experiment.images().view(step),
            ImagePipeline.of(Crop.center(experiment.training().crop())),
            new Seeds(experiment.seed()),
            experiment.loading(experiment.evaluationBatch()));
    List<String> names = experiment.channelNames().subList(0, previous.seenClasses().size() + 1);
    boolean labelled = experiment.rules().setting() == Setting.LABELLED;
    new KnownClasses(network, names)
        .unlabelled(batches, some.size())
        .ifPresent(
            found ->
                listener.on(
                    new RunEvent.Remark(
                        labelled
                            ? "warning: known classes seem to be present and unlabelled: "
                                + found
                                + "; label them there, or hide the labels of known classes with"
                                + " --known background"
                            : "known classes are not labelled here, and seem to be present: "
                                + found)));
  }

  private Optional<TakeOver> takeOver(Parameters network, HeadLayout layout, Evaluator evaluator) {
    Map<String, INDArray> inherited = new Checkpoints(from, previous.index()).lasting();
    Seeds seeds = new Seeds(experiment.seed()).child("step" + step.index());
    StepContext context =
        new StepContext(
            experiment.trained(),
            step,
            experiment.network(),
            experiment.layout(step),
            layout,
            experiment.mode(step, List.of()),
            network,
            inherited,
            experiment.training(),
            new OldImages(List.of(), evaluator, 0, experiment.pipeline(), 1, seeds, listener),
            seeds);
    Before before = new Before(MethodConfigs.method(lastLearnt().method()), previous, layout);
    HeadLayout wanted = experiment.startLayout(step);
    return experiment.method().takeOver(context, wanted, before, () -> images(evaluator, seeds));
  }

  private Lineage.Learnt lastLearnt() {
    return config.lineage().steps().get(previous.index());
  }

  private Optional<StepData> images(Evaluator network, Seeds seeds) {
    List<OldImages.Source> sources = sources();
    return sources.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OldImages(
                sources,
                network,
                previous.seenClasses().size(),
                experiment.pipeline(),
                experiment.training().batchSize(),
                seeds.child("old"),
                listener));
  }

  private List<OldImages.Source> sources() {
    List<String> folders = config.lineage().oldFolders();
    if (!folders.isEmpty()) {
      return folders.stream().map(FileNames::path).map(this::labelled).toList();
    }
    if (config.lineage().ownAnswers()) {
      return List.of(
          new OldImages.Source(
              experiment.dataset(),
              experiment.images().training(step),
              experiment.images().view(step),
              Set.of()));
    }
    return ownImages().stream().toList();
  }

  /** All classes so far, in one step. */
  private LabelView oldView() {
    List<Integer> classes = previous.seenClasses();
    Scenario joint =
        new Scenario(
            Scenario.nameOf(List.of(classes.size())),
            experiment.dataset().labelSpace(),
            classes,
            List.of(classes.size()));
    return experiment.rules().view(joint, joint.get(0));
  }

  private OldImages.Source labelled(Path folder) {
    MatchedDataset dataset = MatchedDataset.toLearnAgain(experiment.dataset().labelSpace(), folder);
    MatchedDataset.of(experiment.dataset()).ifPresent(own -> own.requireScoresNoneOf(dataset));
    dataset.origin().forEach(line -> listener.on(new RunEvent.Remark(line)));
    dataset.check(Split.TRAIN, checked());
    LabelView view = oldView();
    Set<Integer> labelled = new HashSet<>();
    dataset.labelled(Split.TRAIN).stream()
        .filter(previous.seenClasses()::contains)
        .forEach(id -> labelled.add(view.channelOf(id)));
    return new OldImages.Source(dataset, dataset.ids(Split.TRAIN), view, labelled);
  }

  private Progress checked() {
    return (done, total) -> listener.on(new RunEvent.DataChecked(Split.TRAIN.name(), done, total));
  }

  /** What the run was trained on, if that is still there and labels all its classes. */
  private Optional<OldImages.Source> ownImages() {
    RunConfig was = from.config();
    if (was.lineage().extendsAnother()) {
      return Optional.empty();
    }
    try {
      Experiment before = Experiment.of(was);
      before.dataset().check(Split.TRAIN, checked());
      boolean same = before.fingerprint().equals(from.provenance().dataFingerprint());
      if (!same) {
        return without("has changed");
      }
      Scenario joint = before.scenario().joint();
      StepRules rules =
          new StepRules(Setting.OVERLAPPED, voidPixels(), was.scenario().rules().splitSeed());
      StepImages images = new StepImages(before.dataset(), joint, rules, before.images().heldOut());
      listener.on(
          new RunEvent.Remark(
              "what the new step needs of old classes is gathered from the training images of run "
                  + from.root()));
      Set<Integer> all =
          new HashSet<>(IntStream.rangeClosed(1, joint.classOrder().size()).boxed().toList());
      return Optional.of(
          new OldImages.Source(
              before.dataset(), images.training(joint.get(0)), images.view(joint.get(0)), all));
    } catch (CissException e) {
      return without("cannot be read (" + e.getMessage() + ")");
    }
  }

  private VoidPixels voidPixels() {
    return experiment.rules().voidPixels();
  }

  private Optional<OldImages.Source> without(String reason) {
    listener.on(
        new RunEvent.Remark("the data that run " + from.root() + " was trained on " + reason));
    return Optional.empty();
  }
}
