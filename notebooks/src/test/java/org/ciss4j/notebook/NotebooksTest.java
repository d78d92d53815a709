// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.CONCURRENT)
class NotebooksTest {
  /** GitHub shows notebooks of some megabytes no more. */
  private static final long MOST_BYTES = 1_000_000;

  /**
   * rapaio's kernel listens before it can answer, and then falls silent: about one start in five.
   */
  private static final int STARTS = 6;

  @TempDir Path folder;

  static List<Path> notebooks() throws IOException {
    return Jupyter.notebooks();
  }

  private static List<JsonNode> code(JsonNode notebook) {
    return StreamSupport.stream(notebook.get("cells").spliterator(), false)
        .filter(cell -> cell.get("cell_type").asText().equals("code"))
        .toList();
  }

  private static String source(JsonNode cell) {
    StringBuilder source = new StringBuilder();
    cell.get("source").forEach(line -> source.append(line.asText()));
    return source.toString();
  }

  private static List<String> outputs(JsonNode notebook, String field) {
    return code(notebook).stream()
        .flatMap(cell -> cell.get("outputs").findValuesAsText(field).stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void everyCellRuns(Path notebook) throws Exception {
    Jupyter.require();
    int exit = Jupyter.execute(notebook, "ciss4j", folder);
    assertThat(exit).as(Files.readString(Jupyter.log(folder))).isZero();
    JsonNode executed = Jupyter.read(folder.resolve(notebook.getFileName()));
    assertSound(executed);
  }

  /** What is shown on GitHub: executed in order, without errors, with pictures, and small. */
  @ParameterizedTest
  @MethodSource("notebooks")
  void whatIsStoredIsWholeAndSmall(Path notebook) throws Exception {
    assertThat(Files.size(notebook)).isLessThan(MOST_BYTES);
    JsonNode stored = Jupyter.read(notebook);
    assertThat(stored.at("/metadata/kernelspec/name").asText()).isEqualTo("ciss4j");
    assertSound(stored);
    assertThat(Files.readString(notebook)).doesNotContain("/tmp/", "/home/", "/root/");
  }

  private static void assertSound(JsonNode notebook) {
    List<JsonNode> cells = code(notebook);
    for (int i = 0; i < cells.size(); i++) {
      assertThat(cells.get(i).get("execution_count").asInt()).isEqualTo(i + 1);
    }
    assertThat(outputs(notebook, "output_type")).isNotEmpty().doesNotContain("error");
    assertThat(outputs(notebook, "name")).as("warnings").doesNotContain("stderr");
    assertThat(outputs(notebook, "image/png")).hasSizeGreaterThan(1);
    assertThat(
            code(notebook).stream()
                .anyMatch(cell -> cell.get("outputs").findValue("text/html") != null))
        .isTrue();
  }

  @Test
  void theirSetUpIsTheSameButForImports() throws Exception {
    List<String> setUps =
        notebooks().stream()
            .map(NotebooksTest::firstCode)
            .map(source -> source.replaceAll("(?m)^import .*\\n", ""))
            .distinct()
            .toList();
    assertThat(setUps).hasSize(1);
  }

  private static String firstCode(Path notebook) {
    try {
      return source(code(Jupyter.read(notebook)).get(0));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The first notebook up to its training, on the kernel that others have installed. */
  @Test
  void cellsRunOnRapaioToo() throws Exception {
    Jupyter.require();
    Path file = folder.resolve("short.ipynb");
    Jupyter.write(untilTraining(Jupyter.read(notebooks().get(0))), file);
    Path out = Files.createDirectory(folder.resolve("out"));
    int exit = 1;
    for (int start = 0; start < STARTS && exit != 0; start++) {
      exit = Jupyter.execute(file, "rapaio", out);
      String said = Files.readString(Jupyter.log(out));
      assertThat(exit == 0 || isStartRace(said)).as(said).isTrue();
    }
    assertThat(exit).as("starts that raced: " + STARTS).isZero();
    JsonNode executed = Jupyter.read(out.resolve("short.ipynb"));
    assertThat(outputs(executed, "output_type")).isNotEmpty().doesNotContain("error");
    assertThat(outputs(executed, "image/png")).hasSize(2);
  }

  private static boolean isStartRace(String said) {
    return said.contains("this.handlers\" is null")
        || said.contains("Kernel died before replying to kernel_info")
        || said.contains("Kernel didn't respond in");
  }

  private static JsonNode untilTraining(JsonNode notebook) {
    ObjectNode copy = notebook.deepCopy();
    ArrayNode cells = copy.putArray("cells");
    for (JsonNode cell : notebook.get("cells")) {
      if (source(cell).startsWith("## Training")) {
        return copy;
      }
      cells.add(cell);
    }
    throw new IllegalStateException("the first notebook has no part \"Training\"");
  }
}
