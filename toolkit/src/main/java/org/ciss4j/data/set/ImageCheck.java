// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ciss4j.data.Inspection;
import org.ciss4j.data.Problem;
import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.ImageHeader;
import org.ciss4j.data.image.ImageSize;
import org.ciss4j.data.image.MaskFile;
import org.ciss4j.data.image.Orientation;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.label.MaskLabels;

/** Looks at the two files of an image. */
record ImageCheck(DatasetPart part, ImageFiles files, FileRules rules) {

  /**
   * Looks for all problems.
   *
   * @param close whether the image is decoded too, which finds damage that its header and its end
   *     do not show; the mask always is
   */
  Inspection run(boolean close) {
    Inspection.Problems problems = new Inspection.Problems();
    List<Path> missing = files.missing();
    if (!missing.isEmpty()) {
      problems.add(Problem.Kind.MISSING_FILE, part.missing(files, missing));
    }
    Optional<ImageHeader> image =
        !missing.contains(files.image())
            ? problems.attempt(
                Problem.Kind.BROKEN_IMAGE, "image " + files.image(), () -> image(close))
            : Optional.empty();
    Optional<Pixels> mask =
        !missing.contains(files.mask())
            ? problems.attempt(
                Problem.Kind.BROKEN_MASK,
                "mask " + files.mask(),
                new MaskFile(files.mask())::decode)
            : Optional.empty();
    boolean turned =
        image.isPresent() && mask.isPresent() && turns(image.get(), mask.get().size(), problems);
    Map<Integer, Long> pixels = mask.map(m -> byId(m, problems)).orElse(Map.of());
    return new Inspection(files.id(), pixels, problems.list(), turned);
  }

  /** Whether the image is turned, if it fits its mask; a problem if it does not. */
  private boolean turns(ImageHeader image, ImageSize mask, Inspection.Problems problems) {
    Optional<Orientation> turn = image.turnFor(mask, rules.exif());
    if (turn.isEmpty()) {
      problems.add(Problem.Kind.ORIENTATION, undecided(files, image));
    } else if (!image.size(turn.get()).equals(mask)) {
      problems.add(Problem.Kind.SIZE_MISMATCH, otherSize(files, image, mask));
    }
    return turn.map(Orientation::isTurned).orElse(false);
  }

  private ImageHeader image(boolean close) {
    ImageFile file = new ImageFile(files.image());
    ImageHeader header = file.header();
    if (close) {
      file.requireUndamaged();
    } else {
      file.requireWhole();
    }
    return header;
  }

  private Map<Integer, Long> byId(Pixels mask, Inspection.Problems problems) {
    Map<Integer, Long> counts = Inspection.count(mask.data());
    MaskLabels labels = rules.maskLabels();
    if (!counts.keySet().stream().allMatch(labels::knows)) {
      problems.add(Problem.Kind.UNKNOWN_LABEL, labels.unknown(files.mask(), counts.keySet()));
    }
    Map<Integer, Long> byId = new TreeMap<>();
    counts.forEach(
        (number, count) -> {
          if (labels.knows(number)) {
            byId.merge(labels.idOf(number), count, Long::sum);
          }
        });
    return byId;
  }

  /** What to say of an image and a mask of different sizes. */
  static String otherSize(ImageFiles files, ImageHeader image, ImageSize mask) {
    return String.format(
        Locale.ROOT,
        "mask %s is %s, but its image %s is %s%s; they must have one size",
        files.mask(),
        mask,
        files.image(),
        image.size(),
        image.orientation().isTurned() ? " and has " + image.orientation() : "");
  }

  /** What to say of an image of which nobody knows whether its mask was drawn on the turned one. */
  static String undecided(ImageFiles files, ImageHeader image) {
    return String.format(
        Locale.ROOT,
        "image %s has %s, and its mask fits it both as it is stored and as a viewer shows it; say"
            + " --exif apply if masks were drawn on what a viewer shows, else --exif ignore",
        files.image(),
        image.orientation());
  }
}
