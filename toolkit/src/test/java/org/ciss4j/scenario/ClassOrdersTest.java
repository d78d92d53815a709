// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import org.ciss4j.common.CissException;
import org.junit.jupiter.api.Test;

class ClassOrdersTest {
  private static final LabelSpace VOC = LabelSpace.pascalVoc();
  private static final List<Integer> ALL = VOC.foreground();

  @Test
  void publishedOrdersArePermutations() {
    assertThat(ClassOrders.pascalVoc()).hasSize(22).containsOnlyKeys(letters());
    ClassOrders.pascalVoc()
        .forEach(
            (letter, order) ->
                assertThat(order).as(letter).containsExactlyInAnyOrderElementsOf(ALL));
    assertThat(new HashSet<>(ClassOrders.pascalVoc().values())).hasSize(22);
    assertThat(ClassOrders.parse("b", VOC, ALL)).startsWith(12, 9, 20, 7).endsWith(6, 18, 10);
  }

  private static String[] letters() {
    return "b c d e f g h i j k l m n o p q r s t u v w".split(" ");
  }

  @Test
  void randomOrdersFollowTheSeed() {
    List<Integer> first = ClassOrders.parse("random:1", VOC, ALL);
    assertThat(first).containsExactlyInAnyOrderElementsOf(ALL).isNotEqualTo(ALL);
    assertThat(ClassOrders.random(ALL, 1)).isEqualTo(first);
    assertThat(ClassOrders.parse("random:2", VOC, ALL)).isNotEqualTo(first);
    assertThat(first).as("the same on every machine").startsWith(FIRST_OF_SEED_1);
    assertThat(ClassOrders.parse("random:1", VOC, List.of(15, 12, 8)))
        .containsExactlyInAnyOrder(15, 12, 8);
  }

  private static final Integer[] FIRST_OF_SEED_1 = {15, 5, 17, 11};

  @Test
  void classesHaveNamesAndIds() {
    assertThat(ClassOrders.parse("natural", VOC, ALL)).isEqualTo(ALL);
    assertThat(ClassOrders.classes("person, dog,8", VOC)).containsExactly(15, 12, 8);
    assertThatThrownBy(() -> ClassOrders.classes("person,wolf", VOC))
        .isInstanceOf(CissException.class)
        .hasMessage(
            "\"wolf\" is no class of voc; name it, such as aeroplane, or give its id, 1 to 20");
    assertThatThrownBy(() -> ClassOrders.classes("background", VOC))
        .isInstanceOf(CissException.class);
    assertThatThrownBy(() -> ClassOrders.parse("x", VOC, ALL)).isInstanceOf(CissException.class);
  }
}
