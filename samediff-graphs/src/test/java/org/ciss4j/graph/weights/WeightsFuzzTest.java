// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Damaged files of every format are read, or refused with the one exception for that. */
@Timeout(600)
class WeightsFuzzTest {
  private static final int MUTANTS = 1500;
  private static final String INSTRUCTIONS =
      "()]}tlduesaRQcbio012.NJKMXqrhj\u0080\u0081\u0085\u0093";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "views.pth",
        "views-legacy.pth",
        "checkpoint.pth",
        "checkpoint-legacy.pth",
        "protocol4.pth",
        "protocol1-legacy.pth",
        "python.safetensors"
      })
  void readsOrRefusesDamagedFiles(String name) {
    byte[] valid = RawFiles.read(TorchFiles.resource(name));
    Random random = new Random(name.hashCode());
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      if (!reads(mutate(valid, random))) {
        refused++;
      }
    }
    assertThat(refused).isBetween(MUTANTS / 10, MUTANTS - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"views.pth", "checkpoint-legacy.pth", "protocol5-legacy.pth"})
  void refusesEveryTruncation(String name) {
    byte[] valid = RawFiles.read(TorchFiles.resource(name));
    for (int length = 0; length < valid.length; length++) {
      assertThat(reads(Arrays.copyOf(valid, length))).as("%s bytes", length).isFalse();
    }
    assertThat(reads(valid)).isTrue();
  }

  /** Pickles of random instructions, most of which are valid for a while. */
  @Test
  void readsOrRefusesRandomPickles() {
    Random random = new Random(7);
    for (int i = 0; i < MUTANTS; i++) {
      PickleBytes pickle = PickleBytes.protocol2().ops("}").text("a").tensor().ops("sq\0");
      for (int step = random.nextInt(40); step >= 0; step--) {
        addInstruction(pickle, random);
      }
      reads(TorchFiles.checkpoint(pickle.ops("."), new byte[8]));
    }
  }

  private static void addInstruction(PickleBytes pickle, Random random) {
    switch (random.nextInt(8)) {
      case 0 -> pickle.text("state_dict");
      case 1 -> pickle.tensor();
      case 2 -> pickle.global("collections", "OrderedDict");
      case 3 -> pickle.number(random.nextLong() >> random.nextInt(64));
      case 4 -> pickle.ops("h\0");
      default -> pickle.op(INSTRUCTIONS.charAt(random.nextInt(INSTRUCTIONS.length())));
    }
  }

  /** Whether a file was read; anything thrown but a format exception fails the test. */
  private boolean reads(byte[] bytes) {
    Path file = folder.resolve("mutant");
    try {
      Files.deleteIfExists(file); // a new file is quicker than another content
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RawFiles.write(file, bytes);
    try {
      WeightsSummary summary = WeightsFile.inspect(file);
      assertThat(summary.bytes()).isLessThan(16L * bytes.length + (1 << 20) + 1);
      Map<String, INDArray> arrays = WeightsFile.read(file);
      assertThat(arrays).hasSameSizeAs(summary.tensors());
      arrays.values().forEach(INDArray::close);
      return true;
    } catch (WeightsFormatException e) {
      assertThat(e).hasMessageStartingWith(file + ": expected ");
      return false;
    }
  }

  private static byte[] mutate(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
      case 2 -> flip(bytes, random);
      case 3 -> setInstruction(bytes, random);
      case 4 -> setNumber(bytes, random);
      default -> repeatPart(bytes, random);
    };
  }

  private static byte[] flip(byte[] bytes, Random random) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private static byte[] setInstruction(byte[] bytes, Random random) {
    char instruction = INSTRUCTIONS.charAt(random.nextInt(INSTRUCTIONS.length()));
    bytes[random.nextInt(bytes.length)] = (byte) instruction;
    return bytes;
  }

  private static byte[] setNumber(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length - Long.BYTES);
    long value = random.nextLong() >> random.nextInt(64);
    if (random.nextBoolean()) {
      RawFiles.littleEndian(bytes).putInt(at, (int) value);
    } else {
      RawFiles.littleEndian(bytes).putLong(at, value);
    }
    return bytes;
  }

  private static byte[] repeatPart(byte[] bytes, Random random) {
    int length = 1 + random.nextInt(40);
    int source = random.nextInt(bytes.length - length);
    System.arraycopy(bytes, source, bytes, random.nextInt(bytes.length - length), length);
    return bytes;
  }
}
