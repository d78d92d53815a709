// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.ciss4j.common.CissException;
import org.ciss4j.data.DatasetInspection;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.Problem;
import org.ciss4j.data.Progress;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.SegmentationDatasetContract;
import org.ciss4j.data.Split;
import org.ciss4j.data.TinyFiles;
import org.ciss4j.data.option.ExifRule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderDatasetTest extends SegmentationDatasetContract {
  @TempDir Path folder;
  private TinyFiles files;

  @BeforeEach
  void write() {
    files =
        new TinyFiles(folder)
            .image("images/a.jpg")
            .mask("masks/a.png", 0, 1, 2, 255)
            .image("images/b.png")
            .mask("masks/b.png", 1, 1, 1, 1)
            .image("images/c.bmp")
            .mask("masks/c.png", 2, 2, 0, 0)
            .text("labels.txt", "background", "cat", "dog")
            .text("train.txt", "a", "b.png")
            .text("val.txt", "c");
  }

  @Override
  protected SegmentationDataset dataset() {
    return FolderDataset.open(folder, null);
  }

  @Test
  void readsImagesOfAnyFormat() {
    for (String id : new String[] {"a", "b", "c"}) {
      assertThat(dataset().read(id).rgb()).hasSize(12);
      assertThat(dataset().inspect(id).problems()).isEmpty();
    }
    assertThat(TinyFiles.labels(dataset(), "a")).containsExactly(0, 1, 2, 255);
    assertThat(dataset().labelSpace().classNames()).containsExactly("background", "cat", "dog");
  }

  /** Which of two is meant must be said. */
  @Test
  void aListedIdOfTwoImagesIsRefused() {
    files.image("images/a.PNG");
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll("a.jpg and ", "a.PNG differ in their endings alone", "the list");
    files.text("train.txt", "a.jpg", "b.png");
    assertThat(dataset().ids(Split.TRAIN)).containsExactly("a", "b");
  }

  @Test
  void namesMayHaveNumbers() {
    files.text("labels.txt", "0 background", "2: dog", "1, tabby cat", "255 void");
    assertThat(dataset().labelSpace().classNames())
        .containsExactly("background", "tabby cat", "dog");
  }

  @Test
  void numbersFromOneOnMeanNoBackground() {
    files.text("labels.txt", "1 cat", "2 dog");
    assertThat(dataset().labelSpace().hasBackground()).isFalse();
    assertThat(dataset().labelSpace().foreground()).containsExactly(1, 2);
    assertThat(TinyFiles.labels(dataset(), "a")).containsExactly(255, 1, 2, 255);
  }

  @Test
  void aThousandthLabelDoesNotFitButTheHighestDoes() {
    String[] names = new String[255];
    for (int i = 0; i < names.length; i++) {
      names[i] = "class" + i;
    }
    files.text("labels.txt", names).mask("masks/a.png", 0, 254, 1, 255);
    assertThat(dataset().classesIn("a")).containsExactlyInAnyOrder(1, 254);
    assertThat(dataset().labelSpace().nameOf(254)).isEqualTo("class254");
  }

  @Test
  void withoutListsAFifthOfTheNamesIsForTesting() throws IOException {
    Files.delete(folder.resolve("train.txt"));
    Files.delete(folder.resolve("val.txt"));
    for (int i = 0; i < 100; i++) {
      files.image("images/x" + i + ".png").mask("masks/x" + i + ".png", 1, 1, 1, 1);
    }
    SegmentationDataset before = dataset();
    assertThat(before.ids(Split.TEST))
        .hasSizeBetween(12, 28)
        .contains("a", "x13", "x3")
        .doesNotContain("b", "x0");
    files.image("images/y.png").mask("masks/y.png", 1, 1, 1, 1);
    for (Split split : Split.values()) {
      assertThat(dataset().ids(split)).containsAll(before.ids(split));
    }
  }

  @Test
  void oneListAloneIsAMistake() throws IOException {
    Files.delete(folder.resolve("val.txt"));
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContaining("val.txt does not exist; there are: labels, train");
  }

  @Test
  void wrongClassListsAreRefused() {
    files.text("labels.txt", "0 background", "2 dog");
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContaining(
            "labels.txt has no name for number 1; expected all numbers from 0 (background) or 1"
                + " on");
    files.text("labels.txt", "0 background", "1 dog", "1 cat");
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContaining("names number 1 twice");
    files.text("labels.txt", "background", "cat", "cat");
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContaining("labels.txt: label space folder names cat twice");
  }

  @Test
  void idsMayHaveFoldersSpacesAndLargeEndings() {
    files
        .image("images/street/one more.JPG")
        .mask("masks/street/one more.PNG", 1, 1, 2, 2)
        .text("train.txt", "street/one more", "images/a.jpg");
    assertThat(dataset().ids(Split.TRAIN)).containsExactly("street/one more", "a");
    assertThat(dataset().classesIn("street/one more")).containsExactlyInAnyOrder(1, 2);
    assertThat(dataset().inspect("street/one more").problems()).isEmpty();
  }

  @Test
  void foldersAreLookedThroughWithoutLists() throws IOException {
    Files.delete(folder.resolve("train.txt"));
    Files.delete(folder.resolve("val.txt"));
    files.image("images/x/1.jpg").mask("masks/x/1.png", 1, 1, 1, 1);
    files.image("images/y/1.jpg").mask("masks/y/1.png", 2, 2, 2, 2);
    files.image("images/.hidden/1.jpg");
    assertThat(Stream.of(Split.values()).flatMap(split -> dataset().ids(split).stream()))
        .containsExactlyInAnyOrder("a", "b", "c", "x/1", "y/1");
    assertThat(dataset().classesIn("y/1")).containsExactly(2);
  }

  @Test
  void masksWithoutImagesAreFoundOut() throws IOException {
    Files.delete(folder.resolve("train.txt"));
    Files.delete(folder.resolve("val.txt"));
    Files.delete(folder.resolve("images/b.png"));
    assertThat(dataset().inspect("b").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.MISSING_FILE))
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .contains(
                        "b.jpg does not exist; restore the file or remove what is left of b"));
  }

  @Test
  void listsMayComeFromWindows() {
    files
        .text("train.txt", "\uFEFFa\r", "b\r")
        .text("labels.txt", "\uFEFF0 none\r", "1 cat\r", "2 dog");
    assertThat(dataset().ids(Split.TRAIN)).containsExactly("a", "b");
    assertThat(dataset().labelSpace().nameOf(1)).isEqualTo("cat");
  }

  @Test
  void saysWhatIsExpected() {
    assertThatThrownBy(() -> FolderDataset.open(folder.resolve("images"), null))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("lacks images and masks and labels.txt; expected images/ID.jpg");
    assertThatThrownBy(() -> FolderDataset.open(folder.resolve("nowhere"), null))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("nowhere does not exist; name the folder that holds images/ID.jpg");
  }

  /** Each line is the only one of a list; it names image a. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.jpg",
        "./a",
        "images/a.jpg",
        "./images/a.jpg",
        "images//a.jpg",
        "images\\a.jpg",
        ".\\images\\a.jpg",
        "images/./a.jpg",
        "images/../images/a.jpg",
        "images/a.jpg masks/a.png",
        "images/a.jpg,masks/a.png",
        "images/a.jpg, masks/a.png",
        "images/a.jpg;masks/a.png",
        "images/a.jpg\tmasks/a.png",
        "a.jpg a.png",
        "\"images/a.jpg\",\"masks/a.png\""
      })
  void linesOfListsAreReadInTheNotationsInUse(String line) {
    files.text("train.txt", "# a remark", line);
    assertThat(dataset().ids(Split.TRAIN)).containsExactly("a");
    assertThat(dataset().inspect("a").problems()).isEmpty();
    assertThat(TinyFiles.labels(dataset(), "a")).containsExactly(0, 1, 2, 255);
  }

  @Test
  void absolutePathsMayLeadIntoTheFolder() {
    files.text("train.txt", folder.resolve("images/a.jpg").toString());
    assertThat(dataset().ids(Split.TRAIN)).containsExactly("a");
  }

  @Test
  void aSecondColumnNamesTheMaskWhereverItLies() {
    files.mask("other/x.png", 2, 2, 2, 2).text("train.txt", "images/a.jpg other/x.png", "b");
    assertThat(dataset().classesIn("a")).containsExactly(2);
    assertThat(dataset().classesIn("b")).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/SegNet/CamVid/a.png /SegNet/CamVid/x/a.png=line 1 names /SegNet/CamVid/a.png, which is"
            + " not in",
        "C:\\data\\a.png=line 1 names C:/data/a.png, which is not in",
        "../elsewhere/a.jpg=line 1 names ../elsewhere/a.jpg, which is not in",
        "a 1=line 1, \"a 1\", has more than one column",
        "a,b=line 1, \"a,b\", has more than one column"
      })
  void mistakesInListsAreNamedOnceWithTheirLine(String lineAndMessage) {
    int middle = lineAndMessage.indexOf('=');
    files.text("train.txt", lineAndMessage.substring(0, middle));
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContaining("train.txt " + lineAndMessage.substring(middle + 1));
  }

  @Test
  void oneImageUnderTwoSpellingsIsNamedTwice() {
    files.text("train.txt", "a", "./images/a.jpg");
    assertThatThrownBy(this::dataset).hasMessageContaining("names a twice, as entries 1 and 2");
  }

  @Test
  void whatALineLacksIsOneFinding() {
    files.text("train.txt", "a", "lost");
    assertThat(dataset().inspect("lost").problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("lost.jpg does not exist, nor does", "lost.png", "remove the line");
  }

  @Test
  void oneImageThroughALinkIsOneImage() throws IOException {
    Files.createSymbolicLink(folder.resolve("images/d.jpg"), folder.resolve("images/a.jpg"));
    files.mask("masks/d.png", 1, 1, 1, 1).text("val.txt", "d");
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll("a in", "train.txt and d in", "are one image", "a.jpg");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    files.text("val.txt", "c");
    assertThat(FolderDataset.open(link, null).ids(Split.TRAIN)).containsExactly("a", "b");
  }

  @Test
  void oneImageThroughALinkCountsOnceInAPart() throws IOException {
    Files.createSymbolicLink(folder.resolve("images/d.jpg"), folder.resolve("images/a.jpg"));
    files.text("train.txt", "a", "b", "d").mask("masks/d.png", 1, 1, 1, 1);
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll("a and d in", "are one image", "with two masks", "d.png");
    Files.delete(folder.resolve("masks/d.png"));
    Files.createSymbolicLink(folder.resolve("masks/d.png"), folder.resolve("masks/a.png"));
    assertThat(dataset().ids(Split.TRAIN)).containsExactly("a", "b");
    assertThat(FolderDataset.open(folder, null).origin())
        .anyMatch(
            line -> line.contains("1 link to another image of") && line.contains("d, which is a"));
  }

  @Test
  void linksThatLeadBackAreNamed() throws IOException {
    Files.createSymbolicLink(folder.resolve("images/round"), folder);
    Files.delete(folder.resolve("train.txt"));
    Files.delete(folder.resolve("val.txt"));
    assertThatThrownBy(this::dataset)
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll("round", "leads by a link back to a folder in which it lies");
  }

  @Test
  void linksThatLeadNowhereAreNamed() throws IOException {
    Files.createSymbolicLink(folder.resolve("images/d.png"), folder.resolve("lost.png"));
    files.text("train.txt", "a", "d").mask("masks/d.png", 1, 1, 1, 1);
    assertThat(dataset().inspect("d").problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("d.png is a link to what does not exist");
  }

  @Test
  void endingsMayMixSmallAndLargeLetters() throws IOException {
    Files.move(folder.resolve("images/a.jpg"), folder.resolve("images/a.jPg"));
    Files.move(folder.resolve("masks/a.png"), folder.resolve("masks/a.pNG"));
    assertThat(dataset().inspect("a").problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 255, 'hold 0 (background) and 255 alone, and 255 is void', 'such as 1 for cat'",
    "255, 255, 'hold 255 alone, and 255 is void', 'such as 1 for cat'",
    "0, 0, 'are background (0) all over', 'export them again'"
  })
  void masksThatShowNoClassAreRefusedWithTheLikelyReason(
      int one, int other, String what, String remedy) {
    for (String id : new String[] {"a", "b"}) {
      files.mask("masks/" + id + ".png", one, other, one, other);
    }
    assertThatThrownBy(() -> dataset().check(Split.TRAIN, Progress.none()))
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll("train.txt: no mask shows a class", what, remedy);
    DatasetInspection inspection = DatasetInspection.of(dataset(), split -> Progress.none());
    assertThat(inspection.counts()).containsEntry(Problem.Kind.LABEL_CONVENTION, 1L);
    assertThat(inspection.findings(Split.TRAIN).problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains(what);
  }

  @Test
  void aClassThatNoMaskShowsIsSaid() {
    files.mask("masks/a.png", 0, 1, 1, 255);
    SegmentationDataset data = dataset();
    data.check(Split.TRAIN, Progress.none());
    assertThat(data.remarks())
        .singleElement()
        .asString()
        .contains("train.txt: no mask shows 2 dog, the last class", "shift all names by one");
  }

  @Test
  void greysOfLostPalettesAreToldFromOtherNumbers() {
    files.mask("masks/a.png", 0, 38, 75, 147).mask("masks/b.png", 0, 1, 7, 8);
    assertThat(dataset().inspect("a").problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("holds labels 38, 75, 147; expected 0 to 2", "the palette was lost");
    assertThat(dataset().inspect("b").problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("holds labels 7, 8; expected 0 to 2")
        .doesNotContain("palette");
  }

  private void turned(int tag, int width, int height) throws IOException {
    BufferedImage photo = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
    photo.setRGB(0, 0, 4, 1, new int[] {-1, -1, -1, -1}, 0, 4);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(photo, "jpg", out);
    byte[] jpeg = out.toByteArray();
    ByteArrayOutputStream exif = new ByteArrayOutputStream();
    exif.write(jpeg, 0, 2);
    exif.write(
        new byte[] {
          -1,
          -31,
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
          1,
          18,
          0,
          3,
          0,
          0,
          0,
          1,
          0,
          (byte) tag,
          0,
          0,
          0,
          0,
          0,
          0
        });
    exif.write(jpeg, 2, jpeg.length - 2);
    Files.write(folder.resolve("images/a.jpg"), exif.toByteArray());
    BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    mask.getRaster().setSample(0, 0, 0, 1);
    ImageIO.write(mask, "png", folder.resolve("masks/a.png").toFile());
  }

  @Test
  void aPhotographIsTurnedWhereItsMaskIs() throws IOException {
    turned(6, 2, 4);
    SegmentationDataset data = dataset();
    LabeledImage image = data.read("a");
    assertThat(image.width()).isEqualTo(2);
    // The bright row above is the right column once it is turned clockwise.
    assertThat(Byte.toUnsignedInt(image.rgb()[0])).isLessThan(60);
    assertThat(Byte.toUnsignedInt(image.rgb()[3])).isGreaterThan(200);
    assertThat(data.inspect("a").turned()).isTrue();
    data.check(Split.TRAIN, Progress.none());
    assertThat(data.remarks())
        .anyMatch(remark -> remark.contains("1 image is turned as the EXIF orientation says"));
    turned(6, 4, 2);
    assertThat(dataset().read("a").width()).isEqualTo(4);
    assertThat(dataset().inspect("a").turned()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void aPhotographThatFitsBothWaysIsRefusedUntilSomebodySays(int tag) throws IOException {
    turned(tag, 4, 2);
    assertThat(dataset().inspect("a").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.ORIENTATION))
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .contains("EXIF orientation " + tag, "--exif apply", "--exif ignore"));
    assertThatThrownBy(() -> dataset().read("a")).hasMessageContaining("--exif apply");
    for (ExifRule rule : new ExifRule[] {ExifRule.APPLY, ExifRule.IGNORE}) {
      SegmentationDataset told = Datasets.open("folder", folder, null, rule);
      assertThat(told.inspect("a").problems()).isEmpty();
      boolean bright = Byte.toUnsignedInt(told.read("a").rgb()[0]) > 128;
      assertThat(bright).isEqualTo(rule == ExifRule.IGNORE || tag == 2);
    }
  }

  @Test
  void aMismatchTellsTheOrientation() throws IOException {
    turned(6, 3, 3);
    assertThat(dataset().inspect("a").problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("is 3x3, but its image", "is 4x2 and has EXIF orientation 6 (turned clockwise)");
  }
}
