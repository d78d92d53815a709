// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.Ciss;
import org.ciss4j.cli.Cli;
import org.ciss4j.cli.StoredFiles;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.tuning.Study;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A study of two trials that ciss4j 0.1 stored. */
class OldStudyTest {
  @TempDir Path folder;
  private Path study;

  @BeforeEach
  void unpack() {
    study = StoredFiles.unpacked(getClass(), "v0.1/study.zip", folder.resolve("study"));
  }

  @Test
  void itIsReadAndGoesOn() throws IOException {
    RunConfig best = Ciss.bestOf(study).config();
    assertThat(best.method().hyperParameters()).containsEntry("kd", "1.0");
    assertThat(Study.open(study).trials()).hasSize(2).allMatch(Trial::finished);
    Cli again = Cli.run("tune", "--resume", study, "--quiet");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).contains("20.78");
    assertThat(Ciss.bestOf(study).config()).isEqualTo(best);
    assertThat(Files.readString(study.resolve("study.json"))).contains("\"format\" : 1", "seal");
    Cli more = Cli.run("tune", "--resume", study, "--trials", 3, "--quiet");
    assertThat(more.exit()).as(more.err()).isZero();
    List<String> lines = Files.readAllLines(study.resolve("trials.jsonl"));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("{\"number\":1");
    assertThat(lines.get(2)).startsWith("{\"format\":1,\"number\":3").contains("\"seal\":");
    assertThat(Study.open(study).trials()).hasSize(3).allMatch(Trial::finished);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"memory\" : \\{[^}]*\\},",
        ",\\s*\"augmentation\" : \\{[^}]*\\}",
        ",\\s*\"region\" : \"CROP\"",
        "\"voidPixels\" : \"BACKGROUND\","
      })
  void whatWasAddedLaterMayBeMissing(String field) {
    StudyResult whole = Study.open(study);
    RunConfig best = Ciss.bestOf(study).config();
    StoredFiles.edit(study.resolve("study.json"), field, "");
    StoredFiles.edit(study.resolve("best.json"), field, "");
    assertThat(Study.open(study)).isEqualTo(whole);
    assertThat(Ciss.bestOf(study).config()).isEqualTo(best);
  }

  @ParameterizedTest
  @ValueSource(strings = {"study.json", "best.json", "trials.jsonl"})
  void whatANewerVersionWroteIsRefused(String name) throws IOException {
    Path file = study.resolve(name);
    StoredFiles.edit(file, "\\{", "{\"format\" : 2,");
    Cli cli =
        name.equals("best.json")
            ? Cli.run("train", "--from-study", study)
            : Cli.run("tune", "--resume", study);
    assertThat(cli.exit()).as(cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(name + " was written by a newer ciss4j: it has format 2");
  }

  @Test
  void trialsForWantOfDiskAreKnownByTheirWords() {
    StoredFiles.edit(study.resolve("trials.jsonl"), "FINISHED", "FAILED");
    assertThat(Study.open(study).trials().get(0).outcome()).isEqualTo(Trial.Outcome.FAILED);
    StoredFiles.edit(
        study.resolve("trials.jsonl"),
        "\"reason\":\"\"",
        "\"reason\":\"model.safetensors: No space left on device\"");
    assertThat(Study.open(study).trials().get(0).outcome()).isEqualTo(Trial.Outcome.BROKEN_OFF);
  }
}
