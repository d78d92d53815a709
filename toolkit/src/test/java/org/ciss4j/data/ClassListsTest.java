// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ciss4j.common.CissException;
import org.ciss4j.scenario.LabelSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassListsTest {
  private static final LabelSpace VOC = LabelSpace.pascalVoc();
  @TempDir Path folder;

  private Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void readsBothLists() {
    Path train = file("train.txt", "# id classes\nb 1 15\n\na  20 0 255\r\nempty\n");
    ClassLists lists = ClassLists.read(VOC, train, file("test.txt", "c 3"));
    assertThat(lists.ids(Split.TRAIN)).containsExactly("b", "a", "empty");
    assertThat(lists.ids(Split.TEST)).containsExactly("c");
    assertThat(lists.classesIn("b")).containsExactlyInAnyOrder(1, 15);
    assertThat(lists.classesIn("a")).containsExactly(20);
    assertThat(lists.classesIn("empty")).isEmpty();
    assertThat(lists.classesIn("c")).containsExactly(3);
    assertThat(ClassLists.read(VOC, train, null).ids(Split.TEST)).isEmpty();
  }

  @Test
  void saysWhatIsWrong() {
    refused("a 1\nb 21", "train.txt line 2 holds 21, which is no class of voc");
    refused("a cat", "line 1 holds cat");
    refused("a 1\na 2", "line 2 names a again");
    refused("a 1\nc 2", "c is in");
    assertThatThrownBy(() -> ClassLists.read(VOC, folder.resolve("none.txt"), null))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("none.txt does not exist");
  }

  private void refused(String text, String message) {
    Path train = file("train.txt", text);
    Path test = file("test.txt", "c 3");
    assertThatThrownBy(() -> ClassLists.read(VOC, train, test))
        .isInstanceOf(CissException.class)
        .hasMessageContaining(message);
  }

  @Test
  void listsThatCountFromZeroAreToldFromOthers() {
    Path zero = file("zero.txt", "a 0 14\nb 19");
    assertThatThrownBy(() -> ClassLists.read(VOC, zero, null))
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll("names 0, and never 20 (tvmonitor)", "--zero-based");
    ClassLists lists = ClassLists.read(VOC, zero, null, ClassLists.Numbers.ZERO_BASED);
    assertThat(lists.classesIn("a")).containsExactlyInAnyOrder(1, 15);
    assertThat(lists.classesIn("b")).containsExactly(20);
    assertThat(ClassLists.read(VOC, zero, null, ClassLists.Numbers.IDS).classesIn("a"))
        .containsExactly(14);
    Path one = file("one.txt", "a 0 14\nb 20 255");
    assertThat(ClassLists.read(VOC, one, null).classesIn("b")).containsExactly(20);
    assertThatThrownBy(() -> ClassLists.read(VOC, one, null, ClassLists.Numbers.ZERO_BASED))
        .hasMessageContainingAll("line 2 holds 20", "0 to 19", "leave --zero-based out");
  }

  @Test
  void aTestListMayNameTheHighestClass() {
    Path train = file("train.txt", "a 0 14");
    assertThat(ClassLists.read(VOC, train, file("test.txt", "b 20")).classesIn("a"))
        .containsExactly(14);
  }

  @Test
  void listsWithoutImagesOrClassesAreMistakes() {
    assertThatThrownBy(() -> ClassLists.read(VOC, file("none.txt", "\n# nothing"), null))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("none.txt is empty");
    assertThatThrownBy(() -> ClassLists.read(VOC, file("commas.txt", "x0,1,15"), null))
        .hasMessageContainingAll("line 1, \"x0,1,15\", is one word", "by spaces");
    assertThatThrownBy(() -> ClassLists.read(VOC, file("ids.txt", "x0\nx1"), null))
        .hasMessageContaining("ids.txt names no class");
  }
}
