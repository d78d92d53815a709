// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Damage to a file of a folder, by chance.
 *
 * @param kind what happens
 * @param file to which
 * @param other with which it is swapped, or which takes its place
 */
record Mutation(Kind kind, Path file, Path other) {
  enum Kind {
    CUT,
    EMPTIED,
    BIT_FLIPPED,
    NOT_TEXT,
    DIGIT_CHANGED,
    LINE_DROPPED,
    LINE_DOUBLED,
    DELETED,
    MADE_A_FOLDER,
    SWAPPED,
    FOREIGN
  }

  /**
   * Damages a file of a folder.
   *
   * @param strange another folder, whose files may take the place of those of this one
   */
  static Mutation in(Path root, Path strange, Random random) throws IOException {
    List<Path> files = files(root);
    Path file = files.get(random.nextInt(files.size()));
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    List<Path> others = others(files(kind == Kind.FOREIGN ? strange : root), file);
    Mutation mutation = new Mutation(kind, file, others.get(random.nextInt(others.size())));
    mutation.happen(random);
    return mutation;
  }

  /** Files of the same name rather than any, as these are taken for each other most easily. */
  private static List<Path> others(List<Path> files, Path file) {
    List<Path> same =
        files.stream()
            .filter(other -> !other.equals(file))
            .filter(other -> other.getFileName().equals(file.getFileName()))
            .toList();
    return same.isEmpty() ? files.stream().filter(other -> !other.equals(file)).toList() : same;
  }

  /** All files in their order, but reports and locks. */
  static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().matches("report\\..*|\\.lock|seeds\\.csv"))
          .sorted()
          .toList();
    }
  }

  private void happen(Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int place = random.nextInt(bytes.length);
    switch (kind) {
      case CUT -> Files.write(file, Arrays.copyOf(bytes, place));
      case EMPTIED -> Files.write(file, new byte[0]);
      case BIT_FLIPPED -> {
        bytes[place] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
      }
      case NOT_TEXT -> {
        bytes[place] = (byte) 0xFF; // Which no text in UTF-8 has.
        Files.write(file, bytes);
      }
      case DIGIT_CHANGED -> Files.write(file, withOtherDigit(bytes, random));
      case LINE_DROPPED, LINE_DOUBLED -> Files.write(file, withOtherLines(bytes, random));
      case DELETED -> Files.delete(file);
      case MADE_A_FOLDER -> {
        Files.delete(file);
        Files.createDirectory(file);
      }
      case SWAPPED -> {
        Files.write(file, Files.readAllBytes(other));
        Files.write(other, bytes);
      }
      case FOREIGN -> Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static byte[] withOtherDigit(byte[] bytes, Random random) {
    List<Integer> digits = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        digits.add(i);
      }
    }
    if (!digits.isEmpty()) {
      int place = digits.get(random.nextInt(digits.size()));
      bytes[place] = (byte) ('0' + (bytes[place] - '0' + 1 + random.nextInt(9)) % 10);
    }
    return bytes;
  }

  private byte[] withOtherLines(byte[] bytes, Random random) {
    // Every byte is a character, so that files of arrays have lines too.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)")));
    int line = random.nextInt(lines.size());
    if (kind == Kind.LINE_DROPPED) {
      lines.remove(line);
    } else {
      lines.add(line, lines.get(line));
    }
    return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
  }
}
