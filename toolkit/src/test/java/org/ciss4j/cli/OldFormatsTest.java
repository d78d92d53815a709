// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.ciss4j.Ciss;
import org.ciss4j.data.option.UnknownClasses;
import org.ciss4j.graph.option.Precision;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.DataConfig;
import org.ciss4j.result.config.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What ciss4j 0.1 stored is read, also where a field is missing, and what came to it since; what a
 * newer one stored is not.
 */
class OldFormatsTest {
  /** Fields that configurations got one after the other, or that may be null, and the files. */
  private static final List<String> ADDED =
      List.of(
          "\"folder\" : null,",
          ",\\s*\"trainList\" : null",
          "\"classes\" : \\[ \\],",
          "\"classOrder\" : \\[ \\],",
          "\"voidPixels\" : \"BACKGROUND\",",
          ",\\s*\"splitSeed\" : 0",
          "\"outputStride\" : 16,",
          "\"freezeBn\" : false,",
          ",\\s*\"partialWeights\" : false",
          "\"recipe\" : \"DKD\",",
          ",\\s*\"hue\" : 0.0",
          ",\\s*\"policy\" : \"PAPER\"",
          ",\\s*\"augmentation\" : \\{[^}]*\\}",
          "\"memory\" : \\{[^}]*\\},",
          "\"protocol\" : \\{[^}]*\\},",
          "\"heldOut\" : 0.0,",
          "\"region\" : \"CROP\"");

  @TempDir Path folder;

  private Path stored(String name) {
    return StoredFiles.unpacked(getClass(), "v0.1/" + name + ".zip", folder.resolve(name));
  }

  private static Cli done(Object... words) {
    Cli cli = Cli.run(words);
    assertThat(cli.exit()).as(cli.err()).isZero();
    return cli;
  }

  @Test
  void aFinishedRunIsScoredAndReported() {
    Path run = stored("finished");
    assertThat(Ciss.open(run).steps()).hasSize(2);
    assertThat(Ciss.like(run).config().memory().images()).isEqualTo(10);
    assertThat(RunDirectory.open(run).step(1).memory()).hasSize(10);
    String table = done("train", "--resume", run, "--quiet").out();
    assertThat(table).contains("   0   21.35 ", "   1   20.69 ");
    assertThat(done("evaluate", "--run", run).out()).contains("stored");
    assertThat(done("report", run).out()).contains("Report: ");
    assertThat(done("train", "--resume", run, "--quiet").out()).isEqualTo(table);
  }

  @Test
  void aFinishedRunOfJoinedFoldersIsScoredAndReported() {
    Path all = StoredFiles.unpacked(getClass(), "format1/joined.zip", folder.resolve("joined"));
    Path run = all.resolve("run");
    List<Object> data = List.of("--data", all.resolve("first"), "--data", all.resolve("second"));
    DataConfig stored = Ciss.like(run).config().data();
    assertThat(stored.folders()).containsExactly("/data/first", "/data/second");
    assertThat(stored.unknownClasses()).isEqualTo(UnknownClasses.VOID);
    assertThat(Ciss.like(run).config().model().precision()).isEqualTo(Precision.FLOAT32);
    Cli scored = done("evaluate", "--run", run, data);
    assertThat(scored.out()).contains("   1   10.35    0.00    7.76 ", "The same as stored");
    assertThat(scored.err()).contains("1: does not name triangle; its background is void");
    assertThat(done("report", run).out()).contains("Report: ");
    assertThat(run.resolve("report.html"))
        .content()
        .contains("--data /data/first --data /data/second --unknown-classes void");
  }

  @Test
  void aStoppedRunGoesOnAndIsDescribedFromThenOn() throws IOException {
    Path run = stored("stopped");
    assertThat(done("report", run, "--pictures", 0).out()).contains("Report: ");
    Cli cli = done("train", "--resume", run);
    assertThat(cli.err()).contains("23 of them done");
    assertThat(Ciss.open(run).steps()).hasSize(2);
    assertThat(Files.readString(run.resolve("provenance.json")))
        .contains("\"format\" : 1", "\"config.json\" : ", "\"step_1/scores.json\" : ");
    StoredFiles.edit(run.resolve("config.json"), "\"seed\" : 1", "\"seed\" : 2");
    Cli edited = Cli.run("evaluate", "--run", run);
    assertThat(edited.exit()).isEqualTo(2);
    assertThat(edited.err()).contains("config.json was changed after the run had begun");
  }

  @Test
  void severalSeedsAndComparisonsGoOn() {
    assertThat(done("train", "--resume", stored("seeds"), "--quiet").out())
        .contains(" 6.10 ± 5.91");
    assertThat(done("compare", "--resume", stored("comparison"), "--quiet").out())
        .contains("dkd          20.69   0.00  16.55  0.00");
  }

