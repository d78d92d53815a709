// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ciss4j.Ciss;
import org.ciss4j.common.CissException;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.data.option.UnknownClasses;
import org.ciss4j.data.saliency.SaliencyMaps;
import org.ciss4j.data.set.AdeDataset;
import org.ciss4j.data.set.Datasets;
import org.ciss4j.data.set.FolderDataset;
import org.ciss4j.method.Method;
import org.ciss4j.result.config.MethodConfig;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.train.MethodConfigs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name the data. */
public final class DataOptions {
  private static final String VOC = "voc";

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = {
        "voc: PASCAL VOC 2012, or data laid out like it;",
        "ade: ADE20K (ADEChallengeData2016);",
        "cityscapes;",
        "msrc: MSRC-v2;",
        "folder: your own images/, masks/ and labels.txt;",
        "sample: shapes that are drawn, no files needed (default: sample)."
      })
  private @Nullable String dataset;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Folder of the data; every data set but sample needs it.",
        "Of --dataset folder it may be given several times: the folders are one data set then, and"
            + " classes of one name are one class."
      })
  private List<Path> data = List.of();

  @Option(
      names = "--unknown-classes",
      paramLabel = "NAME",
      converter = UnknownClassesConverter.class,
      description = {
        "What the background of a folder is that does not name all classes of several --data;",
        "background: it shows none of those that it does not name;",
        "void: it may show some, and is not scored, nor learnt with --void ignored (default:"
            + " background)."
      })
  private @Nullable UnknownClasses unknownClasses;

  @Option(
      names = "--train-list",
      paramLabel = "NAME",
      description =
          "List of training images, without .txt (default for voc: train_aug, trainaug or aug where"
              + " it and its masks are there, else train; for msrc: train and val; for folder:"
              + " train).")
  private @Nullable String trainList;

  @Option(
      names = "--exif",
      paramLabel = "RULE",
      converter = ExifConverter.class,
      description =
          "What to make of the orientation that a camera noted in a photograph: apply, ignore, or"
              + " auto, which turns it if its mask has the size of the turned one (default: auto).")
  private @Nullable ExifRule exif;

  @Option(
      names = "--saliency",
      paramLabel = "DIR",
      description =
          "Folder with a PNG for each training image, named after it (of several --data with the"
              + " number of its folder before it, 2/cow_07.png) and above 0 where something stands"
              + " out, for a method that asks for it (default: computed by OpenCV).")
  private @Nullable Path saliency;

  @Option(
      names = "--replay",
      paramLabel = "DIR",
      description =
          "Folder with a sub-folder for each class, by its name, of images to replay, for a method"
              + " that asks for it; they need no labels.")
  private @Nullable Path replay;

  /** A run on this data with its defaults. */
  public Ciss start() {
    return start(name());
  }

  /** As {@link #start()} where there are lists of classes instead of data. */
  public Ciss startOfLists() {
    return start(dataset == null ? VOC : dataset);
  }

  private Ciss start(String name) {
    Ciss ciss = Ciss.dataset(name);
    ciss = data.isEmpty() ? ciss : ciss.data(data);
    ciss = unknownClasses == null ? ciss : ciss.unknownClasses(unknownClasses);
    ciss = exif == null ? ciss : ciss.exif(exif);
    ciss = saliency == null ? ciss : ciss.saliency(saliency);
    ciss = replay == null ? ciss : ciss.replay(replay);
    return trainList == null ? ciss : ciss.trainList(trainList);
  }

  /** Where the data is, in one folder or several; empty if that was not said. */
  public List<Path> folders() {
    return data;
  }

  /**
   * The same run with maps of what stands out.
   *
   * @throws CissException of kind usage if its method asks for none
   */
  public static Ciss withSaliency(Ciss run, Path maps) {
    requireReader(maps, List.of(run));
    return run.saliency(maps);
  }

  /**
   * Nothing if one of the runs is of a method that asks for the maps that are named.
   *
   * @throws CissException of kind usage if none is
   */
  public void requireReader(Collection<Ciss> runs) {
    if (saliency != null) {
      requireReader(saliency, runs);
    }
    if (replay != null) {
      requireReplay(replay, runs);
    }
  }

  /**
   * The same run with images to replay.
   *
   * @throws CissException of kind usage if its method asks for none
   */
  public static Ciss withReplay(Ciss run, Path images) {
    requireReplay(images, List.of(run));
    return run.replay(images);
  }

  private static void requireReplay(Path images, Collection<Ciss> runs) {
    requireUse(
        runs,
        Method::replaysFolder,
        images,
        "--replay %s is of no use: no images of a folder are replayed by %s; leave it out, or use"
            + " recall");
  }

  /** Whether there is a folder of images to replay. */
  public boolean replays() {
    return replay != null;
  }

  private static void requireReader(Path maps, Collection<Ciss> runs) {
    requireUse(
        runs,
        method -> method.extras().contains(SaliencyMaps.NAME),
        maps,
        "--saliency %s is of no use: no such maps are read by %s; leave it out, or use ssul");
  }

  private static void requireUse(
      Collection<Ciss> runs, Predicate<Method> uses, Path folder, String message) {
    List<MethodConfig> methods = runs.stream().map(run -> run.config().method()).toList();
    if (methods.stream().map(MethodConfigs::method).noneMatch(uses)) {
      throw CissException.usage(
          message,
          folder,
          methods.stream().map(MethodConfig::name).collect(Collectors.joining(", ")));
    }
  }

  /**
   * Checks that no folder is named that is read in training alone, where nothing is trained.
   *
   * @throws CissException of kind usage if one is
   */
  public void requireNoTraining() {
    requireNoTraining("--saliency", saliency);
    requireNoTraining("--replay", replay);
  }

  private static void requireNoTraining(String option, @Nullable Path value) {
    if (value != null) {
      throw CissException.usage(
          "%s is read in training, and nothing is trained here; leave it out", option);
    }
  }

  /**
   * Checks that no list of training images is named where none of them is read.
   *
   * @throws CissException of kind usage if one is
   */
  public void requireNoTrainList() {
    if (trainList != null) {
      throw CissException.usage(
          "--train-list names training images, and test images are scored (--held-out would score"
              + " some of the others); leave it out");
    }
  }

  /** A stored run with its data where that is now. */
  public Ciss moved(Ciss stored) {
    return moved(stored, data, saliency, replay);
  }

  /**
   * The same, each where it was if it is null or empty.
   *
   * @throws CissException of kind usage if the run has its data in another number of folders
   */
  public static Ciss moved(
      Ciss stored, List<Path> data, @Nullable Path saliency, @Nullable Path replay) {
    Ciss ciss = data.isEmpty() ? stored : moved(stored, data);
    ciss = saliency == null ? ciss : ciss.saliency(saliency);
    return replay == null ? ciss : ciss.replay(replay);
  }

  private static Ciss moved(Ciss stored, List<Path> data) {
    List<String> before = stored.config().data().folders();
    if (data.size() != Math.max(1, before.size())) {
      throw CissException.usage(
          "the run's data was in %s; name with --data where each folder is now, in this order, but"
              + " came %d",
          before.isEmpty() ? "no folder" : String.join(" and ", before), data.size());
    }
    return stored.data(data);
  }

  /**
   * Nothing if no option is of files, of which class lists have none.
   *
   * @throws CissException of kind usage that names the one that is
   */
  public void requireNoFiles() {
    requireNot("--data", data.isEmpty() ? null : data.get(0));
    requireNot("--unknown-classes", unknownClasses);
    requireNot("--train-list", trainList);
    requireNot("--exif", exif);
    requireNot("--saliency", saliency);
    requireNot("--replay", replay);
  }

  private static void requireNot(String option, @Nullable Object value) {
    if (value != null) {
      throw CissException.usage(
          "--class-list takes the place of %s; leave one of them out", option);
    }
  }

  /**
   * The classes of the data set, looking at no data.
   *
   * @param names file of their names, as in a folder of one's own; null for those of the data set
   * @throws CissException of kind usage if they cannot be known
   */
  public LabelSpace labelSpace(@Nullable Path names) {
    if (names != null) {
      return FolderDataset.labelSpace(names);
    }
    return switch (dataset == null ? VOC : dataset) {
      case VOC -> LabelSpace.pascalVoc();
      case "ade" -> AdeDataset.labelSpace();
      default ->
          throw CissException.usage(
              "class lists are of --dataset voc or ade, or of classes that --class-names names");
    };
  }

  /**
   * The data set that the options name.
   *
   * @throws CissException of kind usage or failure if it cannot be opened
   */
  public SegmentationDataset open() {
    return Datasets.open(
        name(),
        data,
        Objects.requireNonNullElse(unknownClasses, UnknownClasses.BACKGROUND),
        trainList,
        Objects.requireNonNullElse(exif, ExifRule.AUTO));
  }

  /** The classes of the data, which many data sets have wherever they lie, and whether they do. */
  LabelSpace classes() {
    return Datasets.classes(name(), data).orElseGet(() -> open().labelSpace());
  }

  private String name() {
    return dataset == null ? "sample" : dataset;
  }
}
