// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.SegmentationDatasetContract;
import org.ciss4j.data.Split;
import org.ciss4j.data.VocFiles;
import org.ciss4j.scenario.LabelSpace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocDatasetTest extends SegmentationDatasetContract {
  @TempDir Path folder;
  private VocFiles files;

  @BeforeEach
  void write() {
    files = VocFiles.sound(folder);
  }

  @Override
  protected SegmentationDataset dataset() {
    return VocDataset.open(folder);
  }

  @Test
  void readsPaletteNumbersNotColours() {
    LabeledImage image = dataset().read("a");
    assertThat(image.label()).isEqualTo(VocFiles.stripes(1, 2));
    assertThat(image.width()).isEqualTo(VocFiles.WIDTH);
    assertThat(image.height()).isEqualTo(VocFiles.HEIGHT);
    assertThat(dataset().classesIn("a")).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void readsGreyMasksAndPalettesOfFewBits() {
    byte[] labels = VocFiles.stripes(3);
    BufferedImage grey =
        new BufferedImage(VocFiles.WIDTH, VocFiles.HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setDataElements(0, 0, VocFiles.WIDTH, VocFiles.HEIGHT, labels);
    files.save(grey, "png", "SegmentationClass/a.png");
    byte[] fewLabels = new byte[labels.length];
    Arrays.fill(fewLabels, 5, 40, (byte) 7);
    byte[] ramp = new byte[16];
    IndexColorModel fourBits = new IndexColorModel(4, 16, ramp, ramp, ramp);
    files.save(
        VocFiles.indexed(fewLabels, VocFiles.WIDTH, fourBits, BufferedImage.TYPE_BYTE_BINARY),
        "png",
        "SegmentationClass/b.png");

    assertThat(dataset().read("a").label()).isEqualTo(labels);
    assertThat(dataset().read("b").label()).isEqualTo(fewLabels);
  }

  @Test
  void coloursComeAsRedGreenBlue() {
    byte[] rgb = dataset().read("a").rgb();
    assertThat(Byte.toUnsignedInt(rgb[0])).isCloseTo(0x40, org.assertj.core.data.Offset.offset(3));
    assertThat(Byte.toUnsignedInt(rgb[1])).isCloseTo(0x60, org.assertj.core.data.Offset.offset(3));
    assertThat(Byte.toUnsignedInt(rgb[2])).isCloseTo(0x80, org.assertj.core.data.Offset.offset(3));
  }

  @Test
  void greyPhotographsBecomeRgb() {
    BufferedImage grey =
        new BufferedImage(VocFiles.WIDTH, VocFiles.HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    byte[] half = new byte[VocFiles.WIDTH * VocFiles.HEIGHT];
    Arrays.fill(half, (byte) 128);
    grey.getRaster().setDataElements(0, 0, VocFiles.WIDTH, VocFiles.HEIGHT, half);
    files.save(grey, "jpg", "JPEGImages/a.jpg");

    byte[] rgb = dataset().read("a").rgb();
    assertThat(rgb).hasSize(3 * half.length).containsOnly((byte) 128);
    dataset().check(Split.TRAIN, Progress.none());
  }

  @Test
  void photographsOfFourInksBecomeRgb() throws IOException {
    WritableRaster inks =
        Raster.createInterleavedRaster(
            DataBuffer.TYPE_BYTE, VocFiles.WIDTH, VocFiles.HEIGHT, 4, null);
    int[] pixels = new int[4 * VocFiles.WIDTH * VocFiles.HEIGHT];
    Arrays.fill(pixels, 200);
    inks.setPixels(0, 0, VocFiles.WIDTH, VocFiles.HEIGHT, pixels);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    Files.delete(folder.resolve("JPEGImages/a.jpg"));
    try (ImageOutputStream out =
        ImageIO.createImageOutputStream(folder.resolve("JPEGImages/a.jpg").toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(inks, null, null), null);
    }
    byte[] rgb = dataset().read("a").rgb();
    assertThat(rgb).hasSize(3 * VocFiles.WIDTH * VocFiles.HEIGHT).containsOnly(rgb[0]);
    dataset().check(Split.TRAIN, Progress.none());
  }

  @Test
  void theCamerasOrientationIsNotObeyed() {
    byte[] jpeg = files.read("JPEGImages/a.jpg");
    byte[] exif = {
      (byte) 0xFF,
      (byte) 0xE1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      6,
      0,
      0,
      0,
      0,
      0,
      0
    };
    byte[] turned = new byte[jpeg.length + exif.length];
    System.arraycopy(jpeg, 0, turned, 0, 2);
    System.arraycopy(exif, 0, turned, 2, exif.length);
    System.arraycopy(jpeg, 2, turned, 2 + exif.length, jpeg.length - 2);
    files.write("JPEGImages/a.jpg", turned);

    assertThat(dataset().read("a").width()).isEqualTo(VocFiles.WIDTH);
    dataset().check(Split.TRAIN, Progress.none());
  }

  @ParameterizedTest
  @ValueSource(strings = {"VOCdevkit/VOC2012", "VOC2012"})
  void findsTheDataBelowTheFolder(String place, @TempDir Path parent) {
    VocFiles.sound(parent.resolve(place));
    assertThat(VocDataset.open(parent).ids(Split.TRAIN)).containsExactly("a", "b", "c");
    assertThat(VocDataset.open(parent.resolve(place)).ids(Split.TEST)).containsExactly("d");
  }

  @Test
  void takesTheAugmentedListWhereItsMasksAreThere() {
    files.list("train_aug", "a", "b", "c", "e").jpeg("e", VocFiles.WIDTH, VocFiles.HEIGHT, 0);
    assertThat(VocDataset.open(folder).list(Split.TRAIN)).isEqualTo("train");

    files.directory("SegmentationClassAug");
    files.mask("SegmentationClassAug", "e", VocFiles.stripes(5), VocFiles.WIDTH);
    FileDataset augmented = VocDataset.open(folder);
    assertThat(augmented.list(Split.TRAIN)).isEqualTo("train_aug");
    assertThat(augmented.read("e").label()).isEqualTo(VocFiles.stripes(5));
    assertThat(augmented.read("d").label()).isEqualTo(VocFiles.stripes(1, 16));
  }

  @Test
  void takesAnotherListAndOtherClassesWhenAsked() {
    files.list("few", "c");
    LabelSpace other = new LabelSpace("pets", List.of("background", "cat", "dog"));
    FileDataset dataset =
        VocDataset.open(
            folder, VocDataset.Options.standard().withTrainList("few").withLabelSpace(other));
    assertThat(dataset.ids(Split.TRAIN)).containsExactly("c");
    assertThat(dataset.name()).isEqualTo("pets");
  }

  @Test
  void readsListsOfPathsAndForeignLineEnds() {
    files.write(
        "ImageSets/Segmentation/train.txt",
        "/JPEGImages/a.jpg /SegmentationClassAug/a.png\r\n\r\n b \r\nc");
    assertThat(dataset().ids(Split.TRAIN)).containsExactly("a", "b", "c");
  }

  @Test
  void trainingClassesDoNotOpenTestLabels() {
    files.write("SegmentationClass/d.png", new byte[0]);
    assertThat(dataset().classesIn("c")).containsExactly(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train_aug", "trainaug", "aug", "trainAug", "train-aug"})
  void takesTheAugmentedListByTheNamesInUse(String name) {
    files.list(name, "a", "b", "c", "e").jpeg("e", VocFiles.WIDTH, VocFiles.HEIGHT, 0);
    assertThat(VocDataset.open(folder).list(Split.TRAIN)).isEqualTo("train");
    assertThat(VocDataset.open(folder).origin())
        .anyMatch(line -> line.contains("3 training images (train)"))
        .anyMatch(
            line ->
                line.contains("list " + name + " (4 images) lies beside train")
                    && line.contains("SegmentationClassAug")
                    && line.contains("--train-list " + name));
    files.directory("SegmentationClass_aug");
    files.mask("SegmentationClass_aug", "e", VocFiles.stripes(5), VocFiles.WIDTH);
    FileDataset augmented = VocDataset.open(folder);
    assertThat(augmented.list(Split.TRAIN)).isEqualTo(name);
    assertThat(augmented.origin())
        .singleElement()
        .asString()
        .contains("4 training images (" + name + "), 1 test images (val)");
    assertThat(augmented.read("e").label()).isEqualTo(VocFiles.stripes(5));
  }

  @Test
  void theMasksOfTheAugmentedListMayLieAmongTheOthers() {
    files.list("trainaug", "a", "b", "c", "e").image("e", 4);
    assertThat(VocDataset.open(folder).list(Split.TRAIN)).isEqualTo("trainaug");
  }

  @Test
  void aSecondColumnNamesTheMask() {
    files.directory("Other");
    files
        .mask("Other", "a", VocFiles.stripes(7), VocFiles.WIDTH)
        .list("train", "/JPEGImages/a.jpg /Other/a.png", "/JPEGImages/b.jpg /Gone/b.png");
    assertThat(dataset().classesIn("a")).containsExactly(7);
    assertThat(dataset().classesIn("b")).containsExactly(1);
  }
}
