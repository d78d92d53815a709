// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.SharedPack;
import org.ciss4j.scenario.LabelSpace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelFileTest {
  @TempDir Path folder;

  /** A slash stands for the end of a line. */
  private LabelFile read(String lines) throws IOException {
    return LabelFile.read(
        Files.writeString(folder.resolve("labels.txt"), lines.replace("/", "\n")));
  }

  /** What the numbers 0, 1, 2, ... stand for. */
  private static List<Integer> ids(LabelFile file, int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(file.maskLabels()::idOf).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 none/1 a/2 b",
        "0: none/1: a/2: b",
        "0, none/1, a/2, b",
        "0. none/1. a/2. b",
        "0.none/1.a/2.b",
        "0) none/1) a/2) b",
        "(0) none/(1) a/(2) b",
        "[0] none/[1] a/[2] b",
        "0=none/1=a/2=b",
        "0 = none/1 = a/2 = b",
        "0|none/1|a/2|b",
        "0\tnone/1\ta/2\tb",
        "0\u00A0none/1\u00A0a/2\u00A0b",
        "0\u3000none/1\u3000a/2\u3000b",
        "0 - none/1 - a/2 - b",
        "0 -> none/1 -> a/2 -> b",
        "0;\"none\"/1;\"a\"/2;'b'",
        "# my classes/none/a/b",
        "id,name/0,none/1,a/2,b",
        "2 b/1 a/0 none",
        "0 none/1 a/2 b/255 void",
        "0 none/1 a/2 b/255 __ignore__",
        "-1 license plate/none/a/b",
        "-1 void/0 none/1 a/2 b",
        "__ignore__/none/a/b",
        "\uFEFF0 none//1 a//2 b\u00A0"
      })
  void numbersAreReadInTheNotationsInUse(String lines) throws IOException {
    LabelFile file = read(lines);
    assertThat(file.labelSpace().classNames()).containsExactly("none", "a", "b");
    assertThat(ids(file, 3)).containsExactly(0, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "names:/0: none/1: a/2: b",
        "name/background/a/b",
        "Class Names/background/a/b",
        "label/__ignore__/_background_/a/b",
        "background/a/b",
        "a/b/background",
        "BG/a/b"
      })
  void titlesAreNoClassesAndTheBackgroundIsFound(String lines) throws IOException {
    LabelSpace labels = read(lines).labelSpace();
    assertThat(labels.hasBackground()).isTrue();
    assertThat(labels.classNames().subList(1, 3)).containsExactly("a", "b");
  }

  @Test
  void theBackgroundMayHaveAnotherNumber() throws IOException {
    LabelFile file = read("0 sky/1 road/2 background");
    assertThat(file.labelSpace().classNames()).containsExactly("background", "sky", "road");
    assertThat(ids(file, 3)).containsExactly(1, 2, 0);
    assertThat(file.remarks())
        .containsExactly("labels.txt: number 2, background, is the background");
  }

  /** What nobody would see in the classes alone. */
  @Test
  void whatZeroIsTakenForIsSaidWhereItIsNotPlain() throws IOException {
    assertThat(read("road/car").remarks())
        .containsExactly(
            "labels.txt: number 0, road, is taken for the background; if it is a class, name a"
                + " background that no mask holds: 2 background");
    LabelFile asTold = read("0 road/1 car/2 background");
    assertThat(ids(asTold, 3)).containsExactly(1, 2, 0);
    assertThat(read("1 road/2 car").remarks())
        .containsExactly(
            "labels.txt: no line has number 0, which is void then; where it is the background: 0"
                + " background");
    for (String plain : List.of("0 other/1 a", "_background_/a", "0 unlabeled/1 a", "0 none/1 a")) {
      assertThat(read(plain).remarks()).as(plain).isEmpty();
    }
  }

  @Test
  void voidMayHaveAnotherNumber() throws IOException {
    LabelFile file = read("0 background/1 a/2 void/3 b");
    assertThat(file.labelSpace().classNames()).containsExactly("background", "a", "b");
    assertThat(ids(file, 4)).containsExactly(0, 1, 255, 2);
    assertThat(file.remarks()).hasSize(1);
    LabelFile none = read("0 void/1 a/2 b");
    assertThat(none.labelSpace().hasBackground()).isFalse();
    assertThat(ids(none, 3)).containsExactly(255, 1, 2);
  }

  @Test
  void aNumberMayStandForAnother() throws IOException {
    LabelFile file = read("0 background/1 a/2 b/7 -> 1/8 -> 255/9 -> 0");
    assertThat(file.labelSpace().classNames()).containsExactly("background", "a", "b");
    assertThat(ids(file, 3)).containsExactly(0, 1, 2);
    assertThat(file.maskLabels().idOf(7)).isEqualTo(1);
    assertThat(file.maskLabels().idOf(8)).isEqualTo(255);
    assertThat(file.maskLabels().idOf(9)).isEqualTo(0);
    assertThat(file.maskLabels().knows(3)).isFalse();
    assertThat(file.remarks())
        .containsExactly(
            "labels.txt: number 7 stands for a",
            "labels.txt: number 8 stands for void",
            "labels.txt: number 9 stands for background");
    assertThat(read("0 0/1 2/2 1").labelSpace().classNames()).containsExactly("0", "2", "1");
  }

  /** Numbers that others stand for leave no gap; arrows may follow one another. */
  @Test
  void numbersThatStandForAnotherMayLieAmongTheOthers() throws IOException {
    LabelFile file = read("0 background/1 a/2 -> 1/3 b/4 -> 5/5 -> 3");
    assertThat(file.labelSpace().classNames()).containsExactly("background", "a", "b");
    assertThat(ids(file, 6)).containsExactly(0, 1, 1, 2, 2, 2);
  }

  /** Classes may be called by numbers where no arrow is before them. */
  @Test
  void namesMayBeNumbers() throws IOException {
    assertThat(read("0 background/1 0/2 1/3 2").labelSpace().classNames())
        .containsExactly("background", "0", "1", "2");
    assertThat(read("0 -> 5/1 -> 6").labelSpace().classNames()).containsExactly("5", "6");
  }

  @Test
  void namesAreReadAsTheyAre() throws IOException {
    String name = "x".repeat(200);
    assertThat(
            read("0 background/1 tv monitor/2 potted, plant/3 Stra\u00DFe \u732B/4 it's/5 " + name)
                .labelSpace()
                .classNames())
        .containsExactly(
            "background", "tv monitor", "potted, plant", "Stra\u00DFe \u732B", "it's", name);
    Path file = Files.writeString(folder.resolve("labels.txt"), "0 none\n1 tv/monitor\n");
    assertThat(LabelFile.read(file).labelSpace().nameOf(1)).isEqualTo("tv/monitor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // what may mean two things, and a part of what is said
        "name/cat/dog=line 1, \"name\", may be a title or a class",
        "0 background/1 a/255 crack=calls number 255 \"crack\", but 255 is void",
        "# label:color_rgb:parts:actions/background:0,0,0::/a:128,0,0::=colour map",
        "Animal 64 128 64/Archway 192 0 128=has the colour of a class beside its name",
        "64 128 64 Animal/192 0 128 Archway=has the colour of a class beside its name",
        "{\"0\": \"background\"}=is JSON",
        "['background', 'a']=is JSON",
        "0_background/1_a/2_b=seems to have a number, but not in front",
        "background,0/a,1/b,2=seems to have a number, but not in front",
        "Idx\tRatio\tName/1\t0.15\twall/2\t0.11\tbuilding=more columns than a number and a name",
        "=names no class; write a line such as \"1 cat\"",
        "background 0/dog 2/cat 1=seems to have a number, but not in front",
        "background;0/dog;2/cat;1=seems to have a number, but not in front",
        "0 background/1 a/2 -> 7=gives number 2 what number 7 stands for",
        "0 background/1 a/2 -> 3/3 -> 2=gives number 2 what number ",
        "0 background/1 a/300 -> 1=names number 300, but masks hold numbers up to 255",
        "0 background/1 a/1 -> 0=says two things of number 1",
        "0 background/1 a/255 -> 0=but 255 is void",
        "# nothing=names no class; write a line such as \"1 cat\"",
        "background=names no class beside the background",
        "0 background/1 Cat/2 cat=differ in capitals alone",
        "0 background/1 cat/1 dog=names number 1 twice",
        "0 background/1 cat/2 cat=names cat twice",
        "0 background/2 cat=has no name for number 1",
        "<html>=is no list, but a web page"
      })
  void whatMayMeanTwoThingsIsRefused(String linesAndMessage) {
    int middle = linesAndMessage.lastIndexOf('=');
    String lines = linesAndMessage.substring(0, middle);
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("labels.txt")
        .hasMessageContaining(linesAndMessage.substring(middle + 1));
  }

  @Test
  @Tag("dataset")
  void labelMesListsAreThoseOfVoc() {
    Path examples = SharedPack.require("data/odd/labelme/examples");
    for (String list :
        List.of(
            "semantic_segmentation/labels.txt",
            "instance_segmentation/labels.txt",
            "semantic_segmentation/data_dataset_voc/class_names.txt")) {
      LabelFile file = LabelFile.read(examples.resolve(list));
      assertThat(file.labelSpace().size()).isEqualTo(21);
      assertThat(file.labelSpace().nameOf(0)).isEqualTo("_background_");
      assertThat(file.labelSpace().nameOf(20)).isEqualTo("tv/monitor");
      assertThat(file.maskLabels().idOf(15)).isEqualTo(15);
    }
  }

  @Test
  @Tag("dataset")
  void tablesOfOtherThingsAreRefused() {
    Path odd = SharedPack.require("data/odd");
    for (String list :
        List.of(
            "ade-sample/objectInfo150.txt",
            "ssul-lists/datasets/data/ade/objectInfo150.txt",
            "ssul-lists/datasets/data/ade/memory.json",
            "ssul-lists/datasets/data/voc/memory.json")) {
      assertThatThrownBy(() -> LabelFile.read(odd.resolve(list)))
          .as(list)
          .isInstanceOf(CissException.class);
    }
  }
}
