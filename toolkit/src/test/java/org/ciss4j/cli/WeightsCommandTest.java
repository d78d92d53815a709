// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.ciss4j.graph.SharedPack;
import org.ciss4j.graph.weights.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WeightsCommandTest {
  private static final int USAGE = 2;
  private static final int FAILURE = 1;

  @TempDir Path folder;

  private Path halves() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("bn.weight", Nd4j.createFromArray(1f, 2f).castTo(DataType.FLOAT16));
    arrays.put("bn.running_mean", Nd4j.createFromArray(0f, 0f));
    arrays.put("bn.num_batches_tracked", Nd4j.scalar(7L));
    Path file = folder.resolve("in.safetensors");
    Safetensors.write(file, arrays, Map.of("author", "me"));
    return file;
  }

  private static void expectError(Cli cli, int exit, String... parts) {
    assertThat(cli.exit()).as(cli.err()).isEqualTo(exit);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().strip()).startsWith("ciss: ").contains(parts).doesNotContain("\n");
  }

  @Test
  void inspectPrintsATable() {
    Cli cli = Cli.run("weights", "inspect", halves());

    assertThat(cli.err()).isEmpty();
    assertThat(cli.exit()).isZero();
    assertThat(cli.out().lines())
        .containsExactly(
            "tensor                  dtype shape",
            "bn.weight               F16   [2]",
            "bn.running_mean         F32   [2]",
            "bn.num_batches_tracked  I64   []",
            "3 tensors: 2 parameters and 3 running statistics in 20 bytes; format: safetensors");
  }

  @Test
  void inspectPrintsJson() throws JsonProcessingException {
    Path file = halves();
    Cli cli = Cli.run("weights", "inspect", file, "--json");

    JsonNode root = new ObjectMapper().readTree(cli.out());
    assertThat(root.get("file").asText()).isEqualTo(file.toString());
    assertThat(root.get("format").asText()).isEqualTo("safetensors");
    assertThat(root.get("total").toString())
        .isEqualTo("{\"tensors\":3,\"parameters\":2,\"statistics\":3,\"bytes\":20}");
    assertThat(root.get("tensors").get(0).toString())
        .isEqualTo("{\"name\":\"bn.weight\",\"shape\":[2],\"dtype\":\"F16\"}");
  }

  @Test
  void inspectKeepsNamesOffTheTerminal() {
    Path file = folder.resolve("in.safetensors");
    Safetensors.write(file, Map.of("a\u001b[31m\nb", Nd4j.scalar(1f)), Map.of());

    assertThat(Cli.run("weights", "inspect", file).out())
        .doesNotContain("\u001b")
        .contains("a?[31m?b");
  }

  @Test
  void convertWritesFloats() {
    Path out = folder.resolve("out.safetensors");
    Cli cli = Cli.run("weights", "convert", halves(), out);

    assertThat(cli.err()).isEmpty();
    assertThat(cli.exit()).isZero();
    assertThat(cli.out()).isEqualToIgnoringNewLines(out + ": 3 tensors, 5 elements");
    Map<String, INDArray> arrays = Safetensors.read(out);
    assertThat(arrays.keySet())
        .containsExactly("bn.weight", "bn.running_mean", "bn.num_batches_tracked");
    assertThat(arrays.get("bn.weight")).isEqualTo(Nd4j.createFromArray(1f, 2f));
    assertThat(arrays.get("bn.num_batches_tracked")).isEqualTo(Nd4j.scalar(7L));
    assertThat(Safetensors.metadata(out)).isEqualTo(Map.of("author", "me"));
  }

  @Test
  void convertReplacesOnlyWithForce() throws IOException {
    Path out = Files.writeString(folder.resolve("out.safetensors"), "mine");

    expectError(Cli.run("weights", "convert", halves(), out), USAGE, "exists", "--force");
    assertThat(out).hasContent("mine");

    assertThat(Cli.run("weights", "convert", halves(), out, "--force").exit()).isZero();
    assertThat(Safetensors.read(out)).hasSize(3);
  }

  @Test
  void convertRefusesOutputsThatCannotBe() {
    Path file = halves();
    expectError(
        Cli.run("weights", "convert", file, folder.resolve("out.pth")),
        USAGE,
        "end its name in .safetensors",
        ".pth, are not written");
    expectError(Cli.run("weights", "convert", file, file, "--force"), USAGE, "is the file itself");
    expectError(
        Cli.run("weights", "convert", file, folder.resolve("no/out.safetensors")),
        USAGE,
        "does not exist; create it");
    expectError(Cli.run("weights", "convert", file), USAGE, "OUT.safetensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "convert"})
  void brokenFilesFailInOneLine(String command) throws IOException {
    Path out = folder.resolve("out.safetensors");
    Object[] tail = command.equals("convert") ? new Object[] {out} : new Object[0];
    Path page = Files.writeString(folder.resolve("resnet.pth"), "<!DOCTYPE html><html>");
    expectError(run(command, page, tail), FAILURE, page + ": expected ", "found a web page");
    Path cut = folder.resolve("cut.safetensors");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(halves()), 100));
    expectError(run(command, cut, tail), FAILURE, cut + ": expected ", "cut short");
    expectError(run(command, folder.resolve("none"), tail), USAGE, "does not exist");
    expectError(run(command, folder, tail), USAGE, "is a folder");
    assertThat(out).doesNotExist();
  }

  private static Cli run(String command, Path file, Object... tail) {
    return Cli.run(Stream.concat(Stream.of("weights", command, file), Stream.of(tail)).toArray());
  }

  @Test
  void commandsTeach() {
    expectError(Cli.run("weights"), USAGE, "expected inspect or convert", "ciss weights --help");
    for (String command : new String[] {"inspect", "convert"}) {
      Cli help = Cli.run("weights", command, "--help");
      assertThat(help.exit()).isZero();
      assertThat(help.out())
          .startsWith("Usage: ciss weights " + command)
          .contains("Examples:", "  ciss weights " + command + " ", "FILE");
    }
  }

  @Test
  void convertsARealNetworkAsPythonDid() {
    Path pth = SharedPack.require("weights/mobilenet_v2-imagenet-trunk-legacy.pth");
    Path expected = SharedPack.require("weights/mobilenet_v2-imagenet-trunk.safetensors");
    Path out = folder.resolve("out.safetensors");

    assertThat(Cli.run("weights", "convert", pth, out).exit()).isZero();

    Map<String, INDArray> arrays = Safetensors.read(out);
    Map<String, INDArray> python = Safetensors.read(expected);
    assertThat(arrays.keySet()).containsExactlyInAnyOrderElementsOf(python.keySet());
    python.forEach(
        (name, array) ->
            assertThat(arrays.get(name).data().asBytes())
                .as(name)
                .isEqualTo(array.data().asBytes()));
    assertThat(Safetensors.metadata(out)).isEqualTo(Map.of("format", "pt"));
  }
}
