// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.ciss4j.common.CissException;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Split;
import org.ciss4j.data.image.MaskFile;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.data.set.FileDataset;
import org.ciss4j.data.set.FolderDataset;
import org.ciss4j.graph.SharedPack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels of other tools are those that these tools see. */
class ForeignFormatTest {
  private static final int RED = 0xFF0000;
  private static final int GREEN = 0x00FF00;
  private static final int SMOOTHED = 0x7F7F00;

  @TempDir Path folder;

  /** Masks by COCO's own library, of polygons, packed and plain run lengths, and crowds. */
  @Test
  void cocoIsWhatItsOwnToolsSee() throws IOException {
    JsonNode file = resource("coco.json");
    Path json = folder.resolve("ann.json");
    Files.writeString(json, file.toString());
    for (JsonNode image : file.get("images")) {
      photo(
          image.get("file_name").textValue(),
          image.get("width").asInt(),
          image.get("height").asInt());
    }
    assertThat(ForeignFormat.guess(json)).contains(ForeignFormat.COCO);
    ForeignData data = ForeignFormat.COCO.read(ForeignSource.of(json));
    assertThat(data.classNames()).containsExactly("cat", "dog", "kite");
    assertThat(data.hasBackground()).isTrue();
    assertThat(masks(data)).isEqualTo(expected(file.get("masks")));
  }

  /** Masks by Pillow, which draws for LabelMe. */
  @Test
  void labelMeIsWhatItDraws() throws IOException {
    JsonNode file = resource("labelme.json");
    photo("photos/a.png", 30, 24);
    Path json = Files.createDirectories(folder.resolve("notes")).resolve("a.json");
    Files.writeString(json, file.toString());
    assertThat(ForeignFormat.guess(json.getParent())).contains(ForeignFormat.LABELME);
    ForeignData data =
        ForeignFormat.LABELME.read(
            ForeignSource.of(json.getParent()).withClassNames(List.of("cat", "dog", "kite")));
    assertThat(masks(data)).isEqualTo(Map.of("a", lines(file.get("mask"))));
  }

  /** LabelMe's own examples and export; one pixel of the export is in none of its shapes. */
  @Test
  void labelMeExamplesAreItsOwnExport() {
    Path examples = SharedPack.require("data/odd/labelme/examples/semantic_segmentation");
    ForeignData drawn =
        ForeignFormat.LABELME.read(
            ForeignSource.of(examples.resolve("data_annotated"))
                .withClassNames(
                    FolderDataset.labelSpace(examples.resolve("labels.txt"))
                        .classNames()
                        .subList(1, 21)));
    ForeignData exported =
        ForeignFormat.PASCAL.read(ForeignSource.of(examples.resolve("data_dataset_voc")));
    assertThat(drawn.classNames()).isEqualTo(exported.classNames());
    int different = 0;
    for (int i = 0; i < drawn.images().size(); i++) {
      assertThat(drawn.images().get(i).id()).isEqualTo(exported.images().get(i).id());
      Path mask =
          examples.resolve(
              "data_dataset_voc/SegmentationClass/" + drawn.images().get(i).id() + ".png");
      byte[] seen = drawn.images().get(i).mask().make().data();
      byte[] stored = new MaskFile(mask).decode().data();
      assertThat(exported.images().get(i).mask().make().data()).isEqualTo(stored);
      for (int pixel = 0; pixel < seen.length; pixel++) {
        different += seen[pixel] == stored[pixel] ? 0 : 1;
      }
    }
    assertThat(different).isLessThanOrEqualTo(1);
  }

  /** The areas in LabelMe's export to COCO are those of its own drawing. */
  @Test
  void labelMeExportsToCocoAreDrawnAsItDraws() throws IOException {
    Path json =
        SharedPack.require(
            "data/odd/labelme/examples/instance_segmentation/data_dataset_coco/annotations.json");
    ForeignData data = ForeignFormat.COCO.read(ForeignSource.of(json));
    JsonNode bottle = new ObjectMapper().readTree(json.toFile()).get("annotations").get(2);
    assertThat(bottle.get("area").asInt()).isEqualTo(873);
    byte[] labels = data.images().get(0).mask().make().data();
    int count = 0;
    for (byte label : labels) {
      count += label == 5 ? 1 : 0;
    }
    assertThat(count).isEqualTo(873);
    assertThat(data.images()).extracting(ForeignImage::id).contains("2011_000003");
  }

