// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ciss4j.graph.SharedPack;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real files of other people's tools that are no images. The table has a line for each: its path, a
 * command that somebody may give it to, the exit code, and words that are said.
 */
@Tag("dataset")
class OddTextsTest {
  private static List<String> table(String name) throws IOException {
    try (InputStream table = OddTextsTest.class.getResourceAsStream("/odd/" + name)) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static List<String> texts() throws IOException {
    return table("texts.tsv");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void comesOutAsTheTableSays(String line) {
    String[] cells = line.split("\t", -1);
    Path file = SharedPack.require("data/odd").resolve(cells[0]);
    Cli cli = run(file, List.of(cells[1].split(" ", -1)));
    assertThat(cli.err()).contains(cells[3]);
    assertThat(cli.exit()).isEqualTo(Integer.parseInt(cells[2]));
    if (cli.exit() != 0) {
      assertThat(cli.err()).contains(file.toString()).hasLineCount(1).doesNotContain("unexpected");
    }
  }

  private static Cli run(Path file, List<String> words) {
    if (words.get(0).equals("weights")) {
      return Cli.run("weights", "inspect", file);
    }
    String dataset = words.get(1);
    Stream<Object> always =
        Stream.of("split", "--dataset", dataset, "--scenario", "joint", "--class-list", file);
    return Cli.run(Stream.concat(always, words.stream().skip(2)).toArray());
  }

  @Test
  void noFileIsLeftOut() throws IOException {
    Path root = SharedPack.require("data/odd");
    Set<String> named = new TreeSet<>();
    for (String name : List.of("texts.tsv", "images.tsv")) {
      table(name).forEach(line -> named.add(line.split("\t", 2)[0]));
    }
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> root.relativize(file).toString()))
          .filteredOn(file -> !file.matches(".*(LICENSE|README)(\\.md)?"))
          .allMatch(named::contains);
    }
  }
}
