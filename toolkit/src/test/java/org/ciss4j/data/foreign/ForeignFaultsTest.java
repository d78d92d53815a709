// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.Pixels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is odd in files of other tools is read right, or refused in words that say where. */
class ForeignFaultsTest {
  private static final String IMAGE = "{'id': 1, 'file_name': 'a.png', 'width': 8, 'height': 6}";
  private static final String CAT = "{'id': 1, 'name': 'cat'}";
  private static final String SQUARE = "[[1, 1, 5, 1, 5, 4, 1, 4]]";

  @TempDir Path folder;

  @BeforeEach
  void photo() throws IOException {
    ImageIO.write(
        new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB),
        "png",
        folder.resolve("a.png").toFile());
  }

  /** Tables write 1 as 1.0, and programs as text. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "'1'", "10e-1"})
  void idsOfCocoAreTheSameInEveryNotation(String id) throws IOException {
    String thing =
        "{'image_id': %s, 'category_id': %s, 'area': 12, 'iscrowd': false, 'segmentation': %s}"
            .formatted(id, id, SQUARE);
    assertThat(pixels(coco(IMAGE, thing, CAT), 1)).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1, 1, 5, 1, 5, 4, 1, 4]", "[['1', 1, 5, 1, 5, 4, 1, 4]]"})
  void polygonsOfCocoThatCanBeUnderstoodAreDrawn(String segmentation) throws IOException {
    assertThat(pixels(coco(IMAGE, thing(segmentation), CAT), 1)).isEqualTo(12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[1, 1, NaN, 1, 5, 5]]               | annotations[0].segmentation: a corner lies at NaN",
        "[[1, 1, 1e300, 1, 5, 5]]             | a corner lies at 1.0E300",
        "[['a', 1, 5, 1, 5, 5]]               | a corner lies at NaN",
        "[[1, 1, 5, 1, 5, 5, 7]]              | x and y of corners in turn, but there are 7",
        "[[[1, 1], [5, 1], [5, 5], [1, 5]]]   | a corner lies at NaN",
        "true                                 | a list of polygons or a run-length code",
        "{'size': [6, 8], 'counts': ['a', 48]}| a run-length code has the length \"a\"",
        "{'size': [6, 8], 'counts': [1.5, 47]}| a run-length code has the length 1.5",
        "{'size': [6, 8], 'counts': [-1, 49]} | a run-length code has a negative length",
        "{'size': [6, 8], 'counts': [1, 2]}   | a run-length code covers 3 pixels",
      })
  void areasOfCocoThatAreNoneAreRefused(String segmentation, String said) throws IOException {
    Path file = coco(IMAGE, thing(segmentation.replace("\"\"", "\"")), CAT);
    assertThatThrownBy(() -> ForeignFormat.COCO.read(ForeignSource.of(file)))
        .isInstanceOf(CissException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("org.ciss4j");
  }

  @Test
  void listsOfCocoMustBeWhole() throws IOException {
    String thing = thing(SQUARE);
    assertRefused(coco(IMAGE + ", null", thing, CAT), "an entry of a list is null");
    assertRefused(coco(IMAGE, thing + ", null", CAT), "an entry of a list is null");
    assertRefused(coco(IMAGE, thing, CAT + ", null"), "an entry of a list is null");
    assertRefused(coco(IMAGE + ", " + IMAGE, thing, CAT), "two images of the id 1");
    assertRefused(
        coco(IMAGE, thing, CAT + ", {'id': 1, 'name': 'dog'}"), "two categories of the id 1");
    assertRefused(coco(IMAGE, thing, "{'id': 1}"), "a category without id or name");
    assertRefused(
        coco(IMAGE, thing, CAT + ", {'id': 2, 'name': 'Cat'}"), "differ in capitals alone");
    assertRefused(Files.writeString(folder.resolve("c.json"), ""), "is empty (0 bytes)");
    assertRefused(Files.writeString(folder.resolve("c.json"), "{\"images\": ["), "cut short");
  }

  @Test
  void annotationsOfNoImageAreCounted() throws IOException {
    String stray = thing(SQUARE).replace("'image_id': 1", "'image_id': 7");
    ForeignData data =
        ForeignFormat.COCO.read(ForeignSource.of(coco(IMAGE, thing(SQUARE) + "," + stray, CAT)));
    assertThat(data.remarks()).anyMatch(remark -> remark.startsWith("1 annotations are of images"));
  }

  /** The small object is seen, though the file does not say which that is. */
  @Test
  void areasThatAreNotSaidAreCounted() throws IOException {
    String small = "{'image_id': 1, 'category_id': 1, 'segmentation': [[1, 1, 3, 1, 3, 3, 1, 3]]}";
    String large = "{'image_id': 1, 'category_id': 2, 'segmentation': [[0, 0, 7, 0, 7, 5, 0, 5]]}";
    Path file = coco(IMAGE, small + "," + large, CAT + ", {'id': 2, 'name': 'dog'}");
    assertThat(pixels(file, 1)).isEqualTo(4);
  }

  @Test
  void imagesOfAnotherSizeAreRefusedBeforeAnythingIsDrawn() throws IOException {
    Path file = coco(IMAGE.replace("8", "100000").replace("6}", "100000}"), thing(SQUARE), CAT);
    assertThatThrownBy(() -> pixels(file, 1))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("100000x100000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rectangle | [[-3e9, -3e9], [3e9, 3e9]] | a corner lies at -3.0E9",
        "circle    | [[5, 5], [3e9, 5]]         | a corner lies at 3.0E9",
        "polygon   | [[1, 1], [NaN, 1], [5, 5]] | a corner lies at NaN",
        "polygon   | [null, [5, 1], [5, 5]]     | lacks its label or points",
        "blob      | [[1, 1], [5, 1], [5, 5]]   | the kind blob",
      })
  void shapesOfLabelMeThatCannotBeDrawnAreRefused(String kind, String points, String said)
      throws IOException {
    labelMe("{'label': 'cat', 'shape_type': '%s', 'points': %s}".formatted(kind, points));
    assertThatThrownBy(() -> ForeignFormat.LABELME.read(ForeignSource.of(folder)))
        .isInstanceOf(CissException.class)
        .hasMessageContaining(said);
  }

  @Test
  void rectanglesOfLabelMeMayHaveFourCorners() throws IOException {
    labelMe(
        "{'label': ' cat', 'shape_type': 'rectangle', 'points': [[1,1], [4,1], [4,3], [1,3]]},"
            + "{'label': 'cat', 'shape_type': 'line', 'points': [[1,1], [4,1]]}");
    ForeignData data = ForeignFormat.LABELME.read(ForeignSource.of(folder));
    assertThat(data.classNames()).containsExactly("cat");
    assertThat(count(data.images().get(0).mask().make(), 1)).isEqualTo(12);
  }

  /** Lines may be paths of image and mask; unknown ones are counted, and a list is not dropped. */
  @Test
  void listsOfPascalAreUsedOrRefused() throws IOException {
    for (String id : List.of("a", "b")) {
      for (String place : List.of("JPEGImages", "SegmentationClass")) {
        Files.createDirectories(folder.resolve(place));
        Files.copy(folder.resolve("a.png"), folder.resolve(place + "/" + id + ".png"));
      }
    }
    Files.writeString(folder.resolve("labelmap.txt"), "background:0,0,0::\ncat:1,2,3::\n");
    Path lists = Files.createDirectories(folder.resolve("ImageSets/Segmentation"));
    Files.writeString(
        lists.resolve("train.txt"), "JPEGImages/a.png SegmentationClass/a.png\nnone\n");
    Files.writeString(lists.resolve("val.txt"), "./b.png\nb\n");
    ForeignData data = ForeignFormat.PASCAL.read(ForeignSource.of(folder));
    assertThat(data.train()).containsExactly("a");
    assertThat(data.test()).containsExactly("b");
    assertThat(data.remarks()).anyMatch(remark -> remark.startsWith("1 of 2 lines"));
    Files.writeString(lists.resolve("val.txt"), "a\n");
    assertThatThrownBy(() -> ForeignFormat.PASCAL.read(ForeignSource.of(folder)))
        .hasMessageContaining("1 images are in both lists");
    Files.writeString(lists.resolve("val.txt"), "x\n");
    assertThatThrownBy(() -> ForeignFormat.PASCAL.read(ForeignSource.of(folder)))
        .hasMessageContaining("val.txt names no image that is there, such as x");
  }

  private static void assertRefused(Path file, String said) {
    assertThatThrownBy(() -> ForeignFormat.COCO.read(ForeignSource.of(file)))
        .isInstanceOf(CissException.class)
        .hasMessageContaining(said);
  }

  private static String thing(String segmentation) {
    return "{'image_id': 1, 'category_id': 1, 'area': 12, 'segmentation': " + segmentation + "}";
  }

  private Path coco(String images, String annotations, String categories) throws IOException {
    String text =
        "{'images': [%s], 'annotations': [%s], 'categories': [%s]}"
            .formatted(images, annotations, categories);
    return Files.writeString(folder.resolve("c.json"), text.replace('\'', '"'));
  }

  private void labelMe(String shapes) throws IOException {
    String text = "{'imagePath': 'a.png', 'shapes': [" + shapes + "]}";
    Files.writeString(folder.resolve("a.json"), text.replace('\'', '"'));
  }

  private static int pixels(Path coco, int label) {
    return count(
        ForeignFormat.COCO.read(ForeignSource.of(coco)).images().get(0).mask().make(), label);
  }

  private static int count(Pixels mask, int label) {
    int count = 0;
    for (byte pixel : mask.data()) {
      count += pixel == label ? 1 : 0;
    }
    return count;
  }
}