  @Test
  void labelMeShapesAndWords() throws IOException {
    BufferedImage small = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    small.getRaster().setSample(0, 1, 0, 1);
    java.io.ByteArrayOutputStream png = new java.io.ByteArrayOutputStream();
    ImageIO.write(small, "png", png);
    String mask = Base64.getEncoder().encodeToString(png.toByteArray());
    Files.writeString(
        folder.resolve("b.json"),
        """
        {"imagePath": "gone.jpg", "imageData": "%s", "imageWidth": 8, "imageHeight": 6, "shapes": [
          {"label": "cat", "points": [[1, 1], [3.9, 2]], "shape_type": "rectangle"},
          {"label": "__ignore__", "points": [[6, 4], [7, 4]], "shape_type": "circle"},
          {"label": "dog", "points": [[0, 3], [1, 4]], "shape_type": "mask", "mask": "%s"},
          {"label": "_background_", "points": [[2, 2], [2, 2]], "shape_type": "rectangle"},
          {"label": "dog", "points": [[0, 0], [7, 5]], "shape_type": "line"}]}
        """
            .formatted(mask, mask));
    ForeignData data = ForeignFormat.LABELME.read(ForeignSource.of(folder.resolve("b.json")));
    assertThat(data.classNames()).containsExactly("cat", "dog");
    assertThat(data.remarks())
        .containsExactly("1 shapes of the kind line have no area and are left out");
    assertThat(masks(data).get("b"))
        .containsExactly("........", ".111....", ".1.1....", "......v.", "2....vvv", "......v.");
  }

  @Test
  void panopticNumbersAreColours() throws IOException {
    photo("images/a.jpg", 3, 1);
    write("seg/a.png", BufferedImage.TYPE_INT_RGB, 3, 7, 7 | 2 << 8, 0);
    Path json = folder.resolve("seg.json");
    // Red is the lowest byte: 7 and 0x020007 as colours are segments 0x070000 and 0x070002.
    Files.writeString(
        json,
        """
        {"images": [{"id": 1, "file_name": "a.jpg"}],
         "annotations": [{"image_id": 1, "file_name": "a.png", "segments_info": [
           {"id": 458752, "category_id": 9}, {"id": 459264, "category_id": 4}]}],
         "categories": [{"id": 9, "name": "sky"}, {"id": 4, "name": "sea"}]}
        """);
    assertThat(ForeignFormat.guess(json)).contains(ForeignFormat.PANOPTIC);
    ForeignData data = ForeignFormat.PANOPTIC.read(ForeignSource.of(json));
    assertThat(data.hasBackground()).isFalse();
    assertThat(masks(data)).isEqualTo(Map.of("a", List.of("21v")));
  }

  @Test
  void coloursInEveryUsualNotation() throws IOException {
    write("masks/a.png", BufferedImage.TYPE_INT_RGB, 3, RED, GREEN, 0);
    photo("images/a.png", 3, 1);
    for (String line :
        List.of(
            "# label:color_rgb:parts:actions/background:0,0,0::/red:255,0,0::/light"
                + " green:0,255,0::",
            "name,r,g,b/background,0,0,0/red,255,0,0/light green,0,255,0",
            "0 0 0 background/255 0 0 red/0 255 0 light green",
            "#000000 background/#FF0000 red/#00ff00 light green",
            "0 background 0 0 0/1 red 255 0 0/2 light green 0 255 0",
            "background #000000/red #FF0000/'light green', #00FF00",
            "0 0 0 0 background/1 255 0 0 red/2 0 255 0 light green",
            "1,0,0,0,background/2,255,0,0,red/3,0,255,0,light green",
            "background,0,0,0,0/red,1,255,0,0/light green,2,0,255,0",
            "background 0 0 0 255/red 255 0 0 255/light green 0 255 0 255",
            "0 0 0 0 background/255 0 0 1 red/0 255 0 2 light green",
            "id,name,trainId,r,g,b/7,background,9,0,0,0/9,red,3,255,0,0/8,'light green',1,0,255,0",
            "id r g b name/0 0 0 0 background/7 255 0 0 red/3 0 255 0 light green",
            "'background','0','0','0'/'red','255','0','0'/'light green','0','255','0'",
            "background: [0, 0, 0]/red: [255, 0, 0]/light green: [0, 255, 0]",
            "(0, 0, 0): 'background',/(255, 0, 0): 'red',/(0, 255, 0): 'light green',",
            "1;background;(0 0 0)/2;red;(255 0 0)/3;light green;(0 255 0)",
            "red rgb(255,0,0)/light green rgb(0,255,0)/background rgb(0,0,0)",
            "background 0x000000/red 0xff0000/light green '#00FF00'",
            "0 #000000 background/1 #ff0000 red/2 #00ff00 light green")) {
      String text = line.replace('/', '\n').replace('\'', '"');
      ForeignData data = ForeignFormat.COLOURS.read(withLabels(text));
      assertThat(data.classNames()).as(text).containsExactly("red", "light green");
      assertThat(masks(data)).as(text).isEqualTo(Map.of("a", List.of("12.")));
    }
  }

