// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.MaskFile;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.label.MaskLabels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.LabelSpace;

/**
 * A data set of image and mask files. The classes that open a data set, such as {@link VocDataset},
 * know where its files lie and what the numbers in its masks mean; all else is here.
 */
public final class FileDataset implements SegmentationDataset {
  private final LabelSpace labelSpace;
  private final MaskLabels maskLabels;
  private final Map<Split, DatasetPart> parts = new EnumMap<>(Split.class);
  private final Map<Split, Map<String, Set<Integer>>> classes = new EnumMap<>(Split.class);

  /**
   * A data set of two parts.
   *
   * @throws CissException of kind failure if they share an image
   */
  FileDataset(LabelSpace labelSpace, MaskLabels maskLabels, DatasetPart train, DatasetPart test) {
    this.labelSpace = labelSpace;
    this.maskLabels = maskLabels;
    parts.put(Split.TRAIN, train);
    parts.put(Split.TEST, test);
    requireDisjoint(train, test);
  }

  private static void requireDisjoint(DatasetPart train, DatasetPart test) {
    train.ids().stream()
        .filter(id -> test.get(id) != null)
        .findFirst()
        .ifPresent(
            id -> {
              throw CissException.failure(
                  "%s is in %s and in %s; test images must not be trained on, so remove it from one"
                      + " of them",
                  id, train.source(), test.source());
            });
  }

  private DatasetPart part(Split split) {
    return Objects.requireNonNull(parts.get(split));
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
    return part(split).ids();
  }

  /** The name of the list or folder that a part was read from, such as {@code train_aug}. */
  public String list(Split split) {
    return part(split).name();
  }

  @Override
  public LabeledImage read(String id) {
    DatasetPart part = part(splitOf(id));
    ImageFiles files = Objects.requireNonNull(part.get(id));
    requireExists(part, files);
    ImageFile imageFile = new ImageFile(files.image());
    Pixels image = imageFile.decode(imageFile.header().orientation());
    MaskFile maskFile = new MaskFile(files.mask());
    Pixels mask = maskFile.decode();
    if (!image.size().equals(mask.size())) {
      throw CissException.failure("%s", ImageCheck.otherSize(files, image.size(), mask.size()));
    }
    byte[] labels = maskLabels.idsOf(mask.data(), files.mask());
    return new LabeledImage(id, image.width(), image.height(), image.data(), labels);
  }

  private static void requireExists(DatasetPart part, ImageFiles files) {
    for (var file : List.of(files.image(), files.mask())) {
      if (!Files.exists(file)) {
        throw CissException.failure("%s", part.missing(files.id(), file));
      }
    }
  }

  @Override
  public Set<Integer> classesIn(String id) {
    return Objects.requireNonNull(index(splitOf(id), Progress.none()).get(id));
  }

  @Override
  public void check(Split split, Progress progress) {
    index(split, progress);
  }

  @Override
  public long bytes(String id) {
    ImageFiles files = Objects.requireNonNull(part(splitOf(id)).get(id));
    try {
      return Files.size(files.image()) + Files.size(files.mask());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Inspection inspect(String id) {
    return look(id, true);
  }

  private Inspection look(String id, boolean close) {
    DatasetPart part = part(splitOf(id));
    ImageFiles files = Objects.requireNonNull(part.get(id));
    return new ImageCheck(part, files, maskLabels).run(close);
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
    return look(id, false).requireSound().foreground();
  }

  private Split splitOf(String id) {
    for (Split split : parts.keySet()) {
      if (part(split).get(id) != null) {
        return split;
      }
    }
    throw CissException.usage(
        "%s has no image %s in its lists %s and %s",
        name(), id, list(Split.TRAIN), list(Split.TEST));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d training images (%s), %d test images (%s), %s",
        name(),
        ids(Split.TRAIN).size(),
        list(Split.TRAIN),
        ids(Split.TEST).size(),
        list(Split.TEST),
        labelSpace.hasBackground()
            ? labelSpace.size() + " classes with the background"
            : labelSpace.size() - 1 + " classes and no background");
  }
}
