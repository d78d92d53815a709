// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.CachedDataset;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.scenario.ClassNames;
import org.ciss4j.scenario.ExifRule;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * Folders of labelled images, whose numbers of classes are their own, seen with the classes of a
 * model: classes are matched by name, letter by letter. What the model does not know is background
 * or, where it has none, void.
 */
public final class MatchedDataset implements SegmentationDataset {
  /** Ids of test images that lie in another folder than the training images begin with this. */
  private static final String TEST_FOLDER = "test/";

  private static final int LABELS = 256;

  private final LabelSpace labelSpace;

  /** Null where nothing is trained on. */
  private final @Nullable Part train;

  private final Part test;
  private final Map<String, Located> images = new HashMap<>();

  /** Some images of a folder, and what becomes of its labels. */
  private record Part(FileDataset dataset, Split split, String prefix, byte[] idOf) {
    List<String> ids() {
      return dataset.ids(split).stream().map(id -> prefix + id).toList();
    }
  }

  /** An image in its folder, by the name that it has there. */
  private record Located(Part part, String own) {}

  private MatchedDataset(LabelSpace labelSpace, @Nullable Part train, Part test) {
    this.labelSpace = labelSpace;
    this.train = train;
    this.test = test;
    parts()
        .forEach(
            part ->
                part.dataset
                    .ids(part.split)
                    .forEach(own -> images.put(part.prefix + own, new Located(part, own))));
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
    return new MatchedDataset(
        labelSpace, train, part(labelSpace, testFolder, other, Split.TEST, TEST_FOLDER));
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
      learnt.train.dataset.requireTrainsOnNoneOf(test.dataset);
    }
  }

  private MatchedDataset requireKnown(Split split, Path folder) {
    if (labelled(split).isEmpty()) {
      throw CissException.usage(
          "%s labels no class that the model knows: it has %s, and the model %s; name data with"
              + " classes of the model",
          folder,
          ClassNames.line(test.dataset.labelSpace().foregroundNames()),
          ClassNames.line(labelSpace.foregroundNames()));
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
      LabelSpace labelSpace, Path folder, FileDataset dataset, Split split, String prefix) {
    byte[] idOf = new byte[LABELS];
    byte unknown = (byte) (labelSpace.hasBackground() ? LabelSpace.BACKGROUND : LabelSpace.VOID);
    LabelSpace own = dataset.labelSpace();
    for (int id : own.foreground()) {
      String name = own.nameOf(id);
      boolean known =
          ClassNames.isKnown(name, labelSpace.classNames(), folder.resolve("labels.txt"));
      idOf[id] = known ? (byte) labelSpace.classNames().lastIndexOf(name) : unknown;
    }
    boolean open = split == Split.TRAIN || labelSpace.hasBackground();
    idOf[LabelSpace.BACKGROUND] = (byte) (open ? LabelSpace.BACKGROUND : LabelSpace.VOID);
    idOf[LabelSpace.VOID] = (byte) LabelSpace.VOID;
    return new Part(dataset, split, prefix, idOf);
  }

  /** The ids of the model's classes that the labels of a part name, in order. */
  public List<Integer> labelled(Split split) {
    Part part = split == Split.TRAIN && train != null ? train : test;
    Set<Integer> named =
        part.dataset.labelSpace().foreground().stream()
            .map(id -> Byte.toUnsignedInt(part.idOf[id]))
            .collect(Collectors.toSet());
    return labelSpace.foreground().stream().filter(named::contains).toList();
  }

  /** What the test images call classes that the model does not know. */
  public List<String> unknown() {
    LabelSpace own = test.dataset.labelSpace();
    return own.foregroundNames().stream()
        .filter(name -> !labelSpace.foregroundNames().contains(name))
        .toList();
  }

  private Stream<Part> parts() {
    return train == null ? Stream.of(test) : Stream.of(train, test);
  }

  private Located located(String id) {
    Located located = images.get(id);
    if (located == null) {
      throw CissException.usage("%s has no image %s", name(), id);
    }
    return located;
  }

  @Override
  public String name() {
    return labelSpace.name();
  }

  @Override
  public LabelSpace labelSpace() {
    return labelSpace;
  }

  @Override
  public List<String> ids(Split split) {
    if (split == Split.TEST) {
      return test.ids();
    }
    return train == null ? List.of() : train.ids();
  }

  @Override
  public LabeledImage read(String id) {
    Located located = located(id);
    LabeledImage image = located.part.dataset.read(located.own);
    byte[] label = new byte[image.label().length];
    for (int i = 0; i < label.length; i++) {
      label[i] = located.part.idOf[Byte.toUnsignedInt(image.label()[i])];
    }
    return new LabeledImage(id, image.width(), image.height(), image.rgb(), label);
  }

  @Override
  public Set<Integer> classesIn(String id) {
    Located located = located(id);
    return located.part.dataset.classesIn(located.own).stream()
        .map(label -> Byte.toUnsignedInt(located.part.idOf[label]))
        .filter(label -> label != LabelSpace.BACKGROUND && label != LabelSpace.VOID)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void check(Split split, Progress progress) {
    if (split == Split.TEST) {
      test.dataset.check(split, progress);
    } else if (train != null) {
      train.dataset.check(split, progress);
    }
  }

  @Override
  public long bytes(String id) {
    Located located = located(id);
    return located.part.dataset.bytes(located.own);
  }

  @Override
  public List<String> origin() {
    return parts().map(Part::dataset).distinct().flatMap(data -> data.origin().stream()).toList();
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    parts().map(Part::dataset).distinct().forEach(data -> remarks.addAll(data.remarks()));
    return remarks;
  }

  @Override
  public String toString() {
    return parts()
        .map(part -> part.dataset.toString())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
