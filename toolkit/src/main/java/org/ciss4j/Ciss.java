// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ciss4j.common.CissException;
import org.ciss4j.data.CachedDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.batch.Loading;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.data.option.UnknownClasses;
import org.ciss4j.graph.option.Precision;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.SeedsDirectory;
import org.ciss4j.result.SeedsResult;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.Augmentation;
import org.ciss4j.result.config.DataConfig;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.MemoryConfig;
import org.ciss4j.result.config.ModelConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.ScenarioConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.VoidPixels;
import org.ciss4j.train.Experiment;
import org.ciss4j.train.MethodConfigs;
import org.ciss4j.train.RunControl;
import org.ciss4j.train.RunListener;
import org.ciss4j.train.ScenarioRunner;
import org.ciss4j.train.Scoring;
import org.ciss4j.train.SeedRuns;
import org.ciss4j.train.SharedBaseStep;
import org.ciss4j.train.StopSignal;
import org.ciss4j.train.evaluate.TestTimeAugmentation;
import org.ciss4j.train.grow.Adoption;
import org.ciss4j.train.grow.Extender;
import org.ciss4j.train.grow.Forgetter;
import org.jspecify.annotations.Nullable;

/**
 * A run in the making. Every method that changes something gives a changed copy, so that a common
 * start can be shared by several runs; nothing is read or written before {@code train}.
 *
 * <pre>{@code
 * RunResult result =
 *     Ciss.dataset("sample")
 *         .scenario("3-1")
 *         .method(Dkd.voc())
 *         .train(Path.of("runs/first"), event -> {});
 * }</pre>
 *
 * <p>{@code result.toString()} is the table of mIoU after each step. What is not said takes the
 * default of the data set: for {@code sample} scenario 3-1, the tiny backbone and {@link
 * Training#sample()}; for {@code ade} scenario 100-50, {@link Training#ade()} and {@link
 * EvaluationProtocol#dkdAde()}; for {@code cityscapes} 14-5, for {@code msrc} 16-5, else 15-1, with
 * resnet18 and {@link Training#voc()}; for all the overlapped setting, DKD and seed 1.
 */
public final class Ciss {
  private final RunConfig config;

  /** Null for the one of ciss4j's own that the configuration names. */
  private final @Nullable Method method;

  /**
   * Bytes of decoded images to keep; 0 for none. It decides no number, so it is no configuration.
   */
  private final long cache;

  /** Threads that read images; they decide no number either. */
  private final int loaderThreads;

  private final RunControl control;

  private final Chosen chosen;

  /**
   * What somebody chose that otherwise follows from something else.
   *
   * @param voidPixels rather than as the method likes them
   * @param laterRate rather than a tenth of the rate of the base step
   */
  private record Chosen(boolean voidPixels, boolean laterRate) {
    static final Chosen NOTHING = new Chosen(false, false);

    /** A configuration does not tell, but what is not as it would be otherwise was chosen. */
    static Chosen by(RunConfig config) {
      String name = config.method().name();
      boolean known = Methods.names().contains(name);
      VoidPixels value = config.scenario().rules().voidPixels();
      return new Chosen(
          !known || value != Methods.named(name).voidPixels(), isLaterRate(config.training()));
    }

    static boolean isLaterRate(Training training) {
      return training.laterLearningRate() != tenth(training.learningRate());
    }
  }

  private Ciss(
      RunConfig config,
      @Nullable Method method,
      long cache,
      int loaderThreads,
      RunControl control,
      Chosen chosen) {
    this.config = config;
    this.method = method;
    this.cache = cache;
    this.loaderThreads = loaderThreads;
    this.control = control;
    this.chosen = chosen;
  }

  private Ciss with(RunConfig changed) {
    return new Ciss(changed, method, cache, loaderThreads, control, chosen);
  }

  private Ciss with(RunControl changed) {
    return new Ciss(config, method, cache, loaderThreads, changed, chosen);
  }

