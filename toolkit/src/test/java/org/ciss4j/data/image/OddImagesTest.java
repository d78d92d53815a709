// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.SharedPack;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real image files of other people's tools, legal, odd and broken. The table has a line for each:
 * its path, what comes of it as a photograph, and what as a mask.
 */
@Tag("dataset")
class OddImagesTest {
  private static final int LISTED = 12;

  private static List<String> table() throws IOException {
    try (InputStream table = OddImagesTest.class.getResourceAsStream("/odd/images.tsv")) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void comesOutAsTheTableSays(String line) {
    String[] cells = line.split("\t", -1);
    Path file = SharedPack.require("data/odd").resolve(cells[0]);
    ImageFile image = new ImageFile(file);
    expect(cells[1], () -> quick(image));
    // What is read in training is sound, and the other way round.
    expect(size(cells[1]), () -> close(image));
    expect(size(cells[1]), () -> read(image));
    expect(cells[2], () -> mask(new MaskFile(file).decode()));
  }

  private static String size(String cell) {
    return cell.startsWith("refused") ? "refused:" : cell.split(" ", 2)[0];
  }

  private static void expect(String outcome, Supplier<String> work) {
    String actual;
    try {
      actual = work.get();
    } catch (CissException e) {
      actual = "refused: " + e.getMessage();
      assertThat(e.getMessage()).doesNotContain("\n");
    }
    String[] words = outcome.split(": ", 2);
    if (outcome.startsWith("refused")) {
      assertThat(actual).startsWith(words[0]).contains(words.length > 1 ? words[1] : "");
    } else {
      assertThat(actual).isEqualTo(outcome);
    }
  }

  private static String quick(ImageFile image) {
    ImageHeader header = image.header();
    image.requireWhole();
    return header.orientation().isTurned()
        ? header.size() + " turn " + header.orientation().tag()
        : header.size().toString();
  }

  private static String close(ImageFile image) {
    image.requireUndamaged();
    return image.decode().size().toString();
  }

  private static String read(ImageFile image) {
    image.header();
    return image.decode().size().toString();
  }

  private static String mask(Pixels pixels) {
    Set<Integer> numbers = new TreeSet<>();
    for (byte number : pixels.data()) {
      numbers.add(Byte.toUnsignedInt(number));
    }
    return pixels.size()
        + " "
        + (numbers.size() > LISTED ? numbers.size() + " numbers" : numbers.toString());
  }

  @Test
  void noFileIsLeftOut() throws IOException {
    Path root = SharedPack.require("data/odd");
    Set<String> named =
        table().stream().map(line -> line.split("\t", 2)[0]).collect(Collectors.toSet());
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(
              files
                  .map(file -> root.relativize(file).toString())
                  .filter(
                      file ->
                          file.toLowerCase(Locale.ROOT)
                              .matches(".*\\.(png|jpg|jpeg|bmp|tif|webp)")))
          .allMatch(named::contains);
    }
  }
}
