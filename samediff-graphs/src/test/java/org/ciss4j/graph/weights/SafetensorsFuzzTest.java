// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Damaged files are read, or refused with the one exception for that; nothing else happens. */
class SafetensorsFuzzTest {
  private static final int MUTANTS = 6000;

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void readsOrRefusesDamagedFiles() {
    byte[] valid = validFile();
    Path file = folder.resolve("mutant");
    Random random = new Random(20261122);
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutate(valid, random);
      if (!reads(replace(file, mutant), mutant.length)) {
        refused++;
      }
    }
    assertThat(refused).isBetween(MUTANTS / 2, MUTANTS - 1);
  }

  @Test
  void refusesEveryTruncation() {
    byte[] valid = validFile();
    Path file = folder.resolve("short");
    for (int length = 0; length < valid.length; length++) {
      assertThat(reads(replace(file, Arrays.copyOf(valid, length)), length)).isFalse();
    }
    assertThat(reads(replace(file, valid), valid.length)).isTrue();
  }

  private byte[] validFile() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("weight", Nd4j.createFromArray(0f, 1f, 2f, 3f, 4f, 5f).reshape(2, 3));
    arrays.put("half", Nd4j.createFromArray(1f, 2f, 3f).castTo(DataType.FLOAT16));
    arrays.put("tracked", Nd4j.scalar(7L));
    arrays.put("label", Nd4j.createFromArray(1, 2, 3, 255).castTo(DataType.UINT8));
    arrays.put("seen", Nd4j.createFromArray(true, false));
    arrays.put("none", Nd4j.create(DataType.FLOAT, 0, 4));
    Path file = folder.resolve("valid");
    Safetensors.write(file, arrays, Map.of("format", "pt"));
    return RawFiles.read(file);
  }

  /** A new file is quick; overwriting one makes some file systems wait for the disk. */
  private static Path replace(Path file, byte[] bytes) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return RawFiles.write(file, bytes);
  }

  /** Whether a file was read; anything thrown but a format exception fails the test. */
  private static boolean reads(Path file, long size) {
    try {
      Map<String, INDArray> arrays = Safetensors.read(file);
      long bytes =
          Safetensors.inspect(file).stream().mapToLong(e -> e.elements() * e.type().bytes()).sum();
      assertThat(bytes).isLessThan(size);
      assertThat(arrays).hasSameSizeAs(Safetensors.inspect(file));
      Safetensors.metadata(file);
      arrays.values().forEach(INDArray::close);
      return true;
    } catch (WeightsFormatException e) {
      assertThat(e).hasMessageStartingWith(file + ": expected ");
      return false;
    }
  }

  private static byte[] mutate(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    int header = (int) headerLength(valid);
    return switch (random.nextInt(8)) {
      case 0 -> flip(bytes, 0, bytes.length, random);
      case 1 -> flip(bytes, Long.BYTES, header, random);
      case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 3 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
      case 4 -> withHeaderLength(bytes, random.nextLong() >> random.nextInt(64));
      case 5 -> withHeaderLength(bytes, header + random.nextInt(33) - 16);
      case 6 -> redrawDigits(bytes, header, random);
      default -> swapParts(bytes, header, random);
    };
  }

  private static byte[] flip(byte[] bytes, int from, int length, Random random) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[from + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private static byte[] withHeaderLength(byte[] bytes, long length) {
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    return bytes;
  }

  /** Headers that still are JSON, with other numbers: shapes, offsets, widths of types. */
  private static byte[] redrawDigits(byte[] bytes, int header, Random random) {
    for (int i = Long.BYTES; i < Long.BYTES + header; i++) {
      if (Character.isDigit(bytes[i]) && random.nextInt(12) == 0) {
        bytes[i] = (byte) ('0' + random.nextInt(10));
      }
    }
    return bytes;
  }

  /** Headers that repeat a part of themselves in another place. */
  private static byte[] swapParts(byte[] bytes, int header, Random random) {
    int length = 1 + random.nextInt(40);
    int source = Long.BYTES + random.nextInt(header - length);
    int target = Long.BYTES + random.nextInt(header - length);
    System.arraycopy(bytes, source, bytes, target, length);
    return bytes;
  }

  private static long headerLength(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