  /** A number that only some have, or that alone tells classes apart, is a part of the name. */
  @Test
  void numbersInNamesOfClassesStay() throws IOException {
    write("masks/a.png", BufferedImage.TYPE_INT_RGB, 2, RED, GREEN);
    photo("images/a.png", 2, 1);
    for (String line :
        List.of(
            "level 1 255 0 0/level 2 0 255 0",
            "level 1,255,0,0/level 2,0,255,0",
            "255 0 0 level 1/0 255 0 level 2",
            "#ff0000 level 1/#00ff00 level 2")) {
      assertThat(ForeignFormat.COLOURS.read(withLabels(line.replace('/', '\n'))).classNames())
          .as(line)
          .containsExactly("level 1", "level 2");
    }
    assertThat(
            ForeignFormat.COLOURS.read(withLabels("255 0 0 3 wheeler\n0 255 0 cat")).classNames())
        .containsExactly("3 wheeler", "cat");
  }

  /** Any three of four numbers are a colour, and the wrong ones would be silently wrong. */
  @Test
  void whatMayBeTwoColoursIsRefused() throws IOException {
    write("masks/a.png", BufferedImage.TYPE_INT_RGB, 1, RED);
    photo("images/a.png", 1, 1);
    for (String line :
        List.of(
            "1 250 50 83 cat",
            "cat,250,50,83,7",
            "9 250 50 83 cat/2 1 2 9 dog",
            "1 0 0 1 cat/2 0 0 2 dog",
            "cat 1 2 250 50 83")) {
      assertThatThrownBy(() -> ForeignFormat.COLOURS.read(withLabels(line.replace('/', '\n'))))
          .as(line)
          .isInstanceOf(CissException.class)
          .hasMessageContainingAll("more numbers in a line than a colour", "id,r,g,b,name");
    }
  }

  @Test
  void coloursThatNobodyNamedAreSaid() throws IOException {
    write("masks/a.png", BufferedImage.TYPE_INT_RGB, 4, RED, SMOOTHED, SMOOTHED, RED);
    photo("images/a.png", 4, 1);
    ForeignData data = ForeignFormat.COLOURS.read(withLabels("255 0 0 red\n"));
    assertThat(data.hasBackground()).isFalse();
    assertThatThrownBy(() -> masks(data))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("colours in 50.0 % of its pixels")
        .hasMessageContaining("colour 127,127,0")
        .hasMessageContaining("--others-void");
  }

  @Test
  void numbersMayBeSparseLargeAndSeveralForAClass() throws IOException {
    BufferedImage mask = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    int[] numbers = {7, 300, 8, 0};
    for (int x = 0; x < numbers.length; x++) {
      mask.getRaster().setSample(x, 0, 0, numbers[x]);
    }
    save(mask, "gt/a_labelIds.png");
    photo("imgs/a_left.png", 4, 1);
    ForeignSource source = withLabels("7 road\n8 -> road\n300 car\n0 void\n");
    ForeignData data = ForeignFormat.NUMBERS.read(source);
    assertThat(data.classNames()).containsExactly("road", "car");
    assertThat(data.remarks())
        .containsExactly(
            "names are paired by --image-suffix '_left' and --mask-suffix '_labelIds'");
    assertThat(masks(data).values()).containsExactly(List.of("121v"));
  }

