// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedsTest {
  /** Computed apart from this code; a change would break the repeatability of earlier runs. */
  private static final long INIT_STEP2_OF_ROOT_1 = -8558248522019081154L;

  @Test
  void seedsAreTheSameOnEveryMachine() {
    assertThat(new Seeds(1).child("init/step2").value()).isEqualTo(INIT_STEP2_OF_ROOT_1);
    assertThat(new Seeds(1).child("init/step2").random().nextInt()).isEqualTo(1676760230);
  }

  @Test
  void aPathIsAChildOfAChild() {
    assertThat(new Seeds(7).child("shuffle").child("step2").child("epoch7"))
        .isEqualTo(new Seeds(7).child("shuffle/step2/epoch7"));
  }

  @Test
  void everyChildHasItsOwnSeed() {
    Set<Long> values =
        IntStream.range(0, 1000)
            .mapToObj(i -> new Seeds(i / 500).child("epoch" + i % 500).value())
            .collect(Collectors.toSet());

    assertThat(values).hasSize(1000);
  }

  @Test
  void generatorsStartAfresh() {
    Seeds seeds = new Seeds(3).child("augment");

    assertThat(seeds.random().nextLong()).isEqualTo(seeds.random().nextLong());
  }
}
