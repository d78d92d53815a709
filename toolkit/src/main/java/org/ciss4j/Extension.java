// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.data.option.UnknownClasses;
import org.ciss4j.data.set.FolderDataset;
import org.ciss4j.method.Analytic;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.result.OutputFolder;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.config.DataConfig;
import org.ciss4j.result.config.Lineage;
import org.ciss4j.result.config.MemoryConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.ScenarioConfig;
import org.ciss4j.scenario.ClassNames;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.StepRules;
import org.ciss4j.train.FolderScores;
import org.ciss4j.train.MethodConfigs;
import org.ciss4j.train.RunListener;
import org.ciss4j.train.grow.Extender;
import org.jspecify.annotations.Nullable;

/**
 * A finished run that is to learn classes which nobody knew when it was trained, from a folder of
 * images that lies elsewhere. Every method that changes something gives a changed copy; nothing is
 * read or written before {@code train}.
 *
 * <pre>{@code
 * RunResult result = Ciss.extend(Path.of("runs/one")).data(Path.of("second")).train(Path.of("runs/two"));
 * }</pre>
 *
 * <p>The new run has all steps of the other and one more, whose classes are those that {@code
 * labels.txt} of the folder names and the other run does not. It is a run like any other: it can be
 * resumed, scored, exported, and extended again.
 *
 * @param run folder of the finished run
 * @param images the folder to learn from
 * @param trainList name of its list of training images; null for its own
 * @param exif what is made of the orientations that photographs say they have
 * @param testImages folder of labelled images to score on; null for the test images of the first
 * @param known whether classes that the run knows are labelled there
 * @param oldImages folders of labelled images of what the run knows, for methods that need them
 * @param ownAnswers whether the network's answers on the new images may stand for them
 * @param method how the new classes are learnt; null for {@link Analytic}
 * @param settings what is changed of the run that this will be
 */