  @ParameterizedTest
  @CsvSource({
    "@, @_mask, --mask-suffix '_mask'",
    "@, mask_@, --mask-prefix 'mask_'",
    "img_@, mask_@, --image-prefix 'img_' and --mask-prefix 'mask_'",
    "img@, mask@, --image-prefix 'img' and --mask-prefix 'mask'",
    "x/@, x/gt_@, --mask-prefix 'gt_'",
    "@, gt_@_label, --mask-prefix 'gt_' and --mask-suffix '_label'",
    "photo-@, @, --image-prefix 'photo-'",
    "@_rgb, gt_@, --image-suffix '_rgb' and --mask-prefix 'gt_'"
  })
  void namesArePairedByWhatStandsAroundThem(String image, String mask, String said)
      throws IOException {
    for (String id : List.of("1", "20")) {
      write("masks/" + mask.replace("@", id) + ".png", BufferedImage.TYPE_INT_RGB, 1, RED);
      photo("images/" + image.replace("@", id) + ".jpg", 1, 1);
    }
    ForeignData data = ForeignFormat.COLOURS.read(withLabels("255 0 0 red\n"));
    assertThat(data.remarks()).containsExactly("names are paired by " + said);
    assertThat(data.images()).hasSize(2);
  }

  /** Every image begins like the mask: any of two ways may be meant. */
  @Test
  void namesThatMayBePairedInTwoWaysAreRefused() throws IOException {
    write("masks/m_a.png", BufferedImage.TYPE_INT_RGB, 1, RED);
    photo("images/a.png", 1, 1);
    photo("images/m.png", 1, 1);
    assertThatThrownBy(() -> ForeignFormat.COLOURS.read(withLabels("255 0 0 red\n")))
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll("m_a.png has no image", "--mask-prefix");
  }

  @Test
  void mapillaryNumbersItsClassesByTheirPlace() throws IOException {
    write("masks/a.png", BufferedImage.TYPE_BYTE_GRAY, 2, 0x010101, 0);
    photo("images/a.png", 2, 1);
    Files.writeString(
        folder.resolve("config.json"),
        "{\"labels\": [{\"readable\": \"Bird\", \"color\": [165, 42, 42]}, {\"readable\":"
            + " \"Curb\"}]}");
    ForeignData data = ForeignFormat.NUMBERS.read(labels("config.json"));
    assertThat(data.classNames()).containsExactly("Bird", "Curb");
    assertThat(masks(data)).isEqualTo(Map.of("a", List.of("21")));
  }

  /** The raw mask in the classes of the challenge, as the official conversion has it. */
  @Test
  void fullAdeIsTheChallenge() throws IOException {
    Path sample = SharedPack.require("data/odd/ade-sample/convertFromADE");
    BufferedImage raw = ImageIO.read(sample.resolve("ADE_train_00000970_raw.png").toFile());
    Path masks = Files.createDirectories(folder.resolve("masks"));
    Files.copy(
        sample.resolve("ADE_train_00000970_raw.png"), masks.resolve("ADE_train_00000970_seg.png"));
    photo("images/ADE_train_00000970.jpg", raw.getWidth(), raw.getHeight());
    Files.copy(sample.resolve("mapFromADE.txt"), folder.resolve("map.txt"));
    Pixels full = ForeignFormat.ADE_FULL.read(labels("map.txt")).images().get(0).mask().make();
    Pixels challenge = new MaskFile(sample.resolve("ADE_train_00000970_challenge.png")).decode();
    // The challenge's is the nearest pixel of a smaller picture.
    int equal = 0;
    for (int y = 0; y < challenge.height(); y++) {
      for (int x = 0; x < challenge.width(); x++) {
        int fullX = (int) ((x + 0.5) * full.width() / challenge.width());
        int fullY = (int) ((y + 0.5) * full.height() / challenge.height());
        equal +=
            full.data()[fullY * full.width() + fullX] == challenge.data()[y * challenge.width() + x]
                ? 1
                : 0;
      }
    }
    assertThat((double) equal / challenge.data().length).isGreaterThan(0.995);
  }

