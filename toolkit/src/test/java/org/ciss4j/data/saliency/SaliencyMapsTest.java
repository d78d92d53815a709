// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.ciss4j.common.CissException;
import org.ciss4j.data.ExtraMaps;
import org.ciss4j.data.image.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaliencyMapsTest {
  private static final int WIDTH = 60;
  private static final int HEIGHT = 40;

  @TempDir Path folder;

  /** Grey noise, and a yellow square of 10 x 10 pixels at (30, 15). */
  private static Pixels image() {
    Random random = new Random(4);
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    for (int p = 0; p < WIDTH * HEIGHT; p++) {
      boolean yellow = isSquare(p);
      byte grey = (byte) (100 + random.nextInt(8));
      rgb[3 * p] = yellow ? (byte) 230 : grey;
      rgb[3 * p + 1] = yellow ? (byte) 220 : grey;
      rgb[3 * p + 2] = yellow ? (byte) 20 : grey;
    }
    return new Pixels(WIDTH, HEIGHT, rgb);
  }

  private static boolean isSquare(int p) {
    int x = p % WIDTH - 30;
    int y = p / WIDTH - 15;
    return x >= 0 && x < 10 && y >= 0 && y < 10;
  }

  private void write(String id, int width, int height, int... pixels) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, width, height, pixels);
    Path file = folder.resolve(id + ".png");
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void whatIsLikeNothingElseStandsOut() {
    ExtraMaps maps = SaliencyMaps.computed();
    byte[] map = maps.of("any", image());
    assertThat(map).hasSize(WIDTH * HEIGHT);
    long inside = IntStream.range(0, map.length).filter(p -> isSquare(p) && map[p] != 0).count();
    long outside = IntStream.range(0, map.length).filter(p -> !isSquare(p) && map[p] != 0).count();
    assertThat(inside / 100.0).isGreaterThan(2.0 * outside / (WIDTH * HEIGHT - 100));
    assertThat(maps.origin()).isEqualTo("computed by OpenCV (spectral residual)");
    maps.require(List.of("any"));
  }

  /** By however many threads. */
  @Test
  void computedMapsAreTheSameEachTime() {
    ExtraMaps maps = SaliencyMaps.computed();
    byte[] once = maps.of("any", image());
    assertThat(IntStream.range(0, 64).parallel().mapToObj(i -> maps.of("any", image())))
        .allSatisfy(map -> assertThat(map).isEqualTo(once));
  }

  /** What is kept is read, what is damaged or of another size is made anew. */
  @Test
  void computedMapsAreKept() throws IOException {
    ExtraMaps maps = SaliencyMaps.computed().keptIn(folder);
    byte[] once = maps.of("city/any", image());
    assertThat(once).isEqualTo(SaliencyMaps.computed().of("any", image()));
    assertThat(SaliencyMaps.of(folder).of("city/any", image())).isEqualTo(once);
    assertThat(maps.of("city/any", new Pixels(WIDTH, HEIGHT, new byte[3 * WIDTH * HEIGHT])))
        .isEqualTo(once);
    Path file = folder.resolve("city/any.png");
    Files.writeString(file, "nothing");
    assertThat(maps.of("city/any", image())).isEqualTo(once);
    write("city/any", 2, 2, 0, 1, 128, 255);
    assertThat(maps.of("city/any", image())).isEqualTo(once);
    assertThat(SaliencyMaps.of(folder).of("city/any", image())).isEqualTo(once);
    assertThat(maps.origin())
        .isEqualTo("computed by OpenCV (spectral residual), kept in " + folder);
    assertThat(SaliencyMaps.of(folder).keptIn(folder.resolve("x")))
        .isEqualTo(SaliencyMaps.of(folder));
    // Where nothing can be written it is computed each time.
    Files.delete(file);
    Files.createDirectories(file.resolve("taken"));
    assertThat(maps.of("city/any", image())).isEqualTo(once);
  }

  @Test
  void mapsOfAFolderAreTakenAsTheyAre() throws IOException {
    write("one", 2, 2, 0, 1, 128, 255);
    write("city/two", 1, 1, 7);
    ExtraMaps maps = SaliencyMaps.of(folder);
    maps.require(List.of("one", "city/two"));
    assertThat(maps.of("one", new Pixels(2, 2, new byte[12]))).containsExactly(0, 1, 128, 255);
    assertThat(maps.of("city/two", new Pixels(1, 1, new byte[3]))).containsExactly(7);
    assertThat(maps.origin()).isEqualTo("of folder " + folder);
  }

  @Test
  void whatIsMissingOrDoesNotFitIsNamed() throws IOException {
    write("one", 2, 2, 0, 1, 128, 255);
    ExtraMaps maps = SaliencyMaps.of(folder);
    assertThatThrownBy(() -> maps.require(List.of("one", "2/two", "three")))
        .isInstanceOf(CissException.class)
        .hasMessage(
            folder
                + " has no saliency map of 2 of 3 training images, such as 2/two.png; add them, or"
                + " leave --saliency out to have all computed");
    assertThatThrownBy(() -> maps.of("one", image()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("one.png has 2x2 pixels, and its image 60x40; make it anew");
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> SaliencyMaps.of(nowhere).require(List.of("one")))
        .isInstanceOf(CissException.class)
        .hasMessageStartingWith("there is no folder " + nowhere + " of saliency maps");
  }
}
