// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tools do in their own ways: each is read as it is meant, or said. */
class ForeignHabitsTest {
  private static final String CATEGORIES = "[{'id': 1, 'name': 'cat'}, {'id': 7, 'name': 'dog'}]";

  @TempDir Path folder;

  @Test
  void boxesWithoutPixelsAndCrowdsAreCounted() throws IOException {
    photo("a.png");
    ForeignData data =
        read(
            ForeignFormat.COCO,
            json(
                "c.json",
                """
                {'images': [{'id': 1, 'file_name': 'a.png', 'width': 4, 'height': 1}],
                 'annotations': [
                  {'image_id': 1, 'category_id': 1, 'segmentation': [], 'bbox': [0, 0, 1, 1]},
                  {'image_id': 1, 'category_id': 1, 'segmentation': [[0, 0, 1, 1]]},
                  {'image_id': 1, 'category_id': 7, 'iscrowd': 1,
                   'segmentation': {'size': [1, 4], 'counts': [1, 2, 1]}}],
                 'categories': %s}
                """
                    .formatted(CATEGORIES)));
    assertThat(data.remarks())
        .anyMatch(remark -> remark.startsWith("2 annotations have boxes alone"))
        .anyMatch(remark -> remark.startsWith("1 annotations are crowds (iscrowd is 1)"));
    assertThat(labels(data)).containsExactly(0, 255, 255, 0);
  }

  /** Found by its name alone, one image would be two, perhaps one of them for testing. */
  @Test
  void oneFileIsNotTwoImages() throws IOException {
    photo("1.png");
    Path file =
        json(
            "c.json",
            """
            {'images': [{'id': 1, 'file_name': 'train/1.png', 'width': 4, 'height': 1},
                        {'id': 2, 'file_name': 'val/1.png', 'width': 4, 'height': 1}],
             'annotations': [], 'categories': %s}
            """
                .formatted(CATEGORIES));
    assertThatThrownBy(() -> read(ForeignFormat.COCO, file))
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll("train/1 and val/1 would both be the image", "1.png", "--images");
    photo("val/1.png");
    Files.createSymbolicLink(
        Files.createDirectories(folder.resolve("train")).resolve("1.png"),
        folder.resolve("val/1.png"));
    assertThatThrownBy(() -> read(ForeignFormat.COCO, file)).hasMessageContaining("would both be");
    Files.delete(folder.resolve("train/1.png"));
    photo("train/1.png");
    assertThat(read(ForeignFormat.COCO, file).images()).hasSize(2);
  }

  /** Programs that make PNG files small reorder colours into a palette. */
  @Test
  void panopticColoursMayBeOfAPaletteOrGrey() throws IOException {
    photo("a.png");
    palette("p/a.png", new int[] {0x020000, 0x010000, 0}, 0, 1, 2, 1);
    String segments = "{'id': 1, 'category_id': 1}, {'id': 2, 'category_id': 7}";
    assertThat(labels(panoptic(segments))).containsExactly(2, 1, 255, 1);
    grey("p/a.png", 1, 1, 0, 2);
    assertThat(
            labels(panoptic("{'id': 65793, 'category_id': 7}, {'id': 131586, 'category_id': 1}")))
        .containsExactly(2, 2, 255, 1);
    assertThat(labels(panoptic(segments))).containsExactly(1, 1, 255, 2);
  }

