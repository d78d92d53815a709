// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FloatsTest {
  private static final int LENGTH = 37;
  private static final Windows SMALL = new Windows(LENGTH, 3);

  @Test
  void piecesLieWithinOneWindowWhereverTheyBegin() {
    INDArray array = Nd4j.createFromArray(numbers());
    Floats floats = Floats.of(array, SMALL);
    for (int start = 0; start < LENGTH; start++) {
      for (int length = 0; length <= 8 && start + length <= LENGTH; length++) {
        float[] piece = new float[length + 2];
        floats.read(start, piece, 1, length);
        float[] expected = new float[length + 2];
        System.arraycopy(numbers(), start, expected, 1, length);
        assertThat(piece).as(length + " from " + start).containsExactly(expected);
      }
    }
  }

  @Test
  void writesWhereItReads() {
    INDArray array = Nd4j.createFromArray(new float[LENGTH]);
    Floats floats = Floats.of(array, SMALL);
    for (int start = 0; start < LENGTH; start += 5) {
      int length = Math.min(5, LENGTH - start);
      floats.write(start, numbers(), start, length);
    }
    assertThat(array.toFloatVector()).containsExactly(numbers());
  }

  @Test
  void ofBfloat16TheNearestNumbersAreWrittenAndRead() {
    float halfway = Float.intBitsToFloat(0x3f808000);
    float above = Float.intBitsToFloat(0x3f818000);
    float[] given = {
      0f,
      -0f,
      1f,
      -2.5f,
      1e-40f,
      3.3895314e38f,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      halfway,
      above,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      3.14159f
    };
    float[] nearest = {
      0f,
      -0f,
      1f,
      -2.5f,
      Float.intBitsToFloat(0x00010000),
      3.3895314e38f,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      1f,
      Float.intBitsToFloat(0x3f820000),
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      3.140625f
    };
    INDArray array = Nd4j.createUninitialized(DataType.BFLOAT16, LENGTH);
    Floats floats = Floats.of(array, SMALL);
    float[] read = new float[given.length];
    for (int start = 0; start < given.length; start += 5) {
      floats.write(3 + start, given, start, Math.min(5, given.length - start));
    }
    for (int start = 0; start < given.length; start += 7) {
      floats.read(3 + start, read, start, Math.min(7, given.length - start));
    }
    assertThat(read).containsExactly(nearest);
  }

  @Test
  void whatIsNoNumberStaysNoneInBfloat16() {
    int[] patterns = {0x7fffffff, 0xffffffff, 0x7f800001, 0xff800001, 0x7fc00000};
    float[] given = new float[patterns.length];
    for (int i = 0; i < given.length; i++) {
      given[i] = Float.intBitsToFloat(patterns[i]);
    }
    Floats floats = Floats.of(Nd4j.createUninitialized(DataType.BFLOAT16, given.length));
    floats.write(0, given);
    float[] read = new float[given.length];
    floats.read(0, read);
    assertThat(read).containsOnly(Float.NaN);
  }

  @Test
  void integersAreReadAndCounted() {
    int[] numbers = IntStream.range(0, LENGTH).toArray();
    INDArray array = Nd4j.createFromArray(numbers);
    Ints ints = Ints.of(array, SMALL);
    int[] piece = new int[8];
    ints.read(13, piece);
    assertThat(piece).containsExactly(Arrays.copyOfRange(numbers, 13, 21));
    assertThat(Ints.of(array).count(number -> number % 2 == 0)).isEqualTo(19);
  }

  @Test
  void placesAreLong() {
    long length = 5_000_000_000L;
    Windows windows = Windows.of(length);
    int count = 1 << 20;
    for (long start : new long[] {0, (1L << 31) - 3, 1L << 31, (1L << 32) + 7, length - count}) {
      int window = windows.of(start, count);
      assertThat(windows.start(window) + windows.within(start)).isEqualTo(start);
      assertThat(windows.within(start) + (long) count).isLessThanOrEqualTo(windows.length(window));
      assertThat(windows.length(window) * Float.BYTES).isLessThanOrEqualTo(Integer.MAX_VALUE);
    }
    assertThat(windows.start(windows.count() - 1)).isLessThan(length);
    assertThat(windows.start(windows.count())).isGreaterThanOrEqualTo(length);
  }

  @Test
  void whatIsNotThereIsNotRead() {
    Windows windows = Windows.of(100);
    for (long[] piece : new long[][] {{-1, 5}, {96, 5}, {1L << 32, 1}}) {
      assertThatThrownBy(() -> windows.of(piece[0], (int) piece[1]))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("of 100");
    }
    assertThatThrownBy(() -> SMALL.of(0, 9)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static float[] numbers() {
    float[] numbers = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      numbers[i] = i + 0.5f;
    }
    return numbers;
  }
}
