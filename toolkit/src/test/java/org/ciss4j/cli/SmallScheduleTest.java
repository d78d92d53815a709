// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ciss4j.Ciss;
import org.ciss4j.data.VocFiles;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallScheduleTest {
  @TempDir Path folder;

  @Test
  void theSmallScheduleIsSaidKeptAndRepeated() {
    Path out = folder.resolve("run");
    Cli cli = small("train", "--out", out);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.err())
        .contains(
            "schedule small: 1 epochs, batch 64, crop 32, rates 0.0002 and 0.00005 (ten times that"
                + " in ASPP and classifiers), guard 2.5");
    RunConfig config = RunDirectory.open(out).config();
    assertThat(config.training().guard()).isEqualTo(Training.small().guard());
    assertThat(config.training().warmUp()).isEqualTo(0.1);
    assertThat(out.resolve("report.md"))
        .content()
        .contains(
            "--schedule small --epochs 1 --batch 64 --crop 32", "begins a step again above 2.5")
        .doesNotContain("--guard");
  }

  @Test
  void dataWithFewImagesIsTrainedByItWhereNoScheduleIsNamed() {
    Path voc = VocFiles.sound(folder).root;
    Ciss few = Ciss.dataset("voc").data(voc);
    assertThat(few.fittingSchedule().config().training()).isEqualTo(Training.small());
    Path out = folder.resolve("run");
    Cli cli = train(voc, out, "--batch", 2);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.err())
        .contains(
            "schedule small, as the data has few images (others with --schedule): 1 epochs,"
                + " batch 2, crop 32, rates 0.0002 and 0.00005 (ten times that in ASPP and"
                + " classifiers), guard 2.5");
    assertThat(RunDirectory.open(out).config().training())
        .isEqualTo(Training.small().withEpochs(1).withCrop(32).withBatchSize(2));
  }

  /** With one rate for all layers, such methods learn nothing at it. */
  @ParameterizedTest
  @CsvSource({
    "--schedule small, 10",
    "--schedule small --set headFactor=2, 2",
    "--schedule mib, 1",
    "'', 1"
  })
  void itHasFastHeadsInMethodsWithOneRate(String options, double factor) {
    assertThat(configuration("--method mib " + options)).contains("headFactor: " + factor);
  }

  private static String configuration(String options) {
    String line = "train --dataset sample --print-config " + options;
    Cli cli = Cli.run((Object[]) line.strip().split(" "));
    assertThat(cli.exit()).as(cli.err()).isZero();
    return cli.out();
  }

  @ParameterizedTest
  @CsvSource({
    "--schedule small, several",
    "--schedule small --set closedForm=none, none",
    "--schedule small --set closedForm=both, both",
    "--schedule dkd, none",
    "'', none"
  })
  void itHasSeveralClassesBeginByRegression(String options, String closedForm) {
    assertThat(configuration("--scenario 2-2 " + options))
        .containsIgnoringCase("closedForm: " + closedForm);
  }

  @Test
  void severalClassesThatBeginByRegressionAreSaid() {
    Path out = folder.resolve("run");
    Cli cli = small("train", "--scenario", "2-2", "--out", out);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.err()).contains("2 new classes begin by regression");
    assertThat(RunDirectory.open(out).config().method().hyperParameters())
        .containsEntry("closedForm", "SEVERAL");
  }

  @Test
  void aComparisonHasThemInEachMethod() {
    Path out = folder.resolve("comparison");
    Cli cli = small("compare", "--methods", "fine-tuning-softmax,mib:headFactor=3", "--out", out);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(headFactor(out.resolve("fine-tuning-softmax"))).isEqualTo("10.0");
    assertThat(headFactor(out.resolve("mib_headFactor=3"))).isEqualTo("3.0");
  }

  private static String headFactor(Path run) {
    return RunDirectory.open(run).config().method().hyperParameters().get("headFactor");
  }

  @Test
  void aScheduleThatIsNamedIsTaken() {
    Path out = folder.resolve("run");
    Cli cli = train(VocFiles.sound(folder).root, out, "--batch", 2, "--schedule", "dkd");
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.err()).doesNotContain("schedule small");
    assertThat(RunDirectory.open(out).config().training())
        .isEqualTo(Training.voc().withEpochs(1).withCrop(32).withBatchSize(2));
  }

  private static Cli small(Object... words) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--schedule", "small", "--epochs", 1, "--crop", 32, "--batch", 64));
    return Cli.run(all.toArray());
  }

  private static Cli train(Path voc, Path out, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("train", "--dataset", "voc", "--data", voc, "--scenario", "joint"));
    words.addAll(List.of("--backbone", "tiny", "--epochs", 1, "--crop", 32, "--out", out));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  @Test
  void whatPapersTrainOnIsNotFew() {
    assertThat(Training.areFew(10_582, 20)).as("VOC and SBD").isFalse();
    assertThat(Training.areFew(20_210, 150)).as("ADE20K").isFalse();
    assertThat(Training.areFew(2975, 19)).as("Cityscapes").isFalse();
    assertThat(Training.areFew(1464, 20)).as("VOC without SBD").isTrue();
    assertThat(Training.areFew(9999, 100)).isTrue();
    assertThat(Ciss.dataset("sample").fittingSchedule().config().training())
        .isEqualTo(Training.sample());
  }

  /** What papers did has nothing that runs could do otherwise. */
  @Test
  void noPublishedScheduleHasAGuard() {
    assertThat(Training.names())
        .filteredOn(name -> Training.named(name).guard() != 0)
        .containsExactly("small");
    assertThat(Training.names())
        .allSatisfy(name -> assertThat(Training.named(name).laterEpochs()).isZero());
  }
}
