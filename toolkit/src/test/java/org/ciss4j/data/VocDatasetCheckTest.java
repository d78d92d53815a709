// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.ciss4j.common.CissException;
import org.ciss4j.common.CissException.Kind;
import org.ciss4j.data.set.VocDataset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of bad data is told in one line that names the file and the remedy. */
class VocDatasetCheckTest {
  @TempDir Path folder;
  private VocFiles files;

  @BeforeEach
  void write() {
    files = VocFiles.sound(folder);
  }

  private void expect(Kind kind, String... parts) {
    CissException error =
        catchThrowableOfType(
            CissException.class, () -> VocDataset.open(folder).check(Split.TRAIN, Progress.none()));
    assertThat(error).as("an error").isNotNull();
    assertThat(error.getMessage()).contains(parts).doesNotContain("\n");
    assertThat(error.kind()).isEqualTo(kind);
  }

  @Test
  void soundDataPasses() {
    VocDataset.open(folder).check(Split.TRAIN, Progress.none());
    VocDataset.open(folder).check(Split.TEST, Progress.none());
  }

  @Test
  void missingFolder() {
    CissException error =
        catchThrowableOfType(CissException.class, () -> VocDataset.open(folder.resolve("nowhere")));
    assertThat(error)
        .hasMessageContaining("nowhere does not exist")
        .hasMessageContaining("VOCdevkit/VOC2012");
    assertThat(error.kind()).isEqualTo(Kind.USAGE);
  }

  @Test
  void folderWithoutData(@TempDir Path empty) {
    CissException error = catchThrowableOfType(CissException.class, () -> VocDataset.open(empty));
    assertThat(error)
        .hasMessageContaining("holds no VOC data")
        .hasMessageContaining(empty.toString());
    assertThat(error.kind()).isEqualTo(Kind.USAGE);
  }

  @Test
  void folderWithoutMasks() throws IOException {
    Files.move(folder.resolve("SegmentationClass"), folder.resolve("Masks"));
    expect(Kind.USAGE, "has no masks", "SegmentationClass", "unpack");
  }

  @Test
  void missingList() {
    CissException error =
        catchThrowableOfType(
            CissException.class,
            () ->
                VocDataset.open(folder, VocDataset.Options.standard().withTrainList("train_some")));
    assertThat(error).hasMessageContaining("train_some.txt does not exist; there are: train, val");
    assertThat(error.kind()).isEqualTo(Kind.USAGE);
  }

  @Test
  void emptyList() {
    files.write("ImageSets/Segmentation/train.txt", "\n  \n");
    expect(Kind.FAILURE, "train.txt is empty");
  }

  @Test
  void listOfSomethingElseThanText() {
    files.write(
        "ImageSets/Segmentation/train.txt", new byte[] {(byte) 0xC3, (byte) 0x28, (byte) 0xFF});
    expect(Kind.FAILURE, "train.txt is no UTF-8 text; save it as UTF-8");
  }

  @Test
  void duplicateInList() {
    files.list("train", "a", "b", "a");
    expect(Kind.FAILURE, "train.txt names a twice, as entries 1 and 3; remove one");
  }

  @Test
  void imageInBothLists() {
    files.list("train", "a", "d");
    expect(Kind.FAILURE, "d is in", "train.txt", "val.txt", "must not be trained on");
  }

  @Test
  void absentImage() throws IOException {
    Files.delete(folder.resolve("JPEGImages/b.jpg"));
    expect(
        Kind.FAILURE,
        "train.txt names b",
        "b.jpg does not exist",
        "restore the file or remove the line");
  }

  @Test
  void absentMask() throws IOException {
    Files.delete(folder.resolve("SegmentationClass/b.png"));
    expect(Kind.FAILURE, "train.txt names b", "b.png does not exist");
  }

  @Test
  void maskOfAnotherSize() {
    files.jpeg("b", 10, 8, 0);
    expect(Kind.FAILURE, "b.png is 16x12", "b.jpg is 10x8", "must have one size");
    assertThat(catchThrowableOfType(CissException.class, () -> VocDataset.open(folder).read("b")))
        .hasMessageContaining("b.png is 16x12");
  }

  @Test
  void labelOutsideTheLabelSpace() {
    files.image("b", 1, 21);
    expect(Kind.FAILURE, "b.png holds label 21; expected 0 to 20 or 255 (void)");
  }

  @Test
  void maskInColours() {
    files.save(
        new BufferedImage(16, 12, BufferedImage.TYPE_INT_RGB), "png", "SegmentationClass/b.png");
    expect(Kind.FAILURE, "b.png is an RGB PNG; expected a palette or 8-bit grey PNG");
    files.save(
        new BufferedImage(16, 12, BufferedImage.TYPE_INT_ARGB), "png", "SegmentationClass/b.png");
    expect(Kind.FAILURE, "b.png is an RGB PNG");
    files.save(
        new BufferedImage(16, 12, BufferedImage.TYPE_USHORT_GRAY),
        "png",
        "SegmentationClass/b.png");
    expect(Kind.FAILURE, "b.png is a 16-bit PNG");
  }

