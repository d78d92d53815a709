// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.util.List;
import java.util.Random;
import org.ciss4j.data.BlockDataset;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.batch.Window.Box;
import org.ciss4j.data.image.Mats;
import org.datavec.image.data.ImageWritable;
import org.junit.jupiter.api.Test;

class CropTransformTest {

  private static byte[] ofLabel(Crop crop, int width, int height, int... labels) {
    return transform(CropTransform.ofLabel(crop), CV_8UC1, width, height, bytes(labels), 0);
  }

  private static byte[] transform(
      CropTransform transform, int type, int width, int height, byte[] data, long seed) {
    ImageWritable result =
        transform.transform(Mats.writable(Mats.of(width, height, type, data)), new Random(seed));
    return Mats.bytes(Mats.of(result));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static Crop fixed(Box source, int width, int height, Box target, boolean mirrored) {
    return (w, h, random) -> new Window(source, width, height, target, mirrored);
  }

  @Test
  void cutsResizesCutsAndMirrors() {
    Crop cut = fixed(new Box(1, 0, 2, 2), 2, 2, new Box(0, 0, 2, 2), false);
    assertThat(ofLabel(cut, 3, 2, 1, 2, 3, 4, 5, 6)).containsExactly(2, 3, 5, 6);
    Crop mirrored = fixed(new Box(0, 0, 3, 2), 3, 2, new Box(0, 0, 3, 2), true);
    assertThat(ofLabel(mirrored, 3, 2, 1, 2, 3, 4, 5, 6)).containsExactly(3, 2, 1, 6, 5, 4);
    Crop enlarged = fixed(new Box(0, 0, 2, 1), 4, 2, new Box(1, 1, 3, 1), false);
    assertThat(ofLabel(enlarged, 2, 1, 7, 9)).containsExactly(7, 9, 9);
  }

  @Test
  void nearestLooksAtPixelCentres() {
    Crop shrunk = fixed(new Box(0, 0, 6, 1), 2, 1, new Box(0, 0, 2, 1), false);
    assertThat(ofLabel(shrunk, 6, 1, 1, 2, 3, 4, 5, 6)).containsExactly(2, 5);
    Crop grown = fixed(new Box(0, 0, 3, 1), 5, 1, new Box(0, 0, 5, 1), false);
    assertThat(ofLabel(grown, 3, 1, 1, 2, 3)).containsExactly(1, 1, 2, 3, 3);
  }

  /** Whatever OpenCV does: its versions disagree on these. */
  @Test
  void centresOnABorderStayInThePixelThatTheyWereIn() {
    assertThat(NearestPixels.positions(4, 2)).containsExactly(0, 2);
    assertThat(NearestPixels.positions(4, 5)).containsExactly(0, 1, 1, 2, 3);
    assertThat(NearestPixels.positions(256, 96)).startsWith(1, 3, 6).endsWith(252, 254);
    assertThat(NearestPixels.positions(64, 96)).startsWith(0, 0, 1, 2, 3, 3, 4, 5, 5);
    assertThat(NearestPixels.positions(874, 1)).containsExactly(436);
  }

  /** Up to the rounding of a step, which is less than a hundredth of a pixel in these. */
  @Test
  void otherCentresLieInTheirPixel() {
    for (int from = 1; from < 700; from += 3) {
      for (int to = 1; to < 600; to += 7) {
        int[] positions = NearestPixels.positions(from, to);
        for (int i = 0; i < to; i++) {
          double centre = (i + 0.5) * from / to;
          assertThat(centre).isBetween(positions[i] - 0.01, positions[i] + 1.01);
        }
      }
    }
  }

  @Test
  void bilinearLooksAtPixelCentres() {
    Crop grown = fixed(new Box(0, 0, 2, 1), 4, 1, new Box(0, 0, 4, 1), false);
    byte[] red = transform(CropTransform.ofImage(grown), CV_8UC1, 2, 1, bytes(0, 100), 0);
    assertThat(red).containsExactly(0, 25, 75, 100);
  }

  @Test
  void queryFollowsAPoint() {
    CropTransform transform =
        CropTransform.ofLabel(fixed(new Box(1, 0, 2, 2), 4, 4, new Box(1, 1, 3, 3), true));
    transform(transform, CV_8UC1, 3, 2, new byte[6], 0);
    assertThat(transform.query(2, 1)).containsExactly(2, 1);
    assertThat(transform.query(1.5f, 0.5f)).containsExactly(3, 0);
  }

  @Test
  void imageAndLabelMoveTogetherAndLabelsNeverMix() {
    BlockDataset dataset = new BlockDataset(4);
    LabeledImage image = dataset.read("train_3");
    for (Crop crop :
        List.of(
            Crop.random(48), Crop.random(160), Crop.center(40), Crop.center(200), Crop.none())) {
      for (long seed = 0; seed < 20; seed++) {
        byte[] rgb =
            transform(
                CropTransform.ofImage(crop),
                CV_8UC3,
                image.width(),
                image.height(),
                image.rgb(),
                seed);
        byte[] label =
            transform(
                CropTransform.ofLabel(crop),
                CV_8UC1,
                image.width(),
                image.height(),
                image.label(),
                seed);
        assertThat(label).containsOnly(0, 1, 2, 3, 4, -1);
        assertThat(agreement(rgb, label)).as("%s seed %d", crop, seed).isGreaterThan(0.75);
      }
    }
  }

  /**
   * The part of pixels whose colour goes with their label; at the borders of blocks colours mix.
   */
  private static double agreement(byte[] rgb, byte[] label) {
    int agree = 0;
    for (int i = 0; i < label.length; i++) {
      agree +=
          Byte.toUnsignedInt(rgb[3 * i]) == BlockDataset.red(Byte.toUnsignedInt(label[i])) ? 1 : 0;
    }
    return (double) agree / label.length;
  }
}