public record Extension(
    Path run,
    @Nullable Path images,
    @Nullable String trainList,
    ExifRule exif,
    @Nullable Path testImages,
    Known known,
    List<Path> oldImages,
    boolean ownAnswers,
    @Nullable Method method,
    UnaryOperator<Ciss> settings) {

  /** Copies the list. */
  public Extension {
    oldImages = List.copyOf(oldImages);
  }

  /** Whether classes that the run knows are labelled in the new images. */
  public enum Known {
    /** They are labelled if {@code labels.txt} names one of them. */
    AUTO,
    /** Those that {@code labels.txt} names are labelled, and count. */
    LABELLED,
    /** Whatever {@code labels.txt} says, they are background to the new step. */
    BACKGROUND;

    /**
     * The word for it, in any case.
     *
     * @throws CissException of kind usage if there is none
     */
    public static Known parse(String text) {
      return EnumLabel.parse(
          Known.class, text, "known classes are auto, labelled or background, not \"%s\"");
    }
  }

  static Extension of(Path run) {
    return new Extension(
        run,
        null,
        null,
        ExifRule.AUTO,
        null,
        Known.AUTO,
        List.of(),
        false,
        null,
        UnaryOperator.identity());
  }

  /** With the new images in this folder: {@code images}, {@code masks} and {@code labels.txt}. */
  public Extension data(Path folder) {
    return new Extension(
        run, folder, trainList, exif, testImages, known, oldImages, ownAnswers, method, settings);
  }

  /** With another list of training images, by its name without {@code .txt}. */
  public Extension trainList(String name) {
    return new Extension(
        run, images, name, exif, testImages, known, oldImages, ownAnswers, method, settings);
  }

  /** With this made of the orientations that cameras noted in photographs. */
  public Extension exif(ExifRule rule) {
    return new Extension(
        run, images, trainList, rule, testImages, known, oldImages, ownAnswers, method, settings);
  }

  /**
   * With all steps scored on the labelled images of this folder: those of its {@code val.txt} or,
   * if it has no lists, all.
   */
  public Extension testData(Path folder) {
    return new Extension(
        run, images, trainList, exif, folder, known, oldImages, ownAnswers, method, settings);
  }

  /** With classes that the run knows labelled in the new images, or not. */
  public Extension known(Known value) {
    return new Extension(
        run, images, trainList, exif, testImages, value, oldImages, ownAnswers, method, settings);
  }

  /**
   * With these folders of labelled images of classes that the run knows, where a method needs them.
   */
  public Extension oldData(List<Path> folders) {
    return new Extension(
        run, images, trainList, exif, testImages, known, folders, ownAnswers, method, settings);
  }

  /**
   * With what the run's network says of the new images in place of labelled images of its classes,
   * where a method needs them; classes that the new images do not show are lost then.
   */
  public Extension withOwnAnswers() {
    return new Extension(
        run, images, trainList, exif, testImages, known, oldImages, true, method, settings);
  }

  /** With the new classes learnt by this method. */
  public Extension method(Method value) {
    return new Extension(
        run, images, trainList, exif, testImages, known, oldImages, ownAnswers, value, settings);
  }

  /**
   * With the new classes learnt by one of ciss4j's own methods. Its settings are those of the run
   * if that was trained with it, else the standard ones.
   *
   * @param name of the method
   * @param changed other values for its hyper-parameters, by name
   */
  public Extension method(String name, Map<String, String> changed) {
    return method(Methods.with(asInRun(name), changed));
  }

  private Method asInRun(String name) {
    requireNoFile();
    RunConfig was = RunDirectory.open(run).config();
    return was.method().name().equals(name)
        ? MethodConfigs.method(was.method())
        : Methods.named(name);
  }

  /**
   * With this changed of the run that it will be, such as epochs, batch size and crop, which
   * otherwise are as they were; a learning rate is that of later steps.
   */
  public Extension with(UnaryOperator<Ciss> change) {
    UnaryOperator<Ciss> all = run -> change.apply(settings.apply(run));
    return new Extension(
        run, images, trainList, exif, testImages, known, oldImages, ownAnswers, method, all);
  }

  /**
   * The run that this will be.
   *
   * @throws CissException of kind usage if the run is not finished, the folder teaches no new
   *     class, or something does not fit
   */
  public Ciss result() {
    requireNoFile();
    RunDirectory from = RunDirectory.open(run);
    Extender.requireFinished(from);
    Path folder = folder();
    LabelSpace labels = FolderDataset.openTraining(folder, trainList).labelSpace();
    List<String> names = labels.foregroundNames();
    Path file = folder.resolve("labels.txt");
    List<String> fresh =
        names.stream()
            .filter(name -> !ClassNames.isKnown(name, from.classNames(), "the model", file))
            .toList();
    if (fresh.isEmpty()) {
      throw CissException.usage(
          "%s names no class that run %s does not know: %s; name data with new classes",
          file, run, ClassNames.line(names));
    }
    boolean labelled =
        known == Known.LABELLED || (known == Known.AUTO && fresh.size() < names.size());
    RunConfig was = from.config();
    Lineage lineage =
        new Lineage(
            absolute(run),
            from.classNames().get(0),
            Extender.learnt(from),
            fresh,
            was.lineage().forgotten(),
            absolute(testImages),
            oldImages.stream().map(Extension::absolute).toList(),
            ownAnswers);
    Ciss ciss =
        Ciss.of(
                was.withData(
                        new DataConfig(
                            "folder",
                            absolute(folder),
                            List.of(),
                            UnknownClasses.BACKGROUND,
                            trainList,
                            exif,
                            null,
                            null))
                    .withScenario(scenario(was, lineage, labelled))
                    .withMemory(MemoryConfig.none())
                    .withEvaluation(FolderScores.evaluation(was.evaluation()))
                    .withLineage(lineage))
            .method(method == null ? asInRun(Analytic.standard().name()) : method);
    return requirePlain(settings.apply(ciss));
  }

  private void requireNoFile() {
    if (Files.isRegularFile(run)) {
      throw CissException.usage(
          "%s is a file; if it holds the weights of a trained network, make a run of it first: ciss"
              + " adopt %s --backbone NAME --out DIR",
          run, run);
    }
  }

  private static Ciss requirePlain(Ciss ciss) {
    if (ciss.config().memory().replays()) {
      throw CissException.usage(
          "images of earlier steps cannot be replayed here, as they lie elsewhere; leave --memory"
              + " out");
    }
    if (ciss.config().evaluation().onHeldOut()) {
      throw CissException.usage(
          "an extended run is scored on test images; leave --held-out out, or name some with"
              + " --test");
    }
    return ciss;
  }

  private Path folder() {
    if (images == null) {
      throw CissException.usage("name the folder of the new images: data(folder), or --data DIR");
    }
    return images;
  }

  private static String absolute(@Nullable Path path) {
    return path == null ? "" : path.toAbsolutePath().normalize().toString();
  }

  private static ScenarioConfig scenario(RunConfig was, Lineage lineage, boolean labelled) {
    StepRules rules = was.scenario().rules();
    return new ScenarioConfig(
        Scenario.nameOf(lineage.stepSizes()),
        List.of(),
        List.of(),
        new StepRules(
            labelled ? Setting.LABELLED : Setting.OVERLAPPED,
            rules.voidPixels(),
            rules.splitSeed()));
  }

  /** As {@link #train(Path, RunListener)} with nobody listening. */
  public RunResult train(Path out) {
    return train(out, RunListener.none());
  }

  /**
   * Learns the new classes, and scores all steps.
   *
   * @param out folder of the new run, empty or missing; the other run stays as it is
   * @throws CissException as {@link #result}; or if training fails
   */
  public RunResult train(Path out, RunListener listener) {
    OutputFolder.requireFree(out);
    return train(result(), out, listener);
  }

  /**
   * The same for what {@link #result} gave, changed in ways that decide no number.
   *
   * @throws CissException if training fails
   */
  public RunResult train(Ciss result, Path out, RunListener listener) {
    return result.extend(RunDirectory.open(run), out, listener);
  }
}
