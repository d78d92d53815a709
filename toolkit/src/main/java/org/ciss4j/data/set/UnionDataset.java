// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.LabelSpace;

/**
 * Several data sets as one, under all their classes: those of one name are one class, whatever
 * number each data set gives them. Images are called {@code set/id}.
 *
 * <p>A data set that does not know a class cannot say that it is absent: with {@code sure} false
 * its background is void, which is neither learnt nor scored; with true it is the background of
 * all.
 */
public final class UnionDataset implements SegmentationDataset {
  private static final int LABELS = 256;

  private final LabelSpace labelSpace;
  private final Map<String, Part> parts;

  /** A data set, and what becomes of its labels. */
  private record Part(SegmentationDataset dataset, byte[] idOf) {}

  /** An image in its data set. */
  private record Located(Part part, String own) {}

  private UnionDataset(LabelSpace labelSpace, Map<String, Part> parts) {
    this.labelSpace = labelSpace;
    this.parts = parts;
  }

  /**
   * Joins data sets.
   *
   * @param name of the whole, as {@link SegmentationDataset#name} has it
   * @param sets by the name that their images begin with, which has no {@code /}
   * @param sure whether what a data set calls background is background, even where it does not know
   *     all classes
   * @throws CissException of kind usage if there is none, they have more than 254 classes together,
   *     or some have a background and others have none
   */
  public static UnionDataset of(String name, Map<String, SegmentationDataset> sets, boolean sure) {
    LabelSpace labelSpace = labelSpace(name, sets);
    Map<String, Part> parts = new LinkedHashMap<>();
    sets.forEach((key, set) -> parts.put(key, new Part(set, idOf(set, labelSpace, sure))));
    return new UnionDataset(labelSpace, parts);
  }

  private static LabelSpace labelSpace(String name, Map<String, SegmentationDataset> sets) {
    if (sets.isEmpty()) {
      throw CissException.usage("there is no data set to join; name at least one");
    }
    Set<String> names = new LinkedHashSet<>();
    Set<Boolean> backgrounds = new LinkedHashSet<>();
    sets.forEach(
        (key, set) -> {
          if (key.isEmpty() || key.contains("/")) {
            throw CissException.usage(
                "data set '%s' needs a name without / before its images; rename it", key);
          }
          names.addAll(set.labelSpace().foregroundNames());
          backgrounds.add(set.labelSpace().hasBackground());
        });
    if (backgrounds.size() > 1) {
      throw CissException.usage(
          "some of the data sets %s have a background and others have none; join those that are"
              + " alike",
          String.join(", ", sets.keySet()));
    }
    if (backgrounds.contains(false)) {
      return LabelSpace.withoutBackground(name, List.copyOf(names));
    }
    List<String> all = new ArrayList<>();
    all.add(sets.values().iterator().next().labelSpace().nameOf(LabelSpace.BACKGROUND));
    all.addAll(names);
    return new LabelSpace(name, all);
  }

  private static byte[] idOf(SegmentationDataset set, LabelSpace all, boolean sure) {
    byte[] idOf = new byte[LABELS];
    LabelSpace own = set.labelSpace();
    own.foreground().forEach(id -> idOf[id] = (byte) all.classNames().lastIndexOf(own.nameOf(id)));
    boolean knows = own.foregroundNames().containsAll(all.foregroundNames());
    idOf[LabelSpace.BACKGROUND] = (byte) (sure || knows ? LabelSpace.BACKGROUND : LabelSpace.VOID);
    idOf[LabelSpace.VOID] = (byte) LabelSpace.VOID;
    return idOf;
  }

  private Located located(String id) {
    int end = id.indexOf('/');
    Part part = end < 0 ? null : parts.get(id.substring(0, end));
    if (part == null) {
      throw CissException.usage(
          "%s has no image %s; its images begin with one of %s and a /",
          name(), id, String.join(", ", parts.keySet()));
    }
    return new Located(part, id.substring(end + 1));
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
    return parts.entrySet().stream()
        .flatMap(
            part -> part.getValue().dataset.ids(split).stream().map(id -> part.getKey() + "/" + id))
        .toList();
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
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void check(Split split, Progress progress) {
    int total = ids(split).size();
    int before = 0;
    for (Part part : parts.values()) {
      int start = before;
      int images = part.dataset.ids(split).size();
      if (images > 0) {
        part.dataset.check(split, (done, all) -> progress.update(start + done, total));
      }
      before += images;
    }
  }

  @Override
  public long bytes(String id) {
    Located located = located(id);
    return located.part.dataset.bytes(located.own);
  }

  @Override
  public List<String> origin() {
    return parts.values().stream().flatMap(part -> part.dataset.origin().stream()).toList();
  }

  @Override
  public List<String> remarks() {
    return parts.values().stream().flatMap(part -> part.dataset.remarks().stream()).toList();
  }
}
