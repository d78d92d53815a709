// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Inspection;
import org.ciss4j.data.PartFindings;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.option.UnknownClasses;
import org.ciss4j.scenario.ClassNames;
import org.ciss4j.scenario.LabelSpace;

/**
 * Several data sets as one, under all their classes: those of one name, letter by letter, are one
 * class, whatever number each data set gives them. The order of the data sets is that of their
 * classes and images. Images are called {@code set/id}.
 *
 * <p>A data set that does not know a class cannot say that it is absent. {@link UnknownClasses}
 * says what its background is: the background of all, or void. Where no data set knows all classes,
 * no pixel is background then.
 *
 * <p>Copies of one image in several data sets are several images, but a file that one trains on and
 * another scores is refused.
 */
public final class UnionDataset extends JoinedDataset {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]*";

  private final Map<String, RecodedDataset> parts;
  private final UnknownClasses unknown;

  /** What the data sets are called, with their places. */
  private final String called;

  /**
   * A data set among others.
   *
   * @param name what its images begin with: letters, digits, {@code _}, {@code .} and {@code -}
   * @param place where it is, for those who do not know it by that name; may be empty
   */
  public record Member(String name, SegmentationDataset dataset, String place) {
    /** One that is known by its name. */
    public Member(String name, SegmentationDataset dataset) {
      this(name, dataset, "");
    }

    /**
     * Checks the name.
     *
     * @throws CissException of kind usage if it has other letters
     */
    public Member {
      if (!name.matches(NAME)) {
        throw CissException.usage(
            "data set '%s' needs a name of letters, digits, _, . and -, as its images begin with"
                + " it; rename it",
            name);
      }
    }
  }

  private UnionDataset(
      LabelSpace labelSpace,
      Map<String, RecodedDataset> parts,
      UnknownClasses unknown,
      String called) {
    super(labelSpace);
    this.called = called;
    this.parts = parts;
    this.unknown = unknown;
  }

  /**
   * Joins data sets.
   *
   * @param name of the whole, as {@link SegmentationDataset#name} has it
   * @param sets in order
   * @param unknown what the background of a data set is that does not know all classes
   * @throws CissException of kind usage if there is none, two have one name, they have more than
   *     254 classes together, some have a background and others have none, or the name of the whole
   *     has other than small letters, digits and -; of kind failure if a file is a training image
   *     of one and a test image of another
   */
  public static UnionDataset of(String name, List<Member> sets, UnknownClasses unknown) {
    if (!name.matches("[a-z0-9-]+")) {
      throw CissException.usage(
          "a joined data set cannot be called '%s'; name it by small letters, digits and -", name);
    }
    LabelSpace labelSpace = labelSpace(name, sets);
    Map<String, RecodedDataset> parts = new LinkedHashMap<>();
    for (Member set : sets) {
      if (parts.put(set.name, part(set, labelSpace, unknown)) != null) {
        throw CissException.usage(
            "two data sets are called '%s'; name each differently, as their images begin with it",
            set.name);
      }
    }
    requireDisjoint(sets);
    String called = sets.stream().map(UnionDataset::called).collect(Collectors.joining(", "));
    return new UnionDataset(labelSpace, parts, unknown, called);
  }

  private static String called(Member set) {
    return set.place.isEmpty() ? set.name : set.name + " (" + set.place + ")";
  }

  private static void requireDisjoint(List<Member> sets) {
    for (Member learnt : sets) {
      for (Member scored : sets) {
        if (learnt.dataset instanceof FileDataset train
            && scored.dataset instanceof FileDataset test
            && !learnt.name.equals(scored.name)) {
          train.requireTrainsOnNoneOf(test);
        }
      }
    }
  }

  private static LabelSpace labelSpace(String name, List<Member> sets) {
    if (sets.isEmpty()) {
      throw CissException.usage("there is no data set to join; name at least one");
    }
    Set<String> names = new LinkedHashSet<>();
    Set<Boolean> backgrounds = new LinkedHashSet<>();
    for (Member set : sets) {
      names.addAll(set.dataset.labelSpace().foregroundNames());
      backgrounds.add(set.dataset.labelSpace().hasBackground());
    }
    if (backgrounds.size() > 1) {
      throw CissException.usage(
          "some of the data sets %s have a background and others have none; join those that are"
              + " alike",
          String.join(", ", sets.stream().map(Member::name).toList()));
    }
    if (backgrounds.contains(false)) {
      return LabelSpace.withoutBackground(name, List.copyOf(names));
    }
    List<String> all = new ArrayList<>();
    all.add(sets.get(0).dataset.labelSpace().nameOf(LabelSpace.BACKGROUND));
    all.addAll(names);
    return new LabelSpace(name, all);
  }

  private static RecodedDataset part(Member set, LabelSpace all, UnknownClasses unknown) {
    LabelSpace own = set.dataset.labelSpace();
    boolean knows = own.foregroundNames().containsAll(all.foregroundNames());
    boolean open = knows || unknown == UnknownClasses.BACKGROUND;
    int background = open ? LabelSpace.BACKGROUND : LabelSpace.VOID;
    return new RecodedDataset(
        set.dataset,
        all,
        set.name + "/",
        id ->
            id == LabelSpace.BACKGROUND
                ? background
                : all.classNames().lastIndexOf(own.nameOf(id)));
  }

  @Override
  RecodedDataset partOf(String id) {
    int end = id.indexOf('/');
    RecodedDataset part = end < 0 ? null : parts.get(id.substring(0, end));
    if (part == null) {
      throw CissException.usage(
          "%s has no image %s; its images begin with one of %s and a /",
          name(), id, String.join(", ", parts.keySet()));
    }
    return part;
  }

  @Override
  Stream<RecodedDataset> parts(Split split) {
    return parts.values().stream();
  }

  @Override
  public List<String> ids(Split split) {
    return parts.values().stream().flatMap(part -> part.ids(split).stream()).toList();
  }

  /** What each data set says of its own images. */
  @Override
  public PartFindings findings(Split split, List<Inspection> images) {
    Map<RecodedDataset, List<Inspection>> ofParts =
        images.stream().collect(Collectors.groupingBy(image -> partOf(image.id())));
    return PartFindings.of(
        parts.values().stream()
            .map(part -> part.findings(split, ofParts.getOrDefault(part, List.of())))
            .toList());
  }

  @Override
  public void check(Split split, Progress progress) {
    int total = ids(split).size();
    int before = 0;
    for (RecodedDataset part : parts.values()) {
      int start = before;
      int images = part.ids(split).size();
      if (images > 0) {
        part.check(
            split,
            (done, all) -> {
              if (done < images) {
                progress.update(start + done, total);
              }
            });
        progress.update(start + images, total);
      }
      before += images;
    }
  }

  @Override
  public List<String> origin() {
    String joined =
        "joined from "
            + called
            + (unknown == UnknownClasses.BACKGROUND
                ? "; background is background"
                : "; background is void where a class is unknown");
    return Stream.concat(
            Stream.of(joined),
            parts.entrySet().stream()
                .flatMap(
                    part ->
                        Stream.concat(part.getValue().origin().stream(), unnamed(part.getValue()))
                            .map(line -> part.getKey() + ": " + line)))
        .toList();
  }

  /** Which classes a data set does not name, in a line; none if it names all. */
  private Stream<String> unnamed(RecodedDataset part) {
    Set<Integer> named = part.named();
    List<String> others =
        labelSpace().foreground().stream()
            .filter(id -> !named.contains(id))
            .map(labelSpace()::nameOf)
            .toList();
    return others.isEmpty()
        ? Stream.of()
        : Stream.of(
            "does not name "
                + ClassNames.line(others)
                + (unknown == UnknownClasses.BACKGROUND
                    ? "; such pixels are background"
                    : "; its background is void"));
  }

  @Override
  public List<Path> sources() {
    return parts.values().stream().flatMap(part -> part.sources().stream()).toList();
  }

  @Override
  public String toString() {
    return name() + " of " + called;
  }

  @Override
  public List<String> remarks() {
    return parts.values().stream().flatMap(part -> part.remarks().stream()).toList();
  }
}
