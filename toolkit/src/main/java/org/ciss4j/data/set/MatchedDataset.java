// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.CachedDataset;
import org.ciss4j.data.Inspection;
import org.ciss4j.data.PartFindings;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.scenario.ClassNames;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * Folders of labelled images, whose numbers of classes are their own, seen with the classes of a
 * model: classes are matched by name, letter by letter. What the model does not know is background
 * or, where it has none, void.
 */
public final class MatchedDataset extends JoinedDataset {
  /** Ids of test images that lie in another folder than the training images begin with this. */
  private static final String TEST_FOLDER = "test/";

  /** Null where nothing is trained on. */
  private final @Nullable Part train;

  private final Part test;
  private final Map<String, RecodedDataset> images = new HashMap<>();

  /** Some images of a folder, and how they are seen. */
  private record Part(FileDataset files, Split split, RecodedDataset seen) {
    List<String> ids() {
      return seen.ids(split);
    }
  }

  private MatchedDataset(LabelSpace labelSpace, @Nullable Part train, Part test) {
    super(labelSpace);
    this.train = train;
    this.test = test;
    parts().forEach(part -> part.ids().forEach(id -> images.put(id, part.seen)));
  }

  /**
   * A folder to learn from.
   *
   * @param labelSpace classes of the model, those among them that the folder teaches
   * @param folder laid out as {@link FolderDataset} says
   * @param trainList name of its list of training images; null for its own
   * @param exif what is made of the orientations that photographs say they have
   * @param testFolder another to score on, all its images or those of its list; null for the test
   *     images of the first, which else are trained on if it has no lists
   * @throws CissException of kind usage or failure if something is missing or wrong in a folder
   */
  public static MatchedDataset toLearn(
      LabelSpace labelSpace,
      Path folder,
      @Nullable String trainList,
      ExifRule exif,
      @Nullable Path testFolder) {
    if (testFolder == null) {
      FileDataset both = FolderDataset.open(folder, trainList).withExif(exif);
      return new MatchedDataset(
          labelSpace,
          part(labelSpace, folder, both, Split.TRAIN, ""),
          part(labelSpace, folder, both, Split.TEST, ""));
    }
    FileDataset own = FolderDataset.openTraining(folder, trainList).withExif(exif);
    Part train = part(labelSpace, folder, own, Split.TRAIN, "");
    FileDataset other = FolderDataset.openTest(testFolder).withExif(exif);
    own.requireTrainsOnNoneOf(other);
    String prefix = testPrefix(TEST_FOLDER, train.ids());
    return new MatchedDataset(
        labelSpace, train, part(labelSpace, testFolder, other, Split.TEST, prefix));
  }

  /** Training images may lie in a sub-folder of that name: no test image is called like them. */
  private static String testPrefix(String prefix, List<String> training) {
    return training.stream().anyMatch(id -> id.startsWith(prefix))
        ? testPrefix(prefix + TEST_FOLDER, training)
        : prefix;
  }

  /**
   * A folder of classes that the model knows, to look at again: its training images.
   *
   * @param labelSpace classes of the model
   * @throws CissException of kind usage also if it labels no class that the model knows
   */
  public static MatchedDataset toLearnAgain(LabelSpace labelSpace, Path folder) {
    FileDataset dataset = FolderDataset.openTraining(folder, null);
    return new MatchedDataset(
            labelSpace,
            part(labelSpace, folder, dataset, Split.TRAIN, ""),
            part(labelSpace, folder, dataset, Split.TEST, ""))
        .requireKnown(Split.TRAIN, folder);
  }

  /**
   * A folder to score on.
   *
   * @param labelSpace classes of the model
   * @param folder all its images, or those of its list
   * @throws CissException of kind usage also if it labels no class that the model knows
   */
  public static MatchedDataset toScore(LabelSpace labelSpace, Path folder) {
    FileDataset dataset = FolderDataset.openTest(folder);
    Part test = part(labelSpace, folder, dataset, Split.TEST, "");
    return new MatchedDataset(labelSpace, null, test).requireKnown(Split.TEST, folder);
  }