  private Ciss with(Chosen changed) {
    return new Ciss(config, method, cache, loaderThreads, control, changed);
  }

  private Ciss with(Training changed) {
    return with(config.withTraining(changed));
  }

  private static double tenth(double rate) {
    return rate / 10;
  }

  /** A run on the data set of this name, such as {@code voc}, with its defaults. */
  public static Ciss dataset(String name) {
    Ciss voc =
        new Ciss(
            new RunConfig(
                DataConfig.of(name),
                ScenarioConfig.of("15-1"),
                MethodConfigs.of(Dkd.voc()),
                ModelConfig.of("resnet18"),
                Training.voc(),
                EvaluationConfig.standard(),
                1),
            null,
            0,
            Loading.THREADS,
            RunControl.standard(),
            Chosen.NOTHING);
    return switch (name) {
      case "ade" ->
          voc.scenario("100-50").with(Training.ade()).protocol(EvaluationProtocol.dkdAde());
      case "cityscapes" -> voc.scenario("14-5");
      case "msrc" -> voc.scenario("16-5");
      case "sample" -> voc.scenario("3-1").backbone("tiny").with(Training.sample());
      default -> voc;
    };
  }

  /**
   * What came out of an earlier run, as far as it got.
   *
   * @throws CissException of kind usage if the folder holds no run
   */
  public static RunResult open(Path run) {
    return RunDirectory.open(run).result();
  }

  /**
   * A run like an earlier one: with its configuration, which may be changed.
   *
   * @throws CissException of kind usage if the folder holds no run
   */
  public static Ciss like(Path run) {
    return of(RunDirectory.open(run).config());
  }

  /**
   * A finished run that is to learn new classes from images elsewhere.
   *
   * <pre>{@code
   * Ciss.extend(Path.of("runs/one")).data(Path.of("second")).train(Path.of("runs/two"));
   * }</pre>
   */
  public static Extension extend(Path run) {
    return Extension.of(run);
  }

  /**
   * Makes a run of a network that was trained elsewhere, to label, score and {@linkplain #extend
   * extend} it: of a checkpoint of DKD's official code, a DeepLabV3 of torchvision, or a model of
   * ciss4j's own without its run.
   *
   * @param file its weights
   * @param model its backbone and output stride; torchvision's have 8
   * @param names of its classes, in the order of its outputs, background left out; null for those
   *     of PASCAL VOC, which torchvision's networks have
   * @param out folder of the run, empty or missing
   * @throws CissException of kind usage if the file is no such network, or has another number of
   *     classes
   */
  public static RunResult adopt(
      Path file, ModelConfig model, @Nullable List<String> names, Path out, RunListener listener) {
    Path whole = file.toAbsolutePath().normalize();
    return Adoption.adopt(whole, model, names, out, listener, RunControl.standard());
  }

  /**
   * Takes the images of a step out of a run again, exactly but for rounding, and its classes with
   * them; the run stays as it is.
   *
   * @param run a finished run whose step was learnt by {@link org.ciss4j.method.Analytic}, as all
   *     after it
   * @param step from 1
   * @param out folder of the new run, empty or missing
   * @throws CissException of kind usage if the step was learnt in another way
   */
  public static RunResult forget(Path run, int step, Path out, RunListener listener) {
    return Forgetter.forget(RunDirectory.open(run), step, out, listener, RunControl.standard());
  }

  /**
   * The run that a study found to be best, on all training images.
   *
   * @param study folder of a study that has finished a trial
   * @throws CissException of kind usage if there is no such thing in the folder
   */
  public static Ciss bestOf(Path study) {
    return of(RunConfig.best(study));
  }

  /**
   * A run of this configuration, which may be changed. Void pixels and the learning rate of later
   * steps that are not what its method and its learning rate would give count as {@linkplain
   * #voidPixels chosen}, and all others as not.
   */
  public static Ciss of(RunConfig config) {
    return new Ciss(config, null, 0, Loading.THREADS, RunControl.standard(), Chosen.by(config));
  }

