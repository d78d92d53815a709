// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.LabelSpace;
import org.jspecify.annotations.Nullable;

/**
 * PASCAL VOC 2012, or any data laid out like it: {@code JPEGImages/ID.jpg}, {@code
 * SegmentationClass/ID.png} or {@code SegmentationClassAug/ID.png}, and lists of ids in {@code
 * ImageSets/Segmentation}.
 *
 * <p>Training takes the list {@code train_aug} (10,582 images with the masks of Hariharan et al.,
 * "Semantic Contours from Inverse Detectors", ICCV 2011) where it and its masks are there, else
 * {@code train} (1,464); testing takes {@code val} (1,449). The lists train, val and trainval are
 * labelled from SegmentationClass, all others from SegmentationClassAug; each falls back to the
 * folder that exists.
 */
public final class VocDataset implements SegmentationDataset {
  private final Options options;
  private final VocFolder folder;
  private final Part train;
  private final Part test;
  private final Map<Split, Map<String, Set<Integer>>> classes = new EnumMap<>(Split.class);

  private record Part(String list, List<String> ids, Set<String> members) {
    static Part read(VocFolder folder, String list) {
      List<String> ids = folder.readList(list);
      return new Part(list, ids, Set.copyOf(ids));
    }
  }

  /**
   * What may differ from VOC 2012 as it comes.
   *
   * @param name short name of the data set
   * @param labelSpace classes of the masks
   * @param trainList name of the training list without {@code .txt}; null for train_aug or else
   *     train
   * @param testList name of the test list without {@code .txt}
   */
  public record Options(
      String name, LabelSpace labelSpace, @Nullable String trainList, String testList) {

    /** PASCAL VOC 2012 as described above. */
    public static Options standard() {
      return new Options("voc", LabelSpace.pascalVoc(), null, "val");
    }

    /** The same with another training list. */
    public Options withTrainList(String list) {
      return new Options(name, labelSpace, list, testList);
    }

    /** The same with other classes and another name. */
    public Options withLabelSpace(LabelSpace other) {
      return new Options(other.name(), other, trainList, testList);
    }
  }

  private VocDataset(VocFolder folder, Options options) {
    this.folder = folder;
    this.options = options;
    String trainList = options.trainList();
    this.train = Part.read(folder, trainList == null ? folder.defaultTrainList() : trainList);
    this.test = Part.read(folder, options.testList());
    requireDisjointSplits();
  }

  /** As {@link #open(Path, Options)} with the standard options. */
  public static VocDataset open(Path root) {
    return open(root, Options.standard());
  }

  /**
   * Finds the data and reads its lists; looks at no image.
   *
   * @param root the folder {@code VOC2012}, or one that holds {@code VOCdevkit/VOC2012} or {@code
   *     VOC2012}
   * @throws CissException of kind usage if a folder or list is missing; of kind failure if a list
   *     is empty or names an image twice, or if an image is in both lists
   */
  public static VocDataset open(Path root, Options options) {
    return new VocDataset(VocFolder.find(root), options);
  }

  private void requireDisjointSplits() {
    train.ids.stream()
        .filter(test.members::contains)
        .findFirst()
        .ifPresent(
            id -> {
              throw CissException.failure(
                  "%s is in %s and in %s; test images must not be trained on, so remove it from one"
                      + " list",
                  id, folder.listFile(train.list), folder.listFile(test.list));
            });
  }

  private Part part(Split split) {
    return split == Split.TRAIN ? train : test;
  }

  @Override
  public String name() {
    return options.name();
  }

  @Override
  public LabelSpace labelSpace() {
    return options.labelSpace();
  }

  @Override
  public List<String> ids(Split split) {
    return part(split).ids;
  }

  /** The name of the list that a part was read from, such as {@code train_aug}. */
  public String list(Split split) {
    return part(split).list;
  }

  @Override
  public LabeledImage read(String id) {
    Pixels image = new JpegFile(imageFile(id)).decode();
    Pixels mask = new MaskFile(maskFile(id)).decode();
    requireSameSize(id, new ImageSize(image.width(), image.height()), mask);
    return new LabeledImage(id, image.width(), image.height(), image.data(), mask.data());
  }

  @Override
  public Set<Integer> classesIn(String id) {
    return Objects.requireNonNull(index(splitOf(id), Progress.none()).get(id));
  }

  @Override
  public void check(Split split, Progress progress) {
    index(split, progress);
  }

  /**
   * One look at all files of a part gives both: that they are sound, and which classes they show.
   */
  private synchronized Map<String, Set<Integer>> index(Split split, Progress progress) {
    Map<String, Set<Integer>> known = classes.get(split);
    if (known == null) {
      known = ClassIndex.build(ids(split), this::classesInSoundFiles, progress);
      classes.put(split, known);
    }
    return known;
  }

  private Set<Integer> classesInSoundFiles(String id) {
    ImageSize size = new JpegFile(imageFile(id)).size();
    Pixels mask = new MaskFile(maskFile(id)).decode();
    requireSameSize(id, size, mask);
    return foreground(id, mask);
  }

  private Set<Integer> foreground(String id, Pixels mask) {
    boolean[] met = new boolean[LabelSpace.VOID + 1];
    for (byte label : mask.data()) {
      met[Byte.toUnsignedInt(label)] = true;
    }
    Set<Integer> result = new HashSet<>();
    for (int label = 1; label < LabelSpace.VOID; label++) {
      if (met[label]) {
        requireClass(id, label);
        result.add(label);
      }
    }
    return Set.copyOf(result);
  }

  private void requireClass(String id, int label) {
    if (!labelSpace().contains(label)) {
      throw CissException.failure(
          "mask %s holds label %d; expected 0 to %d or %d (void), so correct the mask or the class"
              + " list",
          maskFile(id), label, labelSpace().size() - 1, LabelSpace.VOID);
    }
  }

  private void requireSameSize(String id, ImageSize image, Pixels mask) {
    ImageSize size = new ImageSize(mask.width(), mask.height());
    if (!image.equals(size)) {
      throw CissException.failure(
          "mask %s is %s, but its image %s is %s; they must have one size",
          maskFile(id), size, imageFile(id), image);
    }
  }

  private Split splitOf(String id) {
    for (Split split : Split.values()) {
      if (part(split).members.contains(id)) {
        return split;
      }
    }
    throw CissException.usage(
        "%s has no image %s in its lists %s and %s",
        name(), id, list(Split.TRAIN), list(Split.TEST));
  }

  private Path imageFile(String id) {
    splitOf(id);
    return require(folder.image(id), id);
  }

  private Path maskFile(String id) {
    return require(folder.mask(list(splitOf(id)), id), id);
  }

  private Path require(Path file, String id) {
    if (!Files.exists(file)) {
      throw CissException.failure(
          "list %s names %s, but %s does not exist; restore the file or remove the line",
          folder.listFile(list(splitOf(id))), id, file);
    }
    return file;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d training images (%s), %d test images (%s), %d classes with the background",
        name(),
        train.ids.size(),
        train.list,
        test.ids.size(),
        test.list,
        labelSpace().size());
  }
}
