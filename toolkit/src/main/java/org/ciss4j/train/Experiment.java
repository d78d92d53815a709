// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.DataFingerprint;
import org.ciss4j.data.ExtraMaps;
import org.ciss4j.data.HeldOut;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.batch.ColourJitter;
import org.ciss4j.data.batch.Crop;
import org.ciss4j.data.batch.ImagePipeline;
import org.ciss4j.data.batch.Loading;
import org.ciss4j.data.batch.ScaledCrop;
import org.ciss4j.data.saliency.SaliencyMaps;
import org.ciss4j.data.set.Datasets;
import org.ciss4j.data.set.MatchedDataset;
import org.ciss4j.data.set.ReplayFolder;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.method.Method;
import org.ciss4j.method.Succession;
import org.ciss4j.result.config.Augmentation;
import org.ciss4j.result.config.DataConfig;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.MemoryConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;
import org.jspecify.annotations.Nullable;

/**
 * A run before it is run: what a {@link RunConfig} names, as objects.
 *
 * @param dataset images and labels
 * @param extras maps beside those that the data set offers or in their place, by name, for methods
 *     that ask for them
 * @param replayed images of old classes without labels, for methods that replay such; null for none
 * @param scenario ordered steps; scores are grouped by its base and novel classes
 * @param rules which images and labels a step sees
 * @param method how it is learnt
 * @param model what is trained, and from where
 * @param training how each step is optimised
 * @param memory what later steps replay
 * @param evaluation how it is scored, and on what
 * @param seed root of all that is random
 * @param baseSeed the same in the base step, and of numbers that parameters start from
 * @param loaderThreads how many threads read images; decides no number
 */
