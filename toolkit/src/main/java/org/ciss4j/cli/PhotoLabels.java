// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.ciss4j.cli.option.CertaintyOptions;
import org.ciss4j.cli.output.LabelImages;
import org.ciss4j.cli.output.Legend;
import org.ciss4j.cli.output.PngFile;
import org.ciss4j.data.NpyFloats;
import org.ciss4j.data.Photo;
import org.ciss4j.file.AtomicFile;
import org.ciss4j.file.Unchecked;
import org.ciss4j.report.plot.Palette;
import org.ciss4j.train.PixelRow;
import org.ciss4j.train.Predictor;
import org.jspecify.annotations.Nullable;

/**
 * Labels photographs and writes what is asked for; nothing larger than the photograph is held.
 *
 * @param predictor what labels them
 * @param asked for beside labels
 */
record PhotoLabels(Predictor predictor, CertaintyOptions asked) {
  private static final int MOST = (1 << Short.SIZE) - 1;

  /**
   * Labels a photograph.
   *
   * @return unsigned bytes {@code [height, width]}: data set ids
   */
  byte[] write(Photo photo, PredictedFiles files) {
    byte[] labels = certainties(photo, files);
    PngFile.at(files.labels()).write(Palette.image(photo.width(), photo.height(), labels));
    BufferedImage overlay = LabelImages.overlay(photo, labels);
    PngFile.at(files.overlay())
        .write(asked.legend() ? Legend.beside(overlay, labels, predictor.labelSpace()) : overlay);
    return labels;
  }

  private byte[] certainties(Photo photo, PredictedFiles files) {
    Path path = files.probabilities();
    if (path == null) {
      return confidence(photo, files.confidence(), null);
    }
    return written(
        path,
        new long[] {predictor.labelSpace().size(), photo.height(), photo.width()},
        file -> confidence(photo, files.confidence(), row -> put(row, photo, file)));
  }

  private void put(PixelRow row, Photo photo, NpyFloats file) {
    long plane = (long) photo.height() * photo.width();
    long start = (long) row.y() * photo.width() + row.x();
    float[] values = new float[row.length()];
    for (int channel = 0; channel < row.channels(); channel++) {
      for (int i = 0; i < values.length; i++) {
        values[i] = row.probability(channel, i);
      }
      put(file, predictor.classAt(channel) * plane + start, values);
    }
  }

  private byte[] confidence(Photo photo, @Nullable Path path, @Nullable Consumer<PixelRow> also) {
    if (path == null) {
      return predictor.labels(photo, also);
    }
    if (asked.confidence() == CertaintyOptions.Format.PNG) {
      var image = new BufferedImage(photo.width(), photo.height(), BufferedImage.TYPE_USHORT_GRAY);
      byte[] labels = predictor.labels(photo, both(row -> put(row, image), also));
      PngFile.at(path).write(image);
      return labels;
    }
    return written(
        path,
        new long[] {photo.height(), photo.width()},
        file ->
            predictor.labels(
                photo,
                both(
                    row -> put(file, (long) row.y() * photo.width() + row.x(), confidence(row)),
                    also)));
  }

  private static void put(PixelRow row, BufferedImage image) {
    for (int i = 0; i < row.length(); i++) {
      int grey = Math.round(MOST * row.confidence(i));
      image.getRaster().setSample(row.x() + i, row.y(), 0, grey);
    }
  }

  private static float[] confidence(PixelRow row) {
    float[] values = new float[row.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.confidence(i);
    }
    return values;
  }

  private static Consumer<PixelRow> both(
      Consumer<PixelRow> one, @Nullable Consumer<PixelRow> other) {
    return other == null ? one : one.andThen(other);
  }

  /** Labels a photograph while a file is open, which is there when that is done. */
  private interface Labelling {
    byte[] into(NpyFloats file);
  }

  private static byte[] written(Path path, long[] shape, Labelling labelling) {
    byte[][] labels = new byte[1][];
    try {
      Files.createDirectories(Objects.requireNonNull(path.toAbsolutePath().getParent()));
      AtomicFile.write(
          path,
          temporary -> {
            try (NpyFloats file = NpyFloats.create(temporary, shape)) {
              labels[0] = labelling.into(file);
            }
          });
    } catch (IOException e) {
      throw PngFile.unwritable(path, e);
    } catch (UncheckedIOException e) {
      throw PngFile.unwritable(path, Objects.requireNonNull(e.getCause()));
    }
    return Objects.requireNonNull(labels[0]);
  }

  private static void put(NpyFloats file, long index, float... values) {
    Unchecked.run(() -> file.write(index, values));
  }
}