  @Test
  void emptyFiles() {
    files.write("JPEGImages/b.jpg", new byte[0]);
    expect(Kind.FAILURE, "b.jpg is empty (0 bytes); fetch it again");
    files.image("b", 1).write("SegmentationClass/b.png", new byte[0]);
    expect(Kind.FAILURE, "b.png is empty (0 bytes); fetch it again");
  }

  @Test
  void truncatedJpeg() {
    int length = files.read("JPEGImages/b.jpg").length;
    for (int left : new int[] {length - 2, length / 2, 20, 1}) {
      files.image("b", 1).truncate("JPEGImages/b.jpg", left);
      expect(Kind.FAILURE, "b.jpg is cut short", "fetch it again");
    }
  }

  @Test
  void bytesBehindTheEndOfAJpegDoNoHarm() {
    byte[] jpeg = files.read("JPEGImages/b.jpg");
    files.write("JPEGImages/b.jpg", java.util.Arrays.copyOf(jpeg, jpeg.length + 5));
    VocDataset.open(folder).check(Split.TRAIN, Progress.none());
  }

  @Test
  void somethingElseThanJpeg() {
    files.write("JPEGImages/b.jpg", "<html>not found</html>");
    expect(Kind.FAILURE, "b.jpg is not a JPEG file");
    assertThat(catchThrowableOfType(CissException.class, () -> VocDataset.open(folder).read("b")))
        .hasMessageContaining("b.jpg is not a JPEG file, but a web page; fetch it again");
  }

  @Test
  void whatIsInAFileCountsMoreThanItsName() {
    BufferedImage image = new BufferedImage(16, 12, BufferedImage.TYPE_INT_RGB);
    files.save(image, "png", "JPEGImages/b.jpg");
    SegmentationDataset voc = VocDataset.open(folder);
    assertThat(voc.inspect("b").problems()).isEmpty();
    assertThat(voc.read("b").width()).isEqualTo(VocFiles.WIDTH);
  }

  /** Their headers say so; there are no such pixels behind them. */
  @ParameterizedTest
  @ValueSource(ints = {30_000, 50_000, 60_000, 2_000_000_000})
  void imagesThatAreTooLargeAreNamed(int side) {
    files.save(new BufferedImage(16, 12, BufferedImage.TYPE_INT_RGB), "png", "JPEGImages/b.jpg");
    enlarge("JPEGImages/b.jpg", side, side);
    expect(
        Kind.FAILURE, "b.jpg is " + side + "x" + side + "; at most 715 million", "scale it down");
    assertThat(VocDataset.open(folder).inspect("b").problems())
        .extracting(Problem::message)
        .anyMatch(message -> message.contains("b.jpg is " + side + "x" + side));
    assertThat(catchThrowableOfType(CissException.class, () -> VocDataset.open(folder).read("b")))
        .hasMessageContaining("b.jpg is " + side + "x" + side);
  }

  @ParameterizedTest
  @ValueSource(ints = {50_000, 60_000, 2_000_000_000})
  void masksThatAreTooLargeAreNamed(int side) {
    enlarge("SegmentationClass/b.png", side, side);
    expect(Kind.FAILURE, "b.png is " + side + "x" + side + "; at most 2147 million");
  }

  private void enlarge(String file, int width, int height) {
    byte[] png = files.read(file);
    ByteBuffer header = ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    files.write(file, png);
  }

  @Test
  void truncatedPng() {
    int length = files.read("SegmentationClass/b.png").length;
    for (int left : new int[] {length - 1, length - 12, length / 2}) {
      files.image("b", 1).truncate("SegmentationClass/b.png", left);
      expect(Kind.FAILURE, "b.png is cut short", "fetch it again");
    }
    files.image("b", 1).truncate("SegmentationClass/b.png", 20);
    expect(Kind.FAILURE, "b.png is not a PNG file");
  }

  @Test
  void brokenPng() {
    byte[] png = files.read("SegmentationClass/b.png");
    for (int i = png.length - 60; i < png.length - 16; i++) {
      png[i] ^= 0x55;
    }
    files.write("SegmentationClass/b.png", png);
    expect(Kind.FAILURE, "b.png cannot be decoded as PNG");
  }

  @Test
  void countsFurtherBadImages() {
    files.write("JPEGImages/a.jpg", new byte[0]).write("JPEGImages/b.jpg", new byte[0]);
    expect(Kind.FAILURE, "a.jpg is empty", "(and 1 more bad images)");
  }
}
