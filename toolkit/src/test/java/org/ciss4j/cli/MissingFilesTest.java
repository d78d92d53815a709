// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command says of a file or folder that is not there that it is not, and what to name: NO is
 * one that is not there, HERE an empty folder.
 */
class MissingFilesTest {
  @TempDir static Path folder;

  @BeforeAll
  static void make() throws IOException {
    Files.createDirectories(folder.resolve("here"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train @NO",
        "train --config NO",
        "train --resume NO",
        "train --from-study NO",
        "train --dataset voc --data NO --out OUT",
        "train --dataset ade --data NO --out OUT",
        "train --dataset cityscapes --data NO --out OUT",
        "train --dataset msrc --data NO --out OUT",
        "train --dataset folder --scenario 2-1 --data NO --out OUT",
        "train --weights NO --backbone tiny --out OUT",
        "train --method ssul --saliency NO --out OUT",
        "train --method recall --replay NO --out OUT",
        "adopt NO --backbone tiny --out OUT",
        "extend NO --data HERE --out OUT",
        "forget NO --step 0 --out OUT",
        "rerun NO",
        "report NO",
        "watch NO",
        "evaluate --run NO",
        "evaluate --weights NO",
        "predict --run NO --image a.png --out OUT.png",
        "predict --run NO --images HERE --out OUT",
        "export --run NO --out OUT.onnx",
        "compare --config NO --out OUT",
        "data check --dataset folder --data NO",
        "data stats --dataset folder --data NO",
        "data import NO --out OUT",
        "data replay --dataset folder --data NO --out OUT",
        "weights inspect NO",
        "weights convert NO OUT.safetensors",
        "split --class-list NO --scenario 15-1",
      })
  void whatIsNotThereIsSaid(String command) {
    Cli cli = run(command);
    assertThat(cli.err().strip())
        .startsWith("ciss: ")
        .contains("nowhere")
        .containsAnyOf("does not exist", "there is no ")
        .contains("; name ")
        .doesNotContain("\n");
    assertThat(cli.exit()).isEqualTo(2);
  }

  @Test
  void aFolderIsNoFileOfOptions() {
    Cli cli = run("train @HERE");
    assertThat(cli.err()).contains("here of options is a folder", "write @@").hasLineCount(1);
    assertThat(cli.exit()).isEqualTo(2);
    Cli escaped = Cli.run("train", "--print-config", "--out", "@@" + folder.resolve("here"));
    assertThat(escaped.exit()).as(escaped.err()).isZero();
  }

  private static Cli run(String command) {
    return Cli.run(
        Stream.of(command.split(" "))
            .map(word -> word.replace("NO", folder.resolve("nowhere").toString()))
            .map(word -> word.replace("HERE", folder.resolve("here").toString()))
            .map(word -> word.replace("OUT", folder.resolve("out").toString()))
            .toArray());
  }
}
