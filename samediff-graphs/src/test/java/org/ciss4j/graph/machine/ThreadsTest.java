// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "00",
        "-1",
        "auto",
        "",
        " ",
        " 2",
        "2 ",
        "1.5",
        "2x",
        "1025",
        "99999999999",
        ","
      })
  void noNumberOfThreads(String value) {
    assertThat(Threads.unusable(Map.of("OMP_NUM_THREADS", value)).orElseThrow())
        .isEqualTo(
            "the environment variable OMP_NUM_THREADS is '%s': expected a number of threads from 1"
                + " to 1024; set it to that or unset it",
            value);
  }

  @Test
  void aListIsToBeItsFirstNumber() {
    assertThat(Threads.unusable(Map.of("OMP_NUM_THREADS", "2,1")))
        .hasValue(
            "the environment variable OMP_NUM_THREADS is '2,1': ND4J reads one number alone; set it"
                + " to 2");
  }

  @ParameterizedTest
  @CsvSource({
    "SD_MAX_THREADS, 0",
    "SD_MASTER_THREADS, 0",
    "SD_MAX_THREADS, few",
    "OMP_THREAD_LIMIT, 1",
    "OMP_DYNAMIC, TRUE",
    "OMP_MAX_ACTIVE_LEVELS, 0"
  })
  void whatEndsInWrongNumbersOrInWaiting(String name, String value) {
    assertThat(Threads.unusable(Map.of("OMP_NUM_THREADS", "2", name, value)).orElseThrow())
        .startsWith("the environment variable " + name + " is '" + value + "': ");
  }

  @Test
  void whatDoesNoHarm() {
    assertThat(Threads.unusable(Map.of())).isEmpty();
    assertThat(
            Threads.unusable(
                Map.of(
                    "OMP_NUM_THREADS", "2",
                    "OMP_THREAD_LIMIT", "2",
                    "OMP_DYNAMIC", "false",
                    "OMP_MAX_ACTIVE_LEVELS", "1",
                    "SD_MAX_THREADS", "4",
                    "SD_MASTER_THREADS", "",
                    "OPENBLAS_NUM_THREADS", "0",
                    "MKL_NUM_THREADS", "auto")))
        .isEmpty();
    assertThat(Threads.unusable(Map.of("OMP_NUM_THREADS", "1024"))).isEmpty();
  }
}
