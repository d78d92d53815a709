// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Inspection;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.PartFindings;
import org.ciss4j.data.Problem;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.ImageHeader;
import org.ciss4j.data.image.ImageSize;
import org.ciss4j.data.image.MaskFile;
import org.ciss4j.data.image.Orientation;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.label.LabelCensus;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.scenario.LabelSpace;

/**
 * A data set of image and mask files. The classes that open a data set, such as {@link VocDataset},
 * know where its files lie and what the numbers in its masks mean; all else is here.
 */
public final class FileDataset implements SegmentationDataset {
  private final FileRules rules;
  private final Map<Split, DatasetPart> parts = new EnumMap<>(Split.class);
  private final Map<Split, Map<String, Set<Integer>>> classes = new EnumMap<>(Split.class);
  private final Map<Split, PartFindings> findings = new EnumMap<>(Split.class);

  /**
   * A data set of two parts.
   *
   * @throws CissException of kind failure if they share an image
   */
  FileDataset(FileRules rules, DatasetPart train, DatasetPart test) {
    this.rules = rules;
    requireDisjoint(train, test);
    RealImages real = new RealImages();
    parts.put(Split.TRAIN, real.once(train));
    parts.put(Split.TEST, real.once(test));
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
    new RealImages().requireDisjoint(train, test);
  }

  /**
   * Checks that no image of one data set is scored in another.
   *
   * @throws CissException of kind failure if one file is a training image here and a test image
   *     there
   */
  void requireTrainsOnNoneOf(FileDataset test) {
    new RealImages().requireDisjoint(part(Split.TRAIN), test.part(Split.TEST));
  }

  @Override
  public List<Path> sources() {
    return parts.values().stream().map(DatasetPart::source).toList();
  }

  /** The same, where this is made of the notes of cameras. */
  public FileDataset withExif(ExifRule rule) {
    return new FileDataset(rules.withExif(rule), part(Split.TRAIN), part(Split.TEST));
  }

  private DatasetPart part(Split split) {
    return Objects.requireNonNull(parts.get(split));
  }

  @Override
  public LabelSpace labelSpace() {
    return rules.labelSpace();
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
    ImageHeader header = imageFile.header();
    Pixels mask = new MaskFile(files.mask()).decode();
    Pixels image = imageFile.decode(turn(files, header, mask.size()));
    byte[] labels = rules.maskLabels().idsOf(mask.data(), files.mask());
    return new LabeledImage(id, image.width(), image.height(), image.data(), labels);
  }

  private Orientation turn(ImageFiles files, ImageHeader header, ImageSize mask) {
    Orientation turn =
        header
            .turnFor(mask, rules.exif())
            .orElseThrow(() -> CissException.failure("%s", ImageCheck.undecided(files, header)));
    if (!header.size(turn).equals(mask)) {
      throw CissException.failure("%s", ImageCheck.otherSize(files, header, mask));
    }
    return turn;
  }

  private static void requireExists(DatasetPart part, ImageFiles files) {
    List<Path> missing = files.missing();
    if (!missing.isEmpty()) {
      throw CissException.failure("%s", part.missing(files, missing));
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
    return new ImageCheck(part, files, rules).run(close);
  }

  /**
   * One look at all files of a part gives all: that they are sound, which classes they show, and
   * what they tell together.
   */
  private synchronized Map<String, Set<Integer>> index(Split split, Progress progress) {
    Map<String, Set<Integer>> known = classes.get(split);
    if (known == null) {
      Map<String, Inspection> looks =
          ClassIndex.build(ids(split), id -> look(id, false).requireSound(), progress);
      findings.put(split, requireUsable(findings(split, List.copyOf(looks.values()))));
      known = new HashMap<>();
      for (Inspection look : looks.values()) {
        known.put(look.id(), look.foreground());
      }
      classes.put(split, known);
    }
    return known;
  }

  private static PartFindings requireUsable(PartFindings findings) {
    findings.problems().stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw CissException.failure("%s", problem.message());
            });
    return findings;
  }

  @Override
  public List<String> origin() {
    return Stream.concat(
            Stream.of(toString()),
            Stream.concat(
                rules.remarks().stream(),
                parts.values().stream().flatMap(part -> part.remarks().stream())))
        .toList();
  }

  @Override
  public synchronized List<String> remarks() {
    return findings.values().stream().flatMap(part -> part.remarks().stream()).toList();
  }

  /** Only training images have to show classes. */
  @Override
  public PartFindings findings(Split split, List<Inspection> images) {
    List<Inspection> sound = images.stream().filter(image -> image.problems().isEmpty()).toList();
    LabelCensus census =
        LabelCensus.of(labelSpace(), sound.stream().map(image -> image.pixels().keySet()).toList());
    Optional<String> mistake = rules.mistake().apply(census);
    if (mistake.isEmpty() && split == Split.TRAIN) {
      mistake = census.mistake();
    }
    String source = part(split).source() + ": ";
    List<String> remarks = new ArrayList<>();
    if (mistake.isEmpty() && split == Split.TRAIN) {
      census.remark().ifPresent(remark -> remarks.add(source + remark));
    }
    turned(sound).ifPresent(remark -> remarks.add(source + remark));
    return new PartFindings(
        mistake.stream()
            .map(text -> new Problem(Problem.Kind.LABEL_CONVENTION, source + text))
            .toList(),
        remarks);
  }

  private static Optional<String> turned(List<Inspection> images) {
    List<String> ids = images.stream().filter(Inspection::turned).map(Inspection::id).toList();
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%d image%s turned as the EXIF orientation says, such as %s",
                ids.size(),
                ids.size() == 1 ? " is" : "s are",
                ids.get(0)));
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
        "%s: %s, %s",
        name(),
        Stream.of(counted(Split.TRAIN, "training"), counted(Split.TEST, "test"))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", ")),
        labelSpace().hasBackground()
            ? labelSpace().size() + " classes with the background"
            : labelSpace().size() - 1 + " classes and no background");
  }

  /** Empty for a part without images. */
  private String counted(Split split, String word) {
    int count = ids(split).size();
    return count == 0 ? "" : count + " " + word + " images (" + list(split) + ")";
  }
}