  /** What is written is read again by the data set that it is written for. */
  @Test
  void whatIsWrittenIsADataSet() throws IOException {
    for (String part : List.of("one", "two")) {
      write(part + "/masks/" + part + ".png", BufferedImage.TYPE_INT_RGB, 3, RED, GREEN, 0);
      photo(part + "/images/" + part + ".png", 3, 1);
    }
    Files.writeString(folder.resolve("labels"), "0 0 0 background\n255 0 0 red\n0 255 0 ignore\n");
    ForeignSource one = labels("labels").at(folder.resolve("one"));
    ForeignData data =
        ForeignFormat.COLOURS
            .read(one)
            .withTest(ForeignFormat.COLOURS.read(one.at(folder.resolve("two"))));
    Path out = folder.resolve("out");
    FolderWriter.at(out).write(data, (image, mask, done) -> {});
    FileDataset written = FolderDataset.open(out, null);
    assertThat(written.labelSpace().classNames()).containsExactly("background", "red");
    assertThat(written.ids(Split.TRAIN)).containsExactly("one");
    assertThat(written.ids(Split.TEST)).containsExactly("two");
    LabeledImage read = written.read("two");
    assertThat(read.label()).containsExactly(1, 255, 0);
    assertThatThrownBy(() -> FolderWriter.at(out)).hasMessageContaining("is not empty");
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    Path json = folder.resolve("x.json");
    Files.writeString(json, "{\"images\": [], \"annotations\": [");
    assertThatThrownBy(() -> ForeignFormat.COCO.read(ForeignSource.of(json)))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("x.json is not a file of COCO's");
    Files.writeString(
        json,
        "{\"images\": [{\"id\": 1, \"file_name\": \"no.jpg\", \"width\": 2, \"height\": 2}],"
            + " \"annotations\": [], \"categories\": [{\"id\": 1, \"name\": \"a\"}]}");
    assertThatThrownBy(() -> ForeignFormat.COCO.read(ForeignSource.of(json)))
        .hasMessageContaining("image no.jpg is not in")
        .hasMessageContaining("--images");
    assertThatThrownBy(() -> ForeignSource.of(folder.resolve("nothing")))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> ForeignFormat.COLOURS.read(ForeignSource.of(folder)))
        .hasMessageContaining("--labels");
    write("masks/a.png", BufferedImage.TYPE_INT_RGB, 1, RED);
    photo("images/b.png", 1, 1);
    assertThatThrownBy(() -> ForeignFormat.COLOURS.read(withLabels("255 0 0 red\n")))
        .hasMessageContaining("a.png has no image");
  }

  private ForeignSource withLabels(String text) throws IOException {
    Files.writeString(folder.resolve("classes.txt"), text);
    return labels("classes.txt");
  }

  private ForeignSource labels(String name) {
    return new ForeignSource(
        folder,
        Optional.empty(),
        Optional.empty(),
        Optional.of(folder.resolve(name)),
        Optional.empty(),
        Affixes.NONE,
        false,
        List.of());
  }

  private void photo(String name, int width, int height) throws IOException {
    save(new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR), name);
  }

  /** A picture of one row. */
  private void write(String name, int type, int width, int... colours) throws IOException {
    BufferedImage picture = new BufferedImage(width, 1, type);
    for (int x = 0; x < width; x++) {
      if (type == BufferedImage.TYPE_BYTE_GRAY) {
        picture.getRaster().setSample(x, 0, 0, colours[x] & 0xFF);
      } else {
        picture.setRGB(x, 0, colours[x]);
      }
    }
    save(picture, name);
  }

  private void save(BufferedImage picture, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    ImageIO.write(picture, name.endsWith(".jpg") ? "jpg" : "png", file.toFile());
  }

  private static Map<String, List<String>> masks(ForeignData data) {
    Map<String, List<String>> masks = new TreeMap<>();
    data.images().forEach(image -> masks.put(image.id(), lines(image.mask().make())));
    return masks;
  }

  /** A character for each pixel: a dot for the background, v for void. */
  private static List<String> lines(Pixels mask) {
    List<String> lines = new java.util.ArrayList<>();
    for (int y = 0; y < mask.height(); y++) {
      StringBuilder line = new StringBuilder();
      for (int x = 0; x < mask.width(); x++) {
        int label = Byte.toUnsignedInt(mask.data()[y * mask.width() + x]);
        line.append(label == 0 ? "." : label == 255 ? "v" : Integer.toString(label));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static Map<String, List<String>> expected(JsonNode masks) {
    Map<String, List<String>> expected = new TreeMap<>();
    masks.properties().forEach(entry -> expected.put(entry.getKey(), lines(entry.getValue())));
    return expected;
  }

  private static List<String> lines(JsonNode texts) {
    List<String> lines = new java.util.ArrayList<>();
    texts.forEach(text -> lines.add(text.textValue()));
    return lines;
  }

  private static JsonNode resource(String name) throws IOException {
    try (InputStream stream = ForeignFormatTest.class.getResourceAsStream(name)) {
      return new ObjectMapper().readTree(stream);
    }
  }
}