  /**
   * A run like earlier ones with several seeds.
   *
   * @throws CissException if the folder holds no such runs
   */
  public static Ciss likeSeeds(Path runs) {
    return of(SeedsDirectory.open(runs).plan().config());
  }

  /**
   * Goes on with a run that was stopped, killed or failed, from its latest checkpoint; see {@link
   * #goOn}. A run of a method of one's own goes on with {@code like(run).method(method).goOn(run,
   * listener)}.
   */
  public static RunResult resume(Path run, RunListener listener) {
    return like(run).goOn(run, listener);
  }

  /**
   * Scores a step of an earlier run again, from the network on disk; changes nothing there.
   *
   * @throws CissException of kind usage if the folder holds no run, or it has no such step
   */
  public static StepResult evaluate(Path run, int step) {
    RunDirectory directory = RunDirectory.open(run);
    return new Scoring(RunListener.none()).of(directory, directory.config(), step);
  }

  /**
   * The same for a run of a method of one's own.
   *
   * @throws CissException of kind usage also if the run was trained with another method
   */
  public static StepResult evaluate(Path run, int step, Method method) {
    return new Scoring(RunListener.none()).of(RunDirectory.open(run), method, step);
  }

  /** With the data in this folder. */
  public Ciss data(Path folder) {
    return data(List.of(folder));
  }

  /**
   * With the images of these folders of one's own, joined under all their classes; classes of one
   * name are one class.
   */
  public Ciss data(List<Path> folders) {
    return data(
        config
            .data()
            .withFolders(
                folders.stream().map(f -> f.toAbsolutePath().normalize().toString()).toList()));
  }

  /**
   * With this made of classes that one of several folders does not name, though another does; by
   * default what it calls background is background.
   */
  public Ciss unknownClasses(UnknownClasses rule) {
    return data(config.data().withUnknownClasses(rule));
  }

  /** With this made of the orientations that cameras noted in photographs. */
  public Ciss exif(ExifRule rule) {
    return data(config.data().withExif(rule));
  }

  /**
   * With maps of what stands out in the images in this folder, a PNG named after each, for a method
   * that asks for them such as {@link org.ciss4j.method.Ssul}; without it they are computed.
   */
  public Ciss saliency(Path folder) {
    return data(config.data().withSaliency(folder.toAbsolutePath().normalize().toString()));
  }

  /**
   * With images of old classes in this folder, a sub-folder for each class by its name, for a
   * method that replays such as {@link org.ciss4j.method.Recall}; they need no labels.
   */
  public Ciss replay(Path folder) {
    return data(config.data().withReplay(folder.toAbsolutePath().normalize().toString()));
  }

  /** With another list of training images, by its name without {@code .txt}. */
  public Ciss trainList(String name) {
    return data(config.data().withTrainList(name));
  }

  /** With this scenario: base-increment such as 15-1. */
  public Ciss scenario(String text) {
    return scenario(config.scenario().withName(text.strip()));
  }

  /** With the classes learnt in this order, as data set ids; an empty list is the natural order. */
  public Ciss classOrder(List<Integer> ids) {
    return scenario(config.scenario().withClassOrder(ids));
  }

  /** With these classes alone, as data set ids; the others are background. */
  public Ciss classes(List<Integer> ids) {
    return scenario(config.scenario().withClasses(ids));
  }

  /** With void pixels as this in training, whatever the method does with them otherwise. */
  public Ciss voidPixels(VoidPixels value) {
    return with(new Chosen(true, chosen.laterRate()))
        .scenario(config.scenario().withVoidPixels(value));
  }

  /** With images drawn from this seed, where a setting or a split draws images. */
  public Ciss splitSeed(long seed) {
    return scenario(config.scenario().withSplitSeed(seed));
  }

  /**
   * With this fraction of each step's training images kept from training and scored on instead of
   * the test images, which are not opened.
   */
  public Ciss heldOut(double fraction) {
    return with(config.withEvaluation(config.evaluation().withHeldOut(fraction)));
  }

