// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.junit.jupiter.api.Test;

class LabelSpaceTest {
  @Test
  void vocHasTwentyClassesAndBackground() {
    LabelSpace voc = LabelSpace.pascalVoc();

    assertThat(voc.size()).isEqualTo(21);
    assertThat(voc.nameOf(0)).isEqualTo("background");
    assertThat(voc.nameOf(1)).isEqualTo("aeroplane");
    assertThat(voc.nameOf(15)).isEqualTo("person");
    assertThat(voc.nameOf(16)).isEqualTo("pottedplant");
    assertThat(voc.nameOf(20)).isEqualTo("tvmonitor");
    assertThat(voc.classNames().subList(1, 21)).isSorted();
    assertThat(voc.foreground()).hasSize(20).startsWith(1).endsWith(20);
  }

  @Test
  void voidIsNoClass() {
    LabelSpace voc = LabelSpace.pascalVoc();

    assertThat(IntStream.rangeClosed(-1, 256).filter(voc::contains)).hasSize(21).contains(0, 20);
    assertUsage(() -> voc.nameOf(255), "label space voc has ids 0 to 20; there is no class 255");
  }

  @Test
  void namesAreGivenAndDistinct() {
    assertUsage(
        () -> new LabelSpace(" ", List.of("background", "a")),
        "a label space needs a name such as voc; it came blank");
    assertUsage(
        () -> new LabelSpace("toy", List.of("background", "")),
        "label space toy has no name for class 1; give every class one");
    assertUsage(
        () -> new LabelSpace("toy", List.of("background", "a", "a")),
        "label space toy names a twice; names must be distinct");
  }

  @Test
  void idsFitInAByteBesideVoid() {
    assertUsage(
        () -> new LabelSpace("toy", List.of("background")),
        "label space toy has 1 names; expected the background and 1 to 254 classes");
    assertUsage(
        () -> new LabelSpace("toy", names(256)),
        "label space toy has 256 names; expected the background and 1 to 254 classes");
    assertThat(new LabelSpace("toy", names(255)).size()).isEqualTo(255);
    assertThatThrownBy(() -> new LabelSpace("toy", Collections.singletonList(null)))
        .isInstanceOf(NullPointerException.class);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
  }

  private static void assertUsage(Runnable action, String message) {
    assertThatThrownBy(action::run).isInstanceOf(CissException.class).hasMessage(message);
  }
}
