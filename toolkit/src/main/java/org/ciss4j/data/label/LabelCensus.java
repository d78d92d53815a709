// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.label;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ciss4j.scenario.ClassNames;
import org.ciss4j.scenario.LabelSpace;

/**
 * What the masks of a part of a data set show, taken together: each may be right by itself and all
 * of them wrong.
 *
 * @param labelSpace the classes
 * @param images number of masks
 * @param imagesOf number of masks that show each id that occurs, background and void among them
 */
public record LabelCensus(LabelSpace labelSpace, int images, Map<Integer, Integer> imagesOf) {

  /** Copies the numbers. */
  public LabelCensus {
    imagesOf = Map.copyOf(imagesOf);
  }

  /** Of masks that show these ids. */
  public static LabelCensus of(LabelSpace labelSpace, Collection<Set<Integer>> masks) {
    Map<Integer, Integer> imagesOf = new TreeMap<>();
    masks.forEach(ids -> ids.forEach(id -> imagesOf.merge(id, 1, Integer::sum)));
    return new LabelCensus(labelSpace, masks.size(), imagesOf);
  }

  /** Whether a mask shows this id. */
  public boolean shows(int id) {
    return imagesOf.containsKey(id);
  }

  /** Why nothing can be learnt from these masks; empty if something can, or there is no mask. */
  public Optional<String> mistake() {
    boolean none = images > 0 && labelSpace.foreground().stream().noneMatch(this::shows);
    return none ? Optional.of("no mask shows a class: " + reason()) : Optional.empty();
  }

  private String reason() {
    if (!shows(LabelSpace.VOID)) {
      return "all are background (0) all over; export them again with the number of its class at"
          + " every pixel";
    }
    return String.format(
        Locale.ROOT,
        "all hold %s alone, and 255 is void, which belongs to no class; where it means one, as in"
            + " masks of black and white, store the number of that class, such as 1 for %s",
        shows(LabelSpace.BACKGROUND)
            ? "0 (background) and 255"
            : labelSpace.hasBackground() ? "255" : "0 and 255",
        labelSpace.nameOf(1));
  }

  /** What is odd though something can be learnt: classes that no mask shows. */
  public Optional<String> remark() {
    List<Integer> absent = labelSpace.foreground().stream().filter(id -> !shows(id)).toList();
    if (images == 0 || absent.isEmpty()) {
      return Optional.empty();
    }
    boolean last = absent.equals(List.of(labelSpace.size() - 1)) && labelSpace.size() > 2;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "no mask shows %s%s",
            ClassNames.line(absent.stream().map(id -> id + " " + labelSpace.nameOf(id)).toList()),
            last
                ? ", the last class, and all others occur: see whether the list of classes begins"
                    + " with a line that is none, which would shift all names by one"
                : ""));
  }
}