  /** With the images and labels of this setting. */
  public Ciss setting(Setting value) {
    return scenario(config.scenario().withSetting(value));
  }

  /**
   * With this method and its hyper-parameters. It may be one's own: a record is enough, and it need
   * not be registered anywhere. Void pixels are what its paper makes of them, unless {@link
   * #voidPixels} was said.
   */
  public Ciss method(Method value) {
    ScenarioConfig scenario = config.scenario();
    RunConfig changed =
        config
            .withMethod(MethodConfigs.of(value))
            .withScenario(
                chosen.voidPixels() ? scenario : scenario.withVoidPixels(value.voidPixels()));
    return new Ciss(changed, value, cache, loaderThreads, control, chosen);
  }

  /**
   * With the backbone of this name: {@code tiny}, {@code mobilenetv2}, {@code resnet18}, {@code
   * resnet34}, {@code resnet50} or {@code resnet101}.
   */
  public Ciss backbone(String name) {
    return with(config.withModel(config.model().withBackbone(name)));
  }

  /** With the backbone dilated for this output stride: 8, 16 or 32. */
  public Ciss outputStride(int stride) {
    return with(config.withModel(config.model().withOutputStride(stride)));
  }

  /**
   * With what convolutions multiply rounded to this; training on a CPU that cannot is refused.
   * Losses, parameters and what moves them are 32-bit floats in any case.
   */
  public Ciss precision(Precision value) {
    return with(config.withModel(config.model().withPrecision(value)));
  }

  /**
   * With the statistics, scales and shifts of the normalisations that come from the weights file
   * kept in the first step as well, for data that is too small to change them.
   */
  public Ciss freezeBn() {
    return with(config.withModel(config.model().withFreezeBn(true)));
  }

  /**
   * With the first step starting from the weights of a file: of an ImageNet backbone as torchvision
   * or timm publishes it, or of a whole network. The backbone must be there whole, and nothing may
   * be left over but classifiers.
   */
  public Ciss weights(Path file) {
    return weights(file, false);
  }

  /**
   * The same with whatever a file has of the network; the rest starts at random. A parameter of
   * another shape is an error all the same.
   */
  public Ciss partialWeights(Path file) {
    return weights(file, true);
  }

  private Ciss weights(Path file, boolean partial) {
    String path = file.toAbsolutePath().normalize().toString();
    return with(config.withModel(config.model().withWeights(path, partial)));
  }

  /**
   * Scores a network of a weights file, such as a checkpoint of DKD's official code, that was
   * trained for this scenario to a step.
   *
   * @throws CissException of kind usage if the file is not of such a network
   */
  public StepResult evaluateWeights(Path file, int step, RunListener listener) {
    return evaluateWeights(file, step, TestTimeAugmentation.NONE, listener);
  }

  /** The same with the network shown each image in these ways. */
  public StepResult evaluateWeights(
      Path file, int step, TestTimeAugmentation shown, RunListener listener) {
    return new Scoring(shown, listener).of(experiment(), file, step);
  }

  /**
   * With each step optimised like this, whatever was said of that before. A learning rate of later
   * steps that is not a tenth of the first one counts as {@linkplain #laterLearningRate chosen}.
   */
  public Ciss training(Training value) {
    return with(new Chosen(chosen.voidPixels(), Chosen.isLaterRate(value))).with(value);
  }

  /**
   * With {@link Training#small} if the data has {@linkplain Training#areFew few} training images
   * for the classes that are learnt, else as it is; so is the built-in sample data, which has a
   * schedule of its own. Opens the data set.
   *
   * @throws CissException of kind usage or failure if the data or the scenario is not sound
   */
  public Ciss fittingSchedule() {
    if (config.data().dataset().equals("sample")) {
      return this;
    }
    Experiment experiment = experiment();
    return Training.areFew(
            experiment.dataset().ids(Split.TRAIN).size(), experiment.scenario().classOrder().size())
        ? training(Training.small())
        : this;
  }

