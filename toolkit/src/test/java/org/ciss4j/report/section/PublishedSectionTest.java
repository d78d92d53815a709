// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.metric.Scores;
import org.ciss4j.report.Reports;
import org.ciss4j.report.RunFixture;
import org.ciss4j.report.page.Block;
import org.ciss4j.result.Environment;
import org.ciss4j.result.Provenance;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.Session;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublishedSectionTest {
  @TempDir Path folder;

  @Test
  void theFileHasThePapersNumbers() {
    PublishedScore dkd = published("voc", "15-1", "overlapped", "DKD");
    assertThat(dkd.base().percent()).isEqualTo("78.09 ± 0.32");
    assertThat(dkd.novel().percent()).isEqualTo("42.72 ± 1.58");
    assertThat(dkd.all().percent()).isEqualTo("69.67 ± 0.49");
    assertThat(dkd.hIoU().percent()).isEqualTo("55.21 ± 1.33");
    assertThat(published("ade", "100-50", "overlapped", "DKD").all().percent())
        .isEqualTo("35.95 ± 0.38");
    assertThat(published("voc", "10-1", "overlapped", "DKD").base().percent()).isEqualTo("-");
    assertThat(published("voc", "10-1", "overlapped", "SSUL").all().percent()).isEqualTo("59.25");
    assertThat(published("voc", "10-1", "overlapped", "RCIL").all().percent()).isEqualTo("34.30");
    assertThat(published("voc", "10-1", "disjoint", "LSKD").novel().percent()).isEqualTo("15.30");
    assertThat(published("ade", "100-5", "overlapped", "SSUL").extra()).isEmpty();
    assertThat(PublishedScore.of("voc", "15-1", "sequential")).isEmpty();
  }

  /** All rows, so that a slip of a digit or a column shows; a mean of five is not quite that. */
  @Test
  void harmonicMeansAreThoseOfTheirRows() {
    List<PublishedScore> all =
        Stream.of("19-1", "15-5", "15-1", "100-50", "100-10", "50-50")
            .flatMap(name -> Stream.of("overlapped", "disjoint").flatMap(s -> of(name, s)))
            .toList();
    assertThat(all).hasSize(79);
    for (PublishedScore score : all) {
      double base = score.base().mean();
      double novel = score.novel().mean();
      assertThat(score.hIoU().mean())
          .as("%s", score)
          .isEqualTo(2 * base * novel / (base + novel), within(0.0006));
      if (!Double.isNaN(score.all().mean())) {
        assertThat(score.all().mean())
            .isBetween(Math.min(base, novel) - 0.006, Math.max(base, novel) + 0.006);
      }
    }
  }

  private static Stream<PublishedScore> of(String scenario, String setting) {
    return Stream.of("voc", "ade")
        .flatMap(dataset -> PublishedScore.of(dataset, scenario, setting).stream());
  }

  private static PublishedScore published(
      String dataset, String scenario, String setting, String method) {
    return PublishedScore.of(dataset, scenario, setting).stream()
        .filter(score -> score.method().equals(method))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRunStandsBesideThem() {
    RunDirectory run = run(RunFixture.config("dkd", "15-5"), 9568, 1449);
    Reports.write(run);
    String markdown = RunFixture.read(run.root().resolve("report.md"));
    assertThat(markdown)
        .contains("## Beside published scores")
        .containsPattern("\\| \\*\\*dkd\\*\\* +\\| +\\*\\*100.00\\*\\* \\|")
        .containsPattern("\\| DKD +\\| +78.83 ± 0.23 \\| +58.23 ± 0.45 \\|")
        .contains("This run differs, so its scores do not compare: random instead of ImageNet");
    assertThat(RunFixture.read(run.root().resolve("report.csv")))
        .contains("published: PLOP,voc,15-5,overlapped,PLOP,resnet101,,,,1,,,,75.73,51.71,70.09,");
  }

  @Test
  void saysWhatWasReadBesides() {
    RunDirectory run = run(RunFixture.config("recall", "15-5"), 9568, 1449);
    Environment environment = new Environment("1", "", "17", "Linux", "", "", "", "", 1);
    run.write(
        new Provenance(
            "0",
            Map.of("replay", "1"),
            null,
            List.of(new Session("2026-11-30T00:00:00Z", List.of(), environment, 0)),
            null,
            Map.of()));
    Reports.write(run);
    assertThat(RunFixture.read(run.root().resolve("report.md")))
        .containsPattern("\\*\\*recall\\*\\*.*\\| \\*\\*replayed images\\*\\* +\\|");
  }

  @Test
  void saysWhatDiffers() {
    RunConfig config = RunFixture.config("dkd", "15-5");
    config =
        config
            .withModel(config.model().withBackbone("resnet18").withWeights("r18.pth", false))
            .withTraining(Training.voc().withCrop(128).withEpochs(3));
    RunDirectory run = run(config, 842, 24);
    List<String> found =
        PublishedConditions.differences(Run.read(run), Comparison.of(List.of(run)));
    assertThat(found)
        .containsExactly(
            "backbone resnet18",
            "842 instead of 9,568 training images in step 0",
            "24 instead of 1,449 test images",
            "crop 128 instead of 512",
            "epochs 3 instead of 60");
  }

  @Test
  void aRunAsInThePaperDiffersInNothing() {
    RunConfig config = RunFixture.config("dkd", "15-5");
    config = config.withModel(config.model().withWeights("r101.pth", false));
    RunDirectory run = run(config, 9568, 1449);
    Comparison comparison = Comparison.of(List.of(run));
    assertThat(PublishedConditions.differences(Run.read(run), comparison)).isEmpty();
    assertThat(PublishedSection.of(comparison).orElseThrow().blocks())
        .contains(new Block.Text("This run differs in nothing that is recorded."));
  }

  @Test
  void nothingWasPublishedOfOtherScenarios() {
    RunDirectory run = RunFixture.whole(folder.resolve("small"), "dkd");
    assertThat(PublishedSection.of(Comparison.of(List.of(run)))).isEmpty();
    RunConfig config = RunFixture.config("dkd", "15-5");
    RunConfig sequential = config.withScenario(config.scenario().withSetting(Setting.SEQUENTIAL));
    assertThat(PublishedSection.of(Comparison.of(List.of(run(sequential, 1, 1))))).isEmpty();
  }

  /** Twenty classes, all found. */
  private RunDirectory run(RunConfig config, int trainImages, int testImages) {
    List<String> names = IntStream.rangeClosed(0, 20).mapToObj(i -> "class " + i).toList();
    RunDirectory run = RunDirectory.create(folder.resolve("run"), config, names);
    run.write(step(0, names.subList(1, 16), trainImages, testImages));
    run.write(step(1, names.subList(16, 21), trainImages, testImages));
    return run;
  }

  private static StepResult step(int step, List<String> newClasses, int train, int test) {
    int channels = step == 0 ? 16 : 21;
    long[][] counts =
        IntStream.range(0, channels)
            .mapToObj(row -> LongStream.range(0, channels).map(c -> c == row ? 1 : 0).toArray())
            .toArray(long[][]::new);
    ConfusionMatrix confusion = ConfusionMatrix.of(counts);
    Scores scores = Scores.of(confusion, 15, EvaluationProtocol.dkd());
    return new StepResult(step, newClasses, train, test, confusion, scores);
  }
}