  @Test
  void whatWasAddedLaterMayBeMissing() {
    Path seeds = stored("seeds");
    RunConfig plan = Ciss.likeSeeds(seeds).config();
    Path run = seeds.resolve("seed_1");
    RunConfig config = Ciss.like(run).config();
    for (String field : ADDED) {
      StoredFiles.edit(run.resolve("config.json"), field, "");
      StoredFiles.edit(seeds.resolve("seeds.json"), field, "");
      assertThat(Ciss.like(run).config()).as(field).isEqualTo(config);
      assertThat(Ciss.likeSeeds(seeds).config()).as(field).isEqualTo(plan);
    }
    StoredFiles.edit(run.resolve("provenance.json"), "\"command\" : \\[[^]]*\\],", "");
    StoredFiles.edit(run.resolve("provenance.json"), ",\\s*\"stepsDone\" : 0", "");
    assertThat(done("evaluate", "--run", run).out()).contains("stored");
    assertThat(done("train", "--resume", seeds, "--quiet").out()).contains(" 6.10 ± 5.91");
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "epochs", "setting", "momentum", "backbone"})
  void whatWasAlwaysThereMayNotBeMissing(String field) {
    Path run = stored("finished");
    StoredFiles.edit(
        run.resolve("config.json"), "(,)?\\s*\"" + field + "\" : [^,}\n]*(?<comma>,)?", "");
    Cli cli = Cli.run("evaluate", "--run", run);
    assertThat(cli.exit()).isEqualTo(1);
    assertThat(cli.err())
        .startsWith("ciss: ")
        .contains("config.json cannot be read")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "finished, config.json, report",
    "finished, provenance.json, report",
    "finished, step_0/scores.json, report",
    "finished, weights.json, report",
    "finished, step_1/model.json, evaluate --run",
    "stopped, step_1/checkpoint_23.json, train --resume",
    "seeds, seeds.json, train --resume",
    "comparison, comparison.json, compare --resume",
  })
  void whatANewerVersionWroteIsRefused(String name, String file, String command)
      throws IOException {
    Path run = stored(name);
    Path changed = run.resolve(file);
    String text = Files.readString(changed).replaceFirst("\"format\" : 1,", "");
    Files.writeString(changed, text.replaceFirst("\\{", "{ \"format\" : 7, \"colour\" : 1,"));
    Cli cli = Cli.run(List.of(command.split(" ")), run);
    assertThat(cli.exit()).as(cli.err()).isEqualTo(2);
    assertThat(cli.err())
        .contains(changed + " was written by a newer ciss4j: it has format 7, this version reads")
        .contains("update ciss4j");
    assertThat(changed).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config.json | \"seed\" : | \"sead\" : 1, \"seed\" : | sead",
        "config.json | \"epochs\" : 1 | \"epochs\" : \"1\" | epochs",
        "config.json | \"epochs\" : 1 | \"epochs\" : 1.5 | epochs",
        "config.json | \"name\" : \"dkd\" | \"name\" : null | method.name",
        "config.json | \"seed\" : | \"seed\" : 1, \"seed\" : | Duplicate",
        "provenance.json | \"sessions\" : | \"visits\" : [ ], \"sessions\" : | visits",
        "step_1/scores.json | \"all\" : 0.1 | \"all\" : 0.9 | scores are not those of"
            + " confusion.csv",
        "step_1/scores.json | \"step\" : 1 | \"step\" : 0 | it is of step 0",
        "step_0/confusion.csv | 1 | 2 | scores are not those of confusion.csv",
      })
  void withoutAHashDamageShowsInWhatDoesNotFit(
      String file, String found, String replacement, String message) {
    Path run = stored("finished");
    StoredFiles.edit(run.resolve(file), Pattern.quote(found), replacement);
    Cli cli = Cli.run("report", run);
    assertThat(cli.exit()).isEqualTo(1);
    assertThat(cli.err()).startsWith("ciss: ").contains(message).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"epochs\" : 8 | \"epochs\" : 2 | it is after 23 iterations of 10",
        "\"epochs\" : 8 | \"epochs\" : 9 | learning rates",
        "\"tiny\" | \"resnet18\" | is not the network of config.json, a resnet18",
        "\"laterLearningRate\" : 1.0E-60 | \"laterLearningRate\" : 0.1 | learning rates",
      })
  void anEditedConfigurationIsRefused(String found, String replacement, String message) {
    Path run = stored("stopped");
    StoredFiles.edit(run.resolve("config.json"), found, replacement);
    Cli cli = Cli.run("train", "--resume", run, "--quiet");
    assertThat(cli.exit()).as(cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(message, "restore config.json").hasLineCount(1);
    assertThat(StoredFiles.ending(run, "checkpoint_23.safetensors")).hasSize(1);
    assertThat(StoredFiles.ending(run, "checkpoint_21.safetensors")).hasSize(1);
  }
}