public record Experiment(
    SegmentationDataset dataset,
    Map<String, ExtraMaps> extras,
    @Nullable ReplayFolder replayed,
    Scenario scenario,
    StepRules rules,
    Method method,
    Model model,
    Training training,
    MemoryConfig memory,
    EvaluationConfig evaluation,
    long seed,
    long baseSeed,
    int loaderThreads) {
  /** Logits of many large images would not fit into the Java heap. */
  private static final int MOST_EVALUATED_AT_ONCE = 8;

  /**
   * Has the protocol follow the label space, which may have no background, and saliency computed
   * where it is neither given nor offered.
   *
   * @throws CissException of kind usage if the augmentation is out of range, a batch of one image
   *     is to be half replayed, or the environment of the process lets nothing be computed
   */
  public Experiment {
    Natives.requireUsable();
    evaluation = evaluation.withProtocol(evaluation.protocol().on(dataset.labelSpace()));
    extras = withComputed(extras, dataset);
    ImagePipeline unused = pipeline(training, Map.of()); // It checks the ranges.
    Loading unusedToo = Loading.of(1).withThreads(loaderThreads); // The same.
    boolean halves = memory.replays() && memory.policy() == MemoryConfig.Policy.PAPER;
    if (halves && training.batchSize() < 2) {
      throw CissException.usage(
          "half of each batch is to be replayed, and batches have one image; use a batch size of at"
              + " least 2, or memory policy official");
    }
  }

  /** With no maps but those of the data set, and nothing replayed from a folder. */
  public Experiment(
      SegmentationDataset dataset,
      Scenario scenario,
      StepRules rules,
      Method method,
      Model model,
      Training training,
      MemoryConfig memory,
      EvaluationConfig evaluation,
      long seed) {
    this(
        dataset,
        Map.of(),
        null,
        scenario,
        rules,
        method,
        model,
        training,
        memory,
        evaluation,
        seed,
        seed,
        Loading.THREADS);
  }

  /** With nothing replayed. */
  public Experiment(
      SegmentationDataset dataset,
      Scenario scenario,
      StepRules rules,
      Method method,
      Model model,
      Training training,
      EvaluationConfig evaluation,
      long seed) {
    this(dataset, scenario, rules, method, model, training, MemoryConfig.none(), evaluation, seed);
  }

  /**
   * Finds what a configuration names; reads no image.
   *
   * @throws CissException of kind usage if something does not exist or does not fit
   */
  public static Experiment of(RunConfig config) {
    return of(config, MethodConfigs.method(config.method()));
  }

  /**
   * The same with a method that may be one's own.
   *
   * @param method what the configuration calls by its name
   */
  public static Experiment of(RunConfig config, Method method) {
    SegmentationDataset dataset = dataset(config);
    Scenario scenario = config.scenario().scenario(dataset.labelSpace());
    return new Experiment(
        dataset,
        extras(config.data()),
        replayed(config.data(), dataset.labelSpace()),
        scenario,
        config.scenario().rules(),
        MethodConfigs.method(config, method),
        Model.of(config.model()),
        config.training(),
        config.memory(),
        config.evaluation(),
        config.seed(),
        config.seedOf(true),
        Loading.THREADS);
  }

  private static Map<String, ExtraMaps> extras(DataConfig data) {
    return data.saliency() == null
        ? Map.of()
        : Map.of(SaliencyMaps.NAME, SaliencyMaps.of(FileNames.path(data.saliency())));
  }

  private static Map<String, ExtraMaps> withComputed(
      Map<String, ExtraMaps> given, SegmentationDataset dataset) {
    Map<String, ExtraMaps> all = new HashMap<>(given);
    if (!dataset.extras().contains(SaliencyMaps.NAME)) {
      all.putIfAbsent(SaliencyMaps.NAME, SaliencyMaps.computed());
    }
    return Map.copyOf(all);
  }

  private static @Nullable ReplayFolder replayed(DataConfig data, LabelSpace labelSpace) {
    return data.replay() == null
        ? null
        : ReplayFolder.open(FileNames.path(data.replay()), labelSpace);
  }

  /** The data set that a configuration names; reads no image. */
  static SegmentationDataset dataset(RunConfig config) {
    List<Path> folders = config.data().folders().stream().map(FileNames::path).toList();
    if (config.lineage().extendsAnother()) {
      return extension(config, folders.get(0));
    }
    return Datasets.open(
        config.data().dataset(),
        folders,
        config.data().unknownClasses(),
        config.data().trainList(),
        config.data().exif());
  }

  private static SegmentationDataset extension(RunConfig config, Path data) {
    String test = config.lineage().testFolder();
    return MatchedDataset.toLearn(
        new LabelSpace(config.data().dataset(), config.lineage().classNames()),
        data,
        config.data().trainList(),
        config.data().exif(),
        test.isEmpty() ? null : FileNames.path(test));
  }

  /** Number of steps at the beginning that were learnt in another run. */
  public int learnt() {
    return method instanceof Succession succession ? succession.learnt().size() : 0;
  }

  /** The steps that this run trains itself. */
  public List<Step> own() {
    return trained().steps().subList(learnt(), trained().stepCount());
  }

  /**
   * The classifiers of what a later step starts from: those that the step before left behind or, in
   * a run that was extended, those that its answers are put into for another method.
   */
  public HeadLayout startLayout(Step step) {
    return method instanceof Succession succession && step.index() == learnt()
        ? succession.startLayout(trained())
        : layout(trained().get(step.index() - 1));
  }

  /** What the network is made of. */
  public Network network() {
    return model.network();
  }

  /**
   * How the network runs in training in a step.
   *
   * @param loaded names of the parameters that came from a weights file
   */
  public Mode mode(Step step, List<String> loaded) {
    Mode mode = method.mode(step);
    return model.freezeBn() ? mode.freezing(loaded) : mode;
  }

  /** The classifiers of the network in a step. */
  public HeadLayout layout(Step step) {
    return method.headLayout(trained(), step);
  }

  /** The classifiers of the network in training in a step. */
  HeadLayout trainedLayout(Step step) {
    return method.trainedLayout(trained(), step);
  }

  /** The classifiers of the network that teaches a later step. */
  HeadLayout taughtLayout(Step step) {
    return method instanceof Succession && step.index() == learnt()
        ? startLayout(step)
        : trainedLayout(trained().get(step.index() - 1));
  }

  /** Names of classes that are given as data set ids. */
  public List<String> names(List<Integer> classes) {
    return classes.stream().map(dataset.labelSpace()::nameOf).toList();
  }

  /** The images of the steps that are trained, and those held out of all of them. */
  public StepImages images() {
    Set<String> heldOut = HeldOut.choose(dataset, scenario, rules, evaluation.heldOut());
    return new StepImages(dataset, trained(), rules, heldOut);
  }

  /** Names of the images that the steps of this run are trained on. */
  List<String> trainingImages() {
    StepImages images = images();
    return own().stream().flatMap(step -> images.training(step).stream()).distinct().toList();
  }

  /**
   * The classes of which images of a folder are replayed, as data set ids: all that are old in some
   * step, if the method asks for some.
   */
  List<Integer> replayedClasses() {
    Step last = trained().get(trained().stepCount() - 1);
    return method.replaysFolder() && !own().isEmpty() ? last.oldClasses() : List.of();
  }

  /**
   * Checks that there are images of all classes that the method replays from a folder; reads none.
   *
   * @throws CissException of kind usage if no folder is named, or it has none of one of them
   */
  public void requireReplayed() {
    List<Integer> old = replayedClasses();
    if (replayed != null && !old.isEmpty()) {
      List<String> unused = replayed.ids(old);
    } else if (!old.isEmpty()) {
      throw ReplayFolder.missing(method.name(), names(old));
    }
  }

  /** How many images a network labels at once. */
  public int evaluationBatch() {
    return Math.min(MOST_EVALUATED_AT_ONCE, training.batchSize());
  }

  /** What happens to training images on their way into a batch. */
  public ImagePipeline pipeline() {
    return pipeline(dataset);
  }

  /**
   * The same for images of another data set.
   *
   * @throws CissException of kind usage if the method asks for maps that nobody has
   */
  ImagePipeline pipeline(SegmentationDataset data) {
    return pipeline(
        training,
        method.extras().stream()
            .collect(Collectors.toMap(Function.identity(), name -> maps(data, name))));
  }

  private ExtraMaps maps(SegmentationDataset data, String name) {
    ExtraMaps given = extras.get(name);
    if (given == null && !data.extras().contains(name)) {
      throw CissException.usage(
          "method %s asks for maps '%s' beside image and label, which data set %s does not offer;"
              + " train it on one whose extras() names them",
          method.name(), name, data.name());
    }
    return given != null ? given : (id, image) -> data.extra(name, id, image);
  }

  private static ImagePipeline pipeline(Training training, Map<String, ExtraMaps> extras) {
    Augmentation augmentation = training.augmentation();
    Crop crop =
        switch (augmentation.recipe()) {
          case DKD -> Crop.random(training.crop());
          case SSUL -> ScaledCrop.of(training.crop());
          case NONE -> Crop.center(training.crop());
        };
    ColourJitter colour =
        new ColourJitter(
            augmentation.brightness(),
            augmentation.contrast(),
            augmentation.saturation(),
            augmentation.hue());
    return new ImagePipeline(crop, colour, extras);
  }

  /** The same run that keeps extra maps that it computes in sub-folders of their names. */
  Experiment keepingIn(Path folder) {
    Map<String, ExtraMaps> kept = new HashMap<>(extras);
    kept.replaceAll((name, maps) -> maps.keptIn(folder.resolve(name)));
    return with(dataset, kept, seed, baseSeed, loaderThreads);
  }

  /** The same run on another form of its data, such as one that keeps what it has decoded. */
  public Experiment withDataset(SegmentationDataset other) {
    return with(other, extras, seed, baseSeed, loaderThreads);
  }

  /**
   * The same run with another root of all that is random, but for its base step's if that has one.
   */
  public Experiment withSeed(long other) {
    return with(dataset, extras, other, baseSeed == seed ? other : baseSeed, loaderThreads);
  }

  /**
   * The same run whose images so many threads read.
   *
   * @throws CissException of kind usage if there is none
   */
  public Experiment withLoaderThreads(int count) {
    return with(dataset, extras, seed, baseSeed, count);
  }

  /**
   * The parts of the data that a run reads: where it is scored on held-out images, no test ones.
   */
  public List<Split> splits() {
    return evaluation.onHeldOut() ? List.of(Split.TRAIN) : List.of(Split.values());
  }

  /** By which data that has changed is known, see {@link DataFingerprint}; reads no image. */
  public String fingerprint() {
    return DataFingerprint.of(dataset, splits());
  }

  /** How batches of so many images are made. */
  public Loading loading(int batchSize) {
    return Loading.of(batchSize).withThreads(loaderThreads);
  }

  private Experiment with(
      SegmentationDataset data,
      Map<String, ExtraMaps> maps,
      long newSeed,
      long newBaseSeed,
      int threads) {
    return new Experiment(
        data,
        maps,
        replayed,
        scenario,
        rules,
        method,
        model,
        training,
        memory,
        evaluation,
        newSeed,
        newBaseSeed,
        threads);
  }

  /** Seed of the numbers that parameters start from. */
  long initSeed() {
    return new Seeds(baseSeed).child("init").value();
  }

  /** Root of all that is random in a step. */
  Seeds seeds(Step step) {
    return new Seeds(step.isBase() ? baseSeed : seed);
  }

  /** Names by channel: background, then all classes in the order of the scenario. */
  public List<String> channelNames() {
    return Stream.concat(Stream.of(0), scenario.classOrder().stream())
        .map(scenario.labelSpace()::nameOf)
        .toList();
  }

  /** The steps that are trained; for joint training that is one step with all classes. */
  public Scenario trained() {
    return method.trained(scenario);
  }
}
