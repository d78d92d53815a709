// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.ciss4j.data.DatasetInspection.ClassCount;
import org.ciss4j.data.Problem.Kind;
import org.ciss4j.data.set.MsrcDataset;
import org.ciss4j.data.set.SampleDataset;
import org.ciss4j.data.set.VocDataset;
import org.ciss4j.graph.SharedPack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of damage is found, and none hides another. */
class DatasetInspectionTest {
  @TempDir Path folder;
  private VocFiles files;

  @BeforeEach
  void write() {
    files = VocFiles.sound(folder);
  }

  private DatasetInspection inspect() {
    return DatasetInspection.of(VocDataset.open(folder), split -> Progress.none());
  }

  private List<Problem> problems(String id) {
    return VocDataset.open(folder).inspect(id).problems();
  }

  @Test
  void soundDataHasNoProblem() {
    assertThat(inspect().isSound()).isTrue();
    assertThat(inspect().counts()).isEmpty();
  }

  @Test
  void countsImagesAndPixelsOfEachClass() {
    DatasetInspection inspection = inspect();
    long all = VocFiles.WIDTH * VocFiles.HEIGHT;
    assertThat(inspection.pixels(Split.TRAIN)).isEqualTo(3 * all);
    // Stripes of background, labels and void by turns: a has period 4, b and c have period 3.
    assertThat(inspection.classCounts(Split.TRAIN))
        .hasSize(22)
        .contains(
            new ClassCount(1, 2, all / 4 + 5 * VocFiles.HEIGHT),
            new ClassCount(2, 1, all / 4),
            new ClassCount(16, 1, 5 * VocFiles.HEIGHT),
            new ClassCount(3, 0, 0),
            new ClassCount(255, 3, all / 4 + 2L * 5 * VocFiles.HEIGHT));
  }

  @Test
  void doesNotStopAtTheFirstProblem() throws IOException {
    Files.delete(folder.resolve("JPEGImages/a.jpg"));
    files.image("b", 1, 21).jpeg("b", 10, 8, 0);
    files.truncate("SegmentationClass/c.png", 40);
    files.write("JPEGImages/d.jpg", "<html>");
    assertThat(inspect().counts())
        .isEqualTo(
            Map.of(
                Kind.MISSING_FILE, 1L,
                Kind.SIZE_MISMATCH, 1L,
                Kind.UNKNOWN_LABEL, 1L,
                Kind.BROKEN_MASK, 1L,
                Kind.BROKEN_IMAGE, 1L));
    assertThat(problems("b"))
        .extracting(Problem::kind)
        .containsExactly(Kind.SIZE_MISMATCH, Kind.UNKNOWN_LABEL);
    assertThat(inspect().isSound()).isFalse();
  }

  @Test
  void aJpegDamagedInTheMiddleIsFoundThoughItsEndIsThere() throws IOException {
    byte[] jpeg = noise();
    files.write("JPEGImages/b.jpg", jpeg);
    files.mask("SegmentationClass", "b", new byte[64 * 64], 64);
    assertThat(problems("b")).isEmpty();

    byte[] damaged = jpeg.clone();
    java.util.Arrays.fill(damaged, jpeg.length / 2, jpeg.length / 2 + 400, (byte) 0);
    files.write("JPEGImages/b.jpg", damaged);
    VocDataset.open(folder).check(Split.TRAIN, Progress.none());
    assertThat(problems("b"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.BROKEN_IMAGE);
              assertThat(problem.message()).contains("b.jpg is damaged in the middle");
            });
  }

  @Test
  void aJpegThatLostItsMiddleIsFound() throws IOException {
    byte[] jpeg = noise();
    byte[] shorter = new byte[jpeg.length - 700];
    System.arraycopy(jpeg, 0, shorter, 0, jpeg.length / 2);
    System.arraycopy(
        jpeg, jpeg.length / 2 + 700, shorter, jpeg.length / 2, shorter.length - jpeg.length / 2);
    files.write("JPEGImages/b.jpg", shorter);
    files.mask("SegmentationClass", "b", new byte[64 * 64], 64);
    assertThat(problems("b")).extracting(Problem::kind).containsExactly(Kind.BROKEN_IMAGE);
  }

  private static byte[] noise() throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(3);
    for (int i = 0; i < 64 * 64; i++) {
      image.setRGB(i % 64, i / 64, random.nextInt(1 << 24));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", bytes);
    return bytes.toByteArray();
  }

  @Test
  void aFlippedBitInAMaskBreaksItsChecksum() {
    byte[] png = files.read("SegmentationClass/b.png");
    png[60] ^= 1; // in the palette, which decoding to labels does not look at
    files.write("SegmentationClass/b.png", png);
    assertThat(problems("b"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("a checksum"));
  }

  @Test
  void whatCannotBeReadAtAllIsAProblemNotAnError() {
    SegmentationDataset unreadable =
        new BlockDataset(
            1,
            id -> {
              throw org.ciss4j.common.CissException.failure("image %s is cut short", id);
            });
    assertThat(unreadable.inspect("train_0").problems())
        .containsExactly(new Problem(Kind.BROKEN_IMAGE, "image train_0 is cut short"));
  }

  @Test
  void drawnImagesAreSound() {
    SampleDataset sample =
        new SampleDataset(SampleDataset.Options.standard().withSize(32).withImages(3, 2));
    DatasetInspection inspection = DatasetInspection.of(sample, split -> Progress.none());
    assertThat(inspection.isSound()).isTrue();
    assertThat(inspection.pixels(Split.TEST)).isEqualTo(2 * 32 * 32);
  }

  @Test
  void msrcIsSoundAndHasItsCounts() {
    SegmentationDataset msrc = MsrcDataset.open(SharedPack.require("data/msrcv2"), null);
    DatasetInspection inspection = DatasetInspection.of(msrc, split -> Progress.none());
    assertThat(inspection.isSound()).isTrue();
    assertThat(msrc.ids(Split.TRAIN)).hasSize(334);
    assertThat(msrc.ids(Split.TEST)).hasSize(257);
    // From the table that comes with the images: training and validation together, and test.
    assertThat(images(inspection, Split.TRAIN)).startsWith(85L, 116L, 78L, 25L, 20L, 89L, 17L);
    assertThat(images(inspection, Split.TEST)).startsWith(68L, 97L, 56L, 20L, 15L, 69L, 13L);
  }

  private static List<Long> images(DatasetInspection inspection, Split split) {
    return inspection.classCounts(split).stream().map(ClassCount::images).toList();
  }

  @Test
  void realPhotographsAreSound() {
    SegmentationDataset voc = VocDataset.open(SharedPack.require("data/voc-native60"));
    assertThat(DatasetInspection.of(voc, split -> Progress.none()).counts()).isEmpty();
  }

  @Test
  void whatNobodyForesawIsAProblemOfItsFile() {
    for (Throwable thrown : List.of(new ArithmeticException("overflow"), new OutOfMemoryError())) {
      SegmentationDataset odd =
          new BlockDataset(
              1,
              id -> {
                if (thrown instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) thrown;
              });
      assertThat(odd.inspect("train_0").problems())
          .singleElement()
          .satisfies(
              problem ->
                  assertThat(problem.message())
                      .contains("image train_0", thrown.getClass().getSimpleName()));
    }
  }
}
