// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ciss4j.common.Seeds;
import org.ciss4j.graph.Golden;
import org.ciss4j.result.MemoryImage;
import org.junit.jupiter.api.Test;

class MemorySamplerTest {
  private static final Seeds SEEDS = new Seeds(3);
  private static final List<Integer> OLD = List.of(5, 2, 9);

  /** 90 images of class 5, six of class 2, 12 of class 9 of which some show 5 too. */
  private static Map<String, Set<Integer>> candidates() {
    Map<String, Set<Integer>> candidates = new HashMap<>();
    for (int i = 0; i < 90; i++) {
      candidates.put("five" + i, Set.of(5));
    }
    for (int i = 0; i < 6; i++) {
      candidates.put("two" + i, Set.of(2));
    }
    for (int i = 0; i < 12; i++) {
      candidates.put("nine" + i, i % 2 == 0 ? Set.of(9) : Set.of(9, 5));
    }
    candidates.put("nothing", Set.of());
    candidates.put("future", Set.of(7));
    return candidates;
  }

  private static Map<Integer, Long> counts(List<MemoryImage> memory) {
    return memory.stream()
        .collect(Collectors.groupingBy(MemoryImage::drawnFor, Collectors.counting()));
  }

  @Test
  void everyClassGetsTheSameNumberOfImages() {
    List<MemoryImage> memory = MemorySampler.sample(candidates(), OLD, 18, SEEDS);
    assertThat(counts(memory)).containsOnlyKeys(OLD).values().containsOnly(6L);
    assertThat(memory).extracting(MemoryImage::id).doesNotHaveDuplicates();
    for (MemoryImage image : memory) {
      assertThat(candidates().get(image.id())).contains(image.drawnFor());
      assertThat(image.classes()).isSorted().hasSameElementsAs(candidates().get(image.id()));
    }
    assertThat(counts(MemorySampler.sample(candidates(), OLD, 10, SEEDS)).values())
        .as("10 images of 3 classes")
        .containsExactlyInAnyOrder(4L, 3L, 3L);
  }

  /** As large as DKD-M on ADE20K, where images show many classes: 300 images of 100 classes. */
  @Test
  void threeHundredImagesOfAHundredClasses() {
    Map<String, Set<Integer>> candidates = new HashMap<>();
    Random random = new Random(1);
    for (int i = 0; i < 5000; i++) {
      candidates.put(
          "ade" + i, random.ints(8, 1, 151).boxed().collect(Collectors.toUnmodifiableSet()));
    }
    List<Integer> old = IntStream.rangeClosed(1, 100).boxed().toList();
    List<MemoryImage> memory = MemorySampler.sample(candidates, old, 300, SEEDS);
    assertThat(counts(memory)).containsOnlyKeys(old).values().containsOnly(3L);
    assertThat(memory).extracting(MemoryImage::id).doesNotHaveDuplicates();
  }

  @Test
  void aClassThatRunsOutPassesItsTurns() {
    List<MemoryImage> memory = MemorySampler.sample(candidates(), OLD, 60, SEEDS);
    assertThat(memory).hasSize(60).extracting(MemoryImage::id).doesNotHaveDuplicates();
    assertThat(counts(memory)).containsEntry(2, 6L);
  }

  @Test
  void aMemoryThatCannotBeFilledStaysSmaller() {
    List<MemoryImage> all = MemorySampler.sample(candidates(), OLD, 1000, SEEDS);
    assertThat(all).hasSize(108).extracting(MemoryImage::id).doesNotContain("nothing", "future");
    assertThat(MemorySampler.sample(candidates(), List.of(4), 5, SEEDS)).isEmpty();
    assertThat(MemorySampler.sample(Map.of(), OLD, 5, SEEDS)).isEmpty();
  }

  @Test
  void theSeedDecidesAndTheOrderOfCandidatesDoesNot() {
    List<MemoryImage> memory = MemorySampler.sample(candidates(), OLD, 20, SEEDS);
    List<String> ids = new ArrayList<>(candidates().keySet());
    Collections.sort(ids, Collections.reverseOrder());
    Map<String, Set<Integer>> reversed = new LinkedHashMap<>();
    ids.forEach(id -> reversed.put(id, candidates().get(id)));
    assertThat(MemorySampler.sample(reversed, OLD, 20, SEEDS)).isEqualTo(memory);
    assertThat(MemorySampler.sample(candidates(), OLD, 20, new Seeds(4))).isNotEqualTo(memory);
  }

  /** Given the order of images and classes that its generator made. */
  @Test
  void choosesAsTheOfficialCodeOfSsul() {
    for (Golden golden : Golden.cases("ssul_memory")) {
      int[] shown = golden.ints("label_sets");
      int classes = (int) golden.shape("label_sets")[1];
      Map<String, Set<Integer>> candidates = new HashMap<>();
      for (int image = 0; image < shown.length / classes; image++) {
        int first = image * classes;
        candidates.put(
            Integer.toString(image),
            IntStream.range(0, classes)
                .filter(c -> shown[first + c] > 0)
                .mapToObj(c -> c + 1)
                .collect(Collectors.toSet()));
      }
      List<String> order =
          Arrays.stream(golden.ints("candidate_order")).mapToObj(Integer::toString).toList();
      List<Integer> old = Arrays.stream(golden.ints("class_order")).boxed().toList();
      List<MemoryImage> memory =
          new MemorySampler(candidates, order, old).fill(golden.integer("mem_size"));
      assertThat(memory.stream().mapToInt(image -> Integer.parseInt(image.id())))
          .as("%s", golden)
          .containsExactly(
              Arrays.stream(golden.ints("derived_pick_image")).boxed().toArray(Integer[]::new));
      assertThat(memory.stream().map(image -> Integer.parseInt(image.id())).sorted())
          .containsExactly(Arrays.stream(golden.ints("selected")).boxed().toArray(Integer[]::new));
    }
  }
}