  @Test
  void segmentsHaveIds() throws IOException {
    photo("a.png");
    grey("p/a.png", 1, 1, 0, 1);
    assertThatThrownBy(() -> panoptic("{'category_id': 7}, {'id': 1, 'category_id': 1}"))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("has a segment of a.png without id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "images/a.JPEG"})
  void annotationsOfLabelMeWithoutAPathAreOfTheImageOfTheirName(String image) throws IOException {
    photo(image);
    json(
        "a.json", "{'imagePath': '', 'shapes': [{'label': 'cat', 'points': [[0,0],[1,0],[1,0]]}]}");
    ForeignData data = read(ForeignFormat.LABELME, folder);
    assertThat(labels(data)).containsExactly(1, 1, 0, 0);
  }

  /** Where a mask shows grey colours alone, programs store it in grey. */
  @Test
  void coloursMayBeStoredInGrey() throws IOException {
    photo("images/a.png");
    Files.writeString(folder.resolve("l.txt"), "background 0 0 0\ncar 128 128 128\ncat 64 0 0\n");
    grey("masks/a.png", 0, 128, 128, 0);
    assertThat(labels(read(ForeignFormat.COLOURS, "l.txt"))).containsExactly(0, 1, 1, 0);
    grey("masks/a.png", 0, 1, 2, 0);
    ForeignData numbers = read(ForeignFormat.COLOURS, "l.txt");
    assertThatThrownBy(() -> labels(numbers)).hasMessageContaining("--format numbers");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 background\n1 road\n2 car\n7 -> 1\n200 -> 255\n",
        """
        id,name,r,g,b
        0,background,0,0,0
        1,road,3,4,5
        2,car,6,7,8
        7,road,3,4,5
        200,void,1,1,1
        """,
        "name;id\nbackground;0\nroad;1\n\"car\";2\nroad;7\nvoid;200",
      })
  void numbersInColumnsAndNumbersOfNumbers(String lines) throws IOException {
    photo("images/a.png");
    grey("masks/a.png", 1, 2, 7, 200);
    Files.writeString(folder.resolve("l.txt"), lines);
    ForeignData data = read(ForeignFormat.NUMBERS, "l.txt");
    assertThat(data.classNames()).containsExactly("road", "car");
    assertThat(data.hasBackground()).isTrue();
    assertThat(labels(data)).containsExactly(1, 2, 1, 255);
  }

  @Test
  void moreColumnsThanTwoAreNoNames() throws IOException {
    photo("images/a.png");
    Files.writeString(folder.resolve("l.txt"), "0,background,0,0,0\n1,road,3,4,5\n");
    assertThatThrownBy(() -> read(ForeignFormat.NUMBERS, "l.txt"))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("more columns than a number and a name, \"0,background,0,0,0\"");
  }

  /** CVAT names its lists after subsets, and writes one for each that there is. */
  @Test
  void listsOfCvatAreFoundByTheirNames() throws IOException {
    cvat();
    list("Train", "a\n");
    list("Validation", "b\n");
    ForeignData data = read(ForeignFormat.PASCAL, folder);
    assertThat(data.train()).containsExactly("a");
    assertThat(data.test()).containsExactly("b");
    assertThat(data.remarks())
        .containsExactly(
            "1 images are neither in Train.txt nor in Validation.txt, and take no part");
  }

  @Test
  void emptyListsAreNone() throws IOException {
    cvat();
    list("train", "a\nc\n");
    list("val", "\n");
    list("test", "b\n");
    assertThat(read(ForeignFormat.PASCAL, folder).test()).containsExactly("b");
  }

  @Test
  void oneListAloneNamesAllImagesOrIsRefused() throws IOException {
    cvat();
    list("train", "a\nb\nc\n");
    ForeignData data = read(ForeignFormat.PASCAL, folder);
    assertThat(data.train()).isEmpty();
    assertThat(data.test()).isEmpty();
    assertThat(data.remarks()).anyMatch(remark -> remark.startsWith("train.txt names all images"));
    list("train", "a\n");
    assertThatThrownBy(() -> read(ForeignFormat.PASCAL, folder))
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll("names 1 of 3 images", "val.txt", "remove that list");
  }

  private void cvat() throws IOException {
    for (String id : List.of("a", "b", "c")) {
      photo("JPEGImages/" + id + ".png");
      photo("SegmentationClass/" + id + ".png");
    }
    Files.writeString(folder.resolve("labelmap.txt"), "background:0,0,0::\ncat:1,2,3::\n");
  }

  private void list(String name, String lines) throws IOException {
    Path lists = Files.createDirectories(folder.resolve("ImageSets/Segmentation"));
    Files.writeString(lists.resolve(name + ".txt"), lines);
  }

  private ForeignData panoptic(String segments) throws IOException {
    Path file =
        json(
            "p.json",
            """
            {'images': [{'id': 1, 'file_name': 'a.png', 'width': 4, 'height': 1}],
             'annotations': [{'image_id': 1, 'file_name': 'a.png', 'segments_info': [%s]}],
             'categories': %s}
            """
                .formatted(segments, CATEGORIES));
    return read(ForeignFormat.PANOPTIC, file);
  }

  private static ForeignData read(ForeignFormat format, Path path) {
    return format.read(ForeignSource.of(path));
  }

  private ForeignData read(ForeignFormat format, String labels) {
    return format.read(
        new ForeignSource(
            folder,
            Optional.empty(),
            Optional.empty(),
            Optional.of(folder.resolve(labels)),
            Optional.empty(),
            Affixes.NONE,
            false,
            List.of()));
  }

  private static List<Integer> labels(ForeignData data) {
    Pixels mask = data.images().get(0).mask().make();
    return IntStream.range(0, mask.data().length)
        .mapToObj(i -> Byte.toUnsignedInt(mask.data()[i]))
        .toList();
  }

  private Path json(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text.replace('\'', '"'));
  }

  private void photo(String name) throws IOException {
    write(name, new BufferedImage(4, 1, BufferedImage.TYPE_INT_RGB));
  }

  private void grey(String name, int... numbers) throws IOException {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 4, 1, numbers);
    write(name, image);
  }

  private void palette(String name, int[] colours, int... numbers) throws IOException {
    IndexColorModel model =
        new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_INDEXED, model);
    image.getRaster().setPixels(0, 0, 4, 1, numbers);
    write(name, image);
  }

  private void write(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    ImageIO.write(image, name.endsWith("png") ? "png" : "jpg", file.toFile());
  }
}
