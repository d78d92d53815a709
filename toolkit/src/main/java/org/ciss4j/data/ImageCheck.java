// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.MaskFile;
import org.ciss4j.data.image.ImageSize;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.label.MaskLabels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks at the two files of an image. */
record ImageCheck(DatasetPart part, ImageFiles files, MaskLabels labels) {

  /**
   * Looks for all problems.
   *
   * @param close whether the image is decoded too, which finds damage that its header and its end
   *     do not show; the mask always is
   */
  Inspection run(boolean close) {
    Inspection.Problems problems = new Inspection.Problems();
    Optional<ImageSize> image =
        exists(files.image(), problems)
            ? problems.attempt(Problem.Kind.BROKEN_IMAGE, "image " + files.image(), () -> image(close))
            : Optional.empty();
    Optional<Pixels> mask =
        exists(files.mask(), problems)
            ? problems.attempt(Problem.Kind.BROKEN_MASK, "mask " + files.mask(), () -> mask(close))
            : Optional.empty();
    if (image.isPresent() && mask.isPresent() && !image.get().equals(mask.get().size())) {
      problems.add(Problem.Kind.SIZE_MISMATCH, otherSize(files, image.get(), mask.get().size()));
    }
    Map<Integer, Long> pixels = mask.map(m -> byId(m, problems)).orElse(Map.of());
    return new Inspection(files.id(), pixels, problems.list());
  }

  private boolean exists(Path file, Inspection.Problems problems) {
    boolean exists = Files.exists(file);
    if (!exists) {
      problems.add(Problem.Kind.MISSING_FILE, part.missing(files.id(), file));
    }
    return exists;
  }

  private ImageSize image(boolean close) {
    ImageFile file = new ImageFile(files.image());
    ImageSize size = file.header().size();
    if (close) {
      file.requireUndamaged();
    } else {
      file.requireWhole();
    }
    return size;
  }

  private Pixels mask(boolean close) {
    MaskFile file = new MaskFile(files.mask());
    return close ? file.decodeUndamaged() : file.decode();
  }

  private Map<Integer, Long> byId(Pixels mask, Inspection.Problems problems) {
    Map<Integer, Long> byId = new TreeMap<>();
    Inspection.count(mask.data())
        .forEach(
            (number, count) -> {
              if (labels.knows(number)) {
                byId.merge(labels.idOf(number), count, Long::sum);
              } else {
                problems.add(
                    Problem.Kind.UNKNOWN_LABEL, labels.unknown(files.mask(), number));
              }
            });
    return byId;
  }

  /** What to say of an image and a mask of different sizes. */
  static String otherSize(ImageFiles files, ImageSize image, ImageSize mask) {
    return String.format(
        Locale.ROOT,
        "mask %s is %s, but its image %s is %s; they must have one size",
        files.mask(),
        mask,
        files.image(),
        image);
  }
}
