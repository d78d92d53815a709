// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ciss4j.common.CissException;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.data.option.UnknownClasses;
import org.ciss4j.scenario.ClassNames;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/** The data sets by name: what the command line and run directories speak. */
public final class Datasets {
  private static final String FOLDER = "folder";

  /** How each data set is opened, by its name. */
  private static final Map<String, Opener> OPENERS = openers();

  private Datasets() {}

  private static Map<String, Opener> openers() {
    Map<String, Opener> openers = new LinkedHashMap<>();
    openers.put("voc", (data, list) -> VocDataset.open(folder("voc", data), voc(list)));
    openers.put("ade", (data, list) -> AdeDataset.open(unlisted("ade", data, list)));
    openers.put(
        "cityscapes", (data, list) -> CityscapesDataset.open(unlisted("cityscapes", data, list)));
    openers.put("msrc", (data, list) -> MsrcDataset.open(folder("msrc", data), list));
    openers.put(FOLDER, (data, list) -> FolderDataset.open(folder(FOLDER, data), list));
    openers.put("sample", Datasets::sample);
    return openers;
  }

  private interface Opener {
    SegmentationDataset open(@Nullable Path data, @Nullable String trainList);
  }

  /** Names of all data sets. */
  public static List<String> names() {
    return List.copyOf(OPENERS.keySet());
  }

  /**
   * Opens a data set.
   *
   * @param data its folder; null where it needs none
   * @param trainList name of the list of training images; null for the data set's own
   * @throws CissException of kind usage if there is no such data set, or a folder is missing or too
   *     much
   */
  public static SegmentationDataset open(
      String name, @Nullable Path data, @Nullable String trainList) {
    return open(name, data, trainList, ExifRule.AUTO);
  }

  /**
   * Opens a data set.
   *
   * @param exif what is made of the orientation that a photograph says it has
   * @throws CissException as {@link #open(String, Path, String)} does, and if images have no files
   *     that could say so
   */
  public static SegmentationDataset open(
      String name, @Nullable Path data, @Nullable String trainList, ExifRule exif) {
    SegmentationDataset dataset = opened(name, data, trainList);
    if (dataset instanceof FileDataset files) {
      return files.withExif(exif);
    }
    if (exif != ExifRule.AUTO) {
      throw CissException.usage("data set %s has no photographs; leave --exif out", name);
    }
    return dataset;
  }

  /**
   * Opens a data set of one folder, of none, or of several of one's own, which are joined under all
   * their classes: those of one name are one class, and images are called by the number of their
   * folder, {@code 2/street}.
   *
   * @param unknown what the background of a folder is that does not name all classes
   * @throws CissException as {@link #open(String, Path, String, ExifRule)} does, and of kind usage
   *     if folders of another data set are to be joined, one is named twice, names of classes
   *     differ in capitals or spaces alone, or nothing is joined and its background is to be void;
   *     of kind failure if one trains on what another tests on
   */
  public static SegmentationDataset open(
      String name,
      List<Path> folders,
      UnknownClasses unknown,
      @Nullable String trainList,
      ExifRule exif) {
    if (folders.size() < 2) {
      if (unknown != UnknownClasses.BACKGROUND) {
        throw CissException.usage(
            "--unknown-classes is of several folders, which may name other classes, but came %d;"
                + " leave it out",
            folders.size());
      }
      return open(name, folders.isEmpty() ? null : folders.get(0), trainList, exif);
    }
    if (!name.equals(FOLDER)) {
      throw CissException.usage(
          "data set %s is in one folder, but came %d: %s; several are joined of --dataset folder"
              + " alone",
          name, folders.size(), line(folders));
    }
    if (folders.stream().map(RealImages::resolved).distinct().count() < folders.size()) {
      throw CissException.usage(
          "a data folder is named twice among %s; name each once", line(folders));
    }
    List<UnionDataset.Member> members = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (Path folder : folders) {
      SegmentationDataset dataset = open(name, folder, trainList, exif);
      List<String> names = dataset.labelSpace().foregroundNames();
      Path place = folder.resolve("labels.txt");
      names.forEach(each -> ClassNames.isKnown(each, known, "a folder before it", place));
      known.addAll(names);
      members.add(
          new UnionDataset.Member(
              Integer.toString(members.size() + 1), dataset, folder.toString()));
    }
    return UnionDataset.of(name, members, unknown);
  }

  /**
   * The classes of a data set whose files need not say them.
   *
   * @param folders where it is, or is to be
   * @return empty if they are for the files to say
   */
  public static Optional<LabelSpace> classes(String name, List<Path> folders) {
    return switch (name) {
      case "voc" -> Optional.of(LabelSpace.pascalVoc());
      case "cityscapes" -> Optional.of(CityscapesDataset.labelSpace());
      case "msrc" -> Optional.of(MsrcDataset.labelSpace());
      case "ade" ->
          Optional.of(AdeDataset.labelSpace())
              .filter(labels -> folders.stream().noneMatch(Files::exists));
      default -> Optional.empty();
    };
  }

  private static String line(List<Path> folders) {
    return folders.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private static SegmentationDataset opened(
      String name, @Nullable Path data, @Nullable String trainList) {
    Opener opener = OPENERS.get(name);
    if (opener == null) {
      throw CissException.usage(
          "there is no data set '%s'; use one of %s", name, String.join(", ", names()));
    }
    return opener.open(data, trainList);
  }

  private static VocDataset.Options voc(@Nullable String trainList) {
    return VocDataset.Options.standard().withTrainList(trainList);
  }

  private static Path folder(String name, @Nullable Path data) {
    if (data == null) {
      throw CissException.usage("data set %s needs its folder; name it with --data", name);
    }
    return data;
  }

  private static Path unlisted(String name, @Nullable Path data, @Nullable String trainList) {
    if (trainList != null) {
      throw CissException.usage(
          "data set %s has folders instead of lists; leave --train-list out", name);
    }
    return folder(name, data);
  }

  private static SegmentationDataset sample(@Nullable Path data, @Nullable String trainList) {
    if (data != null || trainList != null) {
      throw CissException.usage(
          "data set sample is drawn, not read; leave --data and --train-list out");
    }
    return new SampleDataset();
  }
}