  /**
   * Checks that no image that is scored here is learnt from in other folders.
   *
   * @throws CissException of kind failure that names it
   */
  public void requireScoresNoneOf(MatchedDataset learnt) {
    if (learnt.train != null) {
      learnt.train.files.requireTrainsOnNoneOf(test.files);
    }
  }

  private MatchedDataset requireKnown(Split split, Path folder) {
    if (labelled(split).isEmpty()) {
      throw CissException.usage(
          "%s labels no class that the model knows: it has %s, and the model %s; name data with"
              + " classes of the model",
          folder,
          ClassNames.line(test.files.labelSpace().foregroundNames()),
          ClassNames.line(labelSpace().foregroundNames()));
    }
    return this;
  }

  /** The data set, or the one behind its cache, if it is of this kind. */
  public static Optional<MatchedDataset> of(SegmentationDataset dataset) {
    SegmentationDataset behind =
        dataset instanceof CachedDataset cached ? cached.behind() : dataset;
    return behind instanceof MatchedDataset matched ? Optional.of(matched) : Optional.empty();
  }

  private static Part part(
      LabelSpace labelSpace, Path folder, FileDataset files, Split split, String prefix) {
    boolean open = split == Split.TRAIN || labelSpace.hasBackground();
    int background = open ? LabelSpace.BACKGROUND : LabelSpace.VOID;
    int unknown = labelSpace.hasBackground() ? LabelSpace.BACKGROUND : LabelSpace.VOID;
    Path names = folder.resolve("labels.txt");
    IntUnaryOperator idOf =
        id -> {
          if (id == LabelSpace.BACKGROUND) {
            return background;
          }
          String name = files.labelSpace().nameOf(id);
          return ClassNames.isKnown(name, labelSpace.classNames(), "the model", names)
              ? labelSpace.classNames().lastIndexOf(name)
              : unknown;
        };
    return new Part(files, split, new RecodedDataset(files, labelSpace, prefix, idOf));
  }

  /** The ids of the model's classes that the labels of a part name, in order. */
  public List<Integer> labelled(Split split) {
    Set<Integer> named = part(split).orElse(test).seen.named();
    return labelSpace().foreground().stream().filter(named::contains).toList();
  }

  /** What the test images call classes that the model does not know. */
  public List<String> unknown() {
    LabelSpace own = test.files.labelSpace();
    return own.foregroundNames().stream()
        .filter(name -> !labelSpace().foregroundNames().contains(name))
        .toList();
  }

  private Stream<Part> parts() {
    return train == null ? Stream.of(test) : Stream.of(train, test);
  }

  private Optional<Part> part(Split split) {
    return split == Split.TEST ? Optional.of(test) : Optional.ofNullable(train);
  }

  @Override
  RecodedDataset partOf(String id) {
    RecodedDataset seen = images.get(id);
    if (seen == null) {
      throw CissException.usage("%s has no image %s", name(), id);
    }
    return seen;
  }

  @Override
  Stream<RecodedDataset> parts(Split split) {
    return part(split).map(Part::seen).stream();
  }

  @Override
  public List<String> ids(Split split) {
    return part(split).map(Part::ids).orElse(List.of());
  }

  @Override
  public void check(Split split, Progress progress) {
    part(split).ifPresent(part -> part.files.check(split, progress));
  }

  @Override
  public PartFindings findings(Split split, List<Inspection> images) {
    return part(split).map(part -> part.seen.findings(split, images)).orElse(PartFindings.NONE);
  }

  /** The folders, each once. */
  private Stream<FileDataset> folders() {
    return parts().map(Part::files).distinct();
  }

  @Override
  public List<String> origin() {
    return folders().flatMap(folder -> folder.origin().stream()).toList();
  }

  @Override
  public List<Path> sources() {
    return folders().flatMap(folder -> folder.sources().stream()).toList();
  }

  @Override
  public List<String> remarks() {
    return folders().flatMap(folder -> folder.remarks().stream()).toList();
  }

  @Override
  public String toString() {
    return folders().map(FileDataset::toString).distinct().collect(Collectors.joining(", "));
  }
}
