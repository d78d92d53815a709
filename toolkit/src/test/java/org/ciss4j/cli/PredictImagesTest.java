// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.ciss4j.data.Photo;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.set.SampleDataset;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.train.Predictor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Many images, large ones, and several looks at each. */
class PredictImagesTest {
  @TempDir private static Path folder;
  private static Path run;
  private static Photo photo;

  @BeforeAll
  static void train() throws IOException {
    run = folder.resolve("run");
    Cli cli =
        Cli.run(
            List.of("train", "--dataset", "sample", "--scenario", "joint", "--method", "analytic"),
            List.of("--crop", 32, "--epochs", 1, "--out", run, "--quiet"));
    assertThat(cli.exit()).as(cli.err()).isZero();
    SegmentationDataset sample = new SampleDataset();
    photo = sample.read(sample.ids(Split.TEST).get(0)).photo();
    for (String name : List.of("a_left", "b_right", "c_left")) {
      write(photo, folder.resolve("in").resolve(name + ".png"));
    }
  }

  private static void write(Photo photo, Path file) throws IOException {
    BufferedImage image =
        new BufferedImage(photo.width(), photo.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < photo.width() * photo.height(); i++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        rgb = rgb << 8 | Byte.toUnsignedInt(photo.rgb()[3 * i + c]);
      }
      image.setRGB(i % photo.width(), i / photo.width(), rgb);
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void imagesThatFitAPatternAreLabelledAndCounted(@TempDir Path out) throws IOException {
    Cli cli = Cli.run("predict", "--run", run, "--images", folder + "/in/*_left.png", "--out", out);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("Labels: 2 of 2 images");
    assertThat(out.resolve("b_right.png")).doesNotExist();
    List<String> lines = Files.readAllLines(out.resolve("pixels.csv"));
    assertThat(lines.get(0)).isEqualTo("image,background,disc,square,triangle,cross");
    assertThat(lines).hasSize(3);
    String[] cells = lines.get(1).split(",", -1);
    assertThat(cells[0]).isEqualTo("a_left.png");
    assertThat(Arrays.stream(cells).skip(1).mapToLong(Long::parseLong).sum())
        .isEqualTo((long) photo.width() * photo.height());
  }

  /** Sub-folders of the images become sub-folders of the labels, so that no name is taken twice. */
  @Test
  void labelsOfSubFoldersAreInSubFolders(@TempDir Path shots) throws IOException {
    List<String> names = List.of("a", "one/cam1/a", "one/cam2/a", "two [x]/b");
    for (String name : names) {
      write(photo.part(0, 0, 40, 40), shots.resolve(name + ".png"));
    }
    Path out = shots.resolve("out");
    for (int again = 0; again < 2; again++) {
      Cli cli = Cli.run("predict", "--run", run, "--images", shots + "/**/*.png", "--out", out);
      assertThat(cli.exit()).as(cli.err()).isZero();
      assertThat(cli.out()).contains("Labels: 4 of 4 images");
    }
    for (String name : names) {
      assertThat(out.resolve(name + ".png")).isRegularFile();
      assertThat(out.resolve("overlay").resolve(name + ".png")).isRegularFile();
      assertThat(out.resolve("pixels.csv")).content().contains("\n" + name + ".png,");
    }
  }

  @Test
  void outputsThatWouldBeOneFileAreRefused(@TempDir Path shots) throws IOException {
    write(photo, shots.resolve("a.png"));
    write(photo, shots.resolve("overlay/a.png"));
    Path out = shots.resolve("out");
    Cli cli = Cli.run("predict", "--run", run, "--images", shots + "/**/*.png", "--out", out);
    assertThat(cli.err()).contains("overlay/a.png would be written twice").hasLineCount(1);
    assertThat(cli.exit()).isEqualTo(2);
  }

  @Test
  void aFileIsNoFolderForLabels(@TempDir Path out) throws IOException {
    Path file = Files.writeString(out.resolve("file"), "mine");
    Cli cli = Cli.run("predict", "--run", run, "--images", folder.resolve("in"), "--out", file);
    assertThat(cli.err()).contains("file is a file", "name one with --out").hasLineCount(1);
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(file).content().isEqualTo("mine");
  }

  @Test
  void aPatternThatFitsNothingIsRefused(@TempDir Path out) {
    String none = folder + "/in/*.jpg";
    Cli cli = Cli.run("predict", "--run", run, "--images", none, "--out", out);
    assertThat(cli.err()).contains("no JPEG or PNG image fits " + none).hasLineCount(1);
    assertThat(cli.exit()).isEqualTo(2);
  }

  /** Each tile is labelled as an image of its own, and its inner part is taken. */
  @Test
  void tilesArePutTogether() {
    try (Predictor whole = Predictor.load(RunDirectory.open(run), 0)) {
      int side = 64;
      int margin = side / 8;
      int inner = side - 2 * margin;
      byte[] labels = whole.inTiles(side).labels(photo);
      assertThat(labels).hasSize(photo.width() * photo.height());
      assertThat(Arrays.equals(labels, new byte[labels.length])).isFalse();
      int seen = inner + margin;
      byte[] first = whole.labels(photo.part(0, 0, seen, seen));
      for (int y = 0; y < inner; y++) {
        for (int x = 0; x < inner; x++) {
          assertThat(labels[y * photo.width() + x]).isEqualTo(first[y * seen + x]);
        }
      }
      assertThat(whole.inTiles(Math.max(photo.width(), photo.height())).labels(photo))
          .isEqualTo(whole.labels(photo));
    }
  }

  /** One network; whole images and tiles. */
  @Test
  void certaintyIsWrittenBesideLabels(@TempDir Path out) throws IOException {
    List<Object> predict = List.of("predict", "--run", run, "--confidence", "--probabilities");
    Path image = folder.resolve("in").resolve("a_left.png");
    Cli single = Cli.run(predict, "--image", image, "--out", out.resolve("one.png"), "--legend");
    assertThat(single.exit()).as(single.err()).isZero();
    assertThat(single.out())
        .contains("Confidence: " + out.resolve("one_confidence.png"))
        .contains("Probabilities: " + out.resolve("one_probabilities.npy"));
    assertThat(ImageIO.read(out.resolve("one_overlay.png").toFile()).getWidth())
        .isGreaterThan(photo.width());
    BufferedImage labels = ImageIO.read(out.resolve("one.png").toFile());
    BufferedImage confidence = ImageIO.read(out.resolve("one_confidence.png").toFile());
    assertThat(confidence.getType()).isEqualTo(BufferedImage.TYPE_USHORT_GRAY);
    INDArray probabilities = Nd4j.createFromNpyFile(out.resolve("one_probabilities.npy").toFile());
    assertThat(probabilities.shape()).containsExactly(5, photo.height(), photo.width());
    INDArray sums = probabilities.sum(0);
    assertThat(sums.minNumber().doubleValue()).isCloseTo(1, within(1e-5));
    assertThat(sums.maxNumber().doubleValue()).isCloseTo(1, within(1e-5));
    for (int y = 0; y < photo.height(); y++) {
      for (int x = 0; x < photo.width(); x++) {
        int id = labels.getRaster().getSample(x, y, 0);
        assertThat(confidence.getRaster().getSample(x, y, 0) / 65535.0)
            .isCloseTo(probabilities.getDouble(id, y, x), within(1e-5));
      }
    }
  }

  @Test
  void certaintyOfTilesIsPutTogether(@TempDir Path out) throws IOException {
    Cli cli =
        Cli.run(
            List.of("predict", "--run", run, "--images", folder + "/in/a_*.png", "--out", out),
            List.of("--confidence", "npy", "--probabilities", "--tile", 64));
    assertThat(cli.exit()).as(cli.err()).isZero();
    BufferedImage labels = ImageIO.read(out.resolve("a_left.png").toFile());
    INDArray all = Nd4j.createFromNpyFile(out.resolve("probabilities/a_left.npy").toFile());
    INDArray own = Nd4j.createFromNpyFile(out.resolve("confidence/a_left.npy").toFile());
    assertThat(own.shape()).containsExactly(photo.height(), photo.width());
    for (int y = 0; y < photo.height(); y++) {
      for (int x = 0; x < photo.width(); x++) {
        int id = labels.getRaster().getSample(x, y, 0);
        assertThat(own.getDouble(y, x)).isPositive().isEqualTo(all.getDouble(id, y, x));
      }
    }
    assertThat(Files.readAllLines(out.resolve("labels.txt"))).hasSize((int) all.size(0));
    Cli wrong = Cli.run("predict", "--run", run, "--image", "a", "--out", out, "--confidence=x");
    assertThat(wrong.err()).contains("use png or npy");
  }

  @Test
  void severalLooksAreTaken(@TempDir Path out) {
    List<Object> predict = List.of("predict", "--run", run, "--images", folder.resolve("in"));
    Cli cli = Cli.run(predict, "--out", out, "--scales", "0.75,1,1.25", "--flip", "--tile", 64);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("Labels: 3 of 3 images");
    assertThat(Cli.run(predict, "--out", out, "--scales", "0").err()).contains("from 0.1 to 10");
    assertThat(Cli.run(predict, "--out", out, "--tile", 8).err()).contains("at least 64");
  }
}