  /** With this many passes over the training images of each step. */
  public Ciss epochs(int count) {
    return with(config.training().withEpochs(count));
  }

  /** With this many images per iteration. */
  public Ciss batchSize(int images) {
    return with(config.training().withBatchSize(images));
  }

  /** With crops of this height and width, in pixels. */
  public Ciss crop(int pixels) {
    return with(config.training().withCrop(pixels));
  }

  /**
   * With this learning rate of the backbone in the base step. Later steps have a tenth of it, as in
   * DKD's paper, unless another one was chosen for them: by {@link #laterLearningRate}, before or
   * after this, in a {@link #training} or in a configuration.
   */
  public Ciss learningRate(double rate) {
    Training now = config.training();
    double later = chosen.laterRate() ? now.laterLearningRate() : tenth(rate);
    return with(now.withLearningRates(rate, later));
  }

  /** With this learning rate of the backbone in later steps. */
  public Ciss laterLearningRate(double rate) {
    return with(new Chosen(chosen.voidPixels(), true))
        .with(config.training().withLearningRates(config.training().learningRate(), rate));
  }

  /** With training images changed at random like this. */
  public Ciss augmentation(Augmentation value) {
    return with(config.training().withAugmentation(value));
  }

  /**
   * With so many images of earlier steps replayed in later ones: 100 on PASCAL VOC and 300 on
   * ADE20K in the papers of DKD and SSUL; 0 for none.
   */
  public Ciss memory(int images) {
    return memory(config.memory().withImages(images));
  }

  /** With images of earlier steps replayed like this. */
  public Ciss memory(MemoryConfig value) {
    return with(config.withMemory(value));
  }

  /**
   * With so many bytes of decoded images kept in memory, 4 a pixel; 0 for none. It makes loading
   * faster where decoding is what training waits for, and changes no batch.
   */
  public Ciss cache(long bytes) {
    return new Ciss(config, method, bytes, loaderThreads, control, chosen);
  }

  /**
   * With images read by so many threads, two otherwise; more help where training waits for images
   * and there are cores to spare. Changes no batch.
   *
   * @throws CissException of kind usage if there is none
   */
  public Ciss loaderThreads(int count) {
    Loading unused = Loading.of(1).withThreads(count); // It checks the number.
    return new Ciss(config, method, cache, count, control, chosen);
  }

  /**
   * With the state of training saved every so many iterations; 0, the default, for as often as
   * takes a hundredth of the time.
   */
  public Ciss checkpointEvery(long iterations) {
    return with(control.withCheckpointEvery(iterations));
  }

  /**
   * To be stopped by this: after the iteration it is at, the run saves its state and returns the
   * steps that are done.
   */
  public Ciss stop(StopSignal signal) {
    return with(control.withStop(signal));
  }

  /** With the words that started the run in its provenance. */
  public Ciss command(List<String> words) {
    return with(control.withCommand(words));
  }

  /** With all that is random drawn from this seed. */
  public Ciss seed(long value) {
    return with(config.withSeed(value));
  }

  /**
   * With the base step, and the numbers that new parameters start from, drawn from another seed, so
   * that runs of several seeds share it.
   */
  public Ciss baseSeed(long value) {
    return with(config.withBaseSeed(value));
  }

  /** With this many passes over the images of each step but the first; 0 for as many as there. */
  public Ciss laterEpochs(int value) {
    return with(config.withTraining(config.training().withLaterEpochs(value)));
  }

  /**
   * With a step begun again at half the rate if the loss of its labels, over three of its first
   * iterations, is more than so many times what it began with, or no number; 0, the default, for
   * never.
   */
  public Ciss guard(double times) {
    return with(config.withTraining(config.training().withGuard(times)));
  }

  /** With each step scored under this protocol. */
  public Ciss protocol(EvaluationProtocol value) {
    return with(config.withEvaluation(config.evaluation().withProtocol(value)));
  }

