// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.FileKind;
import org.ciss4j.data.image.ImageFile;
import org.ciss4j.data.image.ImageHeader;
import org.ciss4j.data.image.ImageSize;
import org.ciss4j.data.image.Orientation;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.scenario.LabelSpace;

/**
 * A photograph without labels, from a JPEG or PNG file, for a trained network to label.
 *
 * <p>Transparency is dropped, and an orientation that the camera noted is obeyed on request only.
 *
 * @param name of its file
 * @param width pixels in a row
 * @param height rows
 * @param rgb unsigned bytes {@code [height, width, 3]}: red, green, blue; not copied
 */
public record Photo(String name, int width, int height, byte[] rgb) {
  /**
   * Reads a file.
   *
   * @param maxPixels how many pixels it may have; a larger image is not decoded
   * @param exif whether the photograph is turned as its camera was held; without a mask to say so,
   *     {@link ExifRule#AUTO} does not turn it
   * @throws CissException of kind usage if there is no such file or it is too large; of kind
   *     failure if it is broken or something else than JPEG or PNG
   */
  public static Photo read(Path file, long maxPixels, ExifRule exif) {
    if (!Files.isRegularFile(file)) {
      throw CissException.usage(
          "image %s %s; name a JPEG or PNG file",
          file, Files.exists(file) ? "is not a file" : "does not exist");
    }
    ImageFile image = new ImageFile(file);
    requireKind(file, image.kind());
    ImageHeader header = image.header();
    requireSize(file, header.size(), maxPixels);
    Pixels pixels =
        image.decode(exif == ExifRule.APPLY ? header.orientation() : Orientation.UPRIGHT);
    return new Photo(file.getFileName().toString(), pixels.width(), pixels.height(), pixels.data());
  }

  private static void requireKind(Path file, FileKind kind) {
    if (kind != FileKind.JPEG && kind != FileKind.PNG) {
      throw CissException.failure("image %s is neither JPEG nor PNG; convert it", file);
    }
  }

  private static void requireSize(Path file, ImageSize size, long maxPixels) {
    if (size.pixels() > maxPixels) {
      throw CissException.usage(
          "image %s is %s, %.1f million pixels, and the memory is enough for %.1f million; scale it"
              + " down",
          file, size, size.pixels() / 1e6, maxPixels / 1e6);
    }
  }

  /** A part of it, which lies within. */
  public Photo part(int left, int top, int partWidth, int partHeight) {
    byte[] some = new byte[3 * partWidth * partHeight];
    for (int y = 0; y < partHeight; y++) {
      int from = 3 * ((top + y) * width + left);
      System.arraycopy(rgb, from, some, 3 * y * partWidth, 3 * partWidth);
    }
    return new Photo(name, partWidth, partHeight, some);
  }

  /** A batch of this photograph alone, at its own size; every pixel is labelled void. */
  public Batch toBatch() {
    byte[] table = new byte[256];
    java.util.Arrays.fill(table, (byte) LabelSpace.VOID);
    BatchArrays arrays = new BatchArrays(1, width, height, Normalization.IMAGENET, Set.of());
    arrays.put(
        0, new LabeledImage(name, width, height, rgb, new byte[width * height]), table, Map.of());
    return arrays.toBatch(List.of(name), 0);
  }
}