  /** With scores of this part of each image. */
  public Ciss evaluateOn(EvaluationConfig.Region value) {
    return with(config.withEvaluation(config.evaluation().withRegion(value)));
  }

  /** The same as a configuration, all defaults filled in. */
  public RunConfig config() {
    return config;
  }

  private Ciss data(DataConfig data) {
    return with(config.withData(data));
  }

  private Ciss scenario(ScenarioConfig scenario) {
    return with(config.withScenario(scenario));
  }

  /** As {@link #train(Path, RunListener)} with nobody listening. */
  public RunResult train(Path out) {
    return train(out, RunListener.none());
  }

  /**
   * Trains and scores all steps.
   *
   * @param out folder of the run, empty or missing
   * @throws CissException if something does not exist or does not fit, as far as that can be known
   *     before training; or if training fails
   */
  public RunResult train(Path out, RunListener listener) {
    return ScenarioRunner.train(experiment(), config, out, listener, control);
  }

  /**
   * Goes on with a run of this configuration that was stopped, killed or failed, from its latest
   * checkpoint. It ends with the same numbers, to the last bit, as if it had not been interrupted:
   * on the same machine with the same number of threads. A run that is finished stays as it is.
   *
   * @param run folder of the run; its data may lie elsewhere by now
   * @throws CissException of kind usage if the folder holds no run or one of another configuration,
   *     or another process trains it
   */
  public RunResult goOn(Path run, RunListener listener) {
    return ScenarioRunner.resume(experiment(), config, run, listener, control);
  }

  /**
   * Trains and scores all steps but the first, which is that of another run. That run may differ in
   * its method, as long as both learn the base step in the same way, classifiers that this run's
   * method never uses aside.
   *
   * @param base folder of a run whose base step is done
   * @param out folder of the run, empty or missing
   * @throws CissException of kind usage if the base steps are not the same, or the folder is not
   *     free
   */
  public RunResult trainAfterBaseOf(Path base, Path out, RunListener listener) {
    return SharedBaseStep.train(base, config, method(), this::experiment, out, listener, control);
  }

  /** Trains the step that this run has more than another, from which all before it come. */
  RunResult extend(RunDirectory from, Path out, RunListener listener) {
    return Extender.extend(from, experiment(), config, out, listener, control);
  }

  /**
   * Whether {@link #trainAfterBaseOf} may take the base step of a run like the other: it differs in
   * nothing but the method, and the methods do not in their base steps.
   */
  public boolean sharesBaseStep(Ciss other) {
    return SharedBaseStep.isShared(config, method(), other.config, other.method());
  }

  private Method method() {
    return method == null ? MethodConfigs.method(config.method()) : method;
  }

  /**
   * Trains a run for each of several seeds.
   *
   * @param out folder of the runs, empty or missing
   * @return scores of all runs; empty if they were stopped before their end
   * @throws CissException as {@link #train}; of kind usage also if a seed is named twice
   */
  public Optional<SeedsResult> trainSeeds(Path out, List<Long> seeds, RunListener listener) {
    SeedsDirectory.create(out, config, seeds);
    return goOnSeeds(out, listener);
  }

  /**
   * Trains what is missing of the runs of several seeds.
   *
   * @param out folder that {@link #trainSeeds} made
   * @return scores of all runs; empty if they were stopped before their end
   */
  public Optional<SeedsResult> goOnSeeds(Path out, RunListener listener) {
    return SeedRuns.goOn(experiment(), config, out, listener, control);
  }

  /**
   * The same as objects, its data read through the cache if there is one; reads no image.
   *
   * @throws CissException of kind usage if something does not exist or does not fit
   */
  public Experiment experiment() {
    Experiment experiment =
        (method == null ? Experiment.of(config) : Experiment.of(config, method))
            .withLoaderThreads(loaderThreads);
    return cache == 0
        ? experiment
        : experiment.withDataset(new CachedDataset(experiment.dataset(), cache));
  }
}
