// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ciss4j.common.CissException;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.metric.EvaluationProtocol.AbsentClass;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportsTest {
  @TempDir Path folder;

  @Test
  void writesThreeFilesAndNothingElse() throws Exception {
    RunDirectory run = RunFixture.whole(folder.resolve("run"), "dkd");
    assertThat(Reports.write(run)).isEqualTo(run.root().resolve("report.html"));
    try (var files = Files.list(run.root())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "classes.txt",
              "config.json",
              "step_0",
              "step_1",
              "report.csv",
              "report.md",
              "report.html");
    }
  }

  @Test
  void markdownHasTheScoresInPercent() {
    String markdown = written("md");
    assertThat(markdown)
        .startsWith("# dkd on voc 2-1, overlapped\n")
        .contains("- Scenario: 2-1 (2 base classes, then 1 in 1 step)")
        .contains("- Scored on: the central 512 × 512 pixels of test images")
        .contains("- Background: is one of the base classes")
        .contains("|     0 |     45.00 |          - |     45.00 |         - | cat, dog")
        .contains("| **1** | **30.56** |  **50.00** | **35.42** | **37.93** | **cow**");
  }

  @Test
  void markdownTablesAreAligned() {
    for (String table : written("md").split("\n\n", -1)) {
      if (table.startsWith("|")) {
        assertThat(table.lines().map(String::length).distinct()).hasSize(1);
      }
    }
  }

  @Test
  void classesAreInTheOrderOfTheScenario() {
    assertThat(written("md"))
        .containsSubsequence(
            "| background | base  |    - | 66.67 |",
            "| cat        | base  |    0 | 25.00 |",
            "| dog        | base  |    0 |   n/a |",
            "| cow        | novel |    1 | 50.00 |");
  }

  @Test
  void forgettingIsTheChangeSinceAClassWasLearnt() {
    assertThat(written("md"))
        .containsSubsequence(
            "| Class      | Step 0 | Step 1 | Change |",
            "| background |  75.00 |  66.67 |  -8.33 |",
            "| cat        |  60.00 |  25.00 | -35.00 |",
            "| dog        |    n/a |    n/a |      - |",
            "| cow        |      - |  50.00 |      - |");
  }

  @Test
  void saysHowTheRunWasScored() {
    EvaluationProtocol protocol = new EvaluationProtocol(AbsentClass.SKIP, false, 0);
    RunConfig config =
        RunFixture.config("dkd", "2-1").withEvaluation(new EvaluationConfig(protocol));
    RunDirectory run = RunFixture.empty(folder.resolve("run"), config);
    run.write(RunFixture.step(0, List.of("cat", "dog"), RunFixture.FIRST, protocol));
    Reports.write(run);
    assertThat(RunFixture.read(run.root().resolve("report.md")))
        .contains("- Background: is in no mIoU")
        .contains("| background | -     |")
        .contains("n/a: no pixel of it in the test images, left out of the means");
  }

  @Test
  void saysThatWholeImagesWereScored() {
    EvaluationConfig full = EvaluationConfig.standard().withRegion(EvaluationConfig.Region.FULL);
    RunConfig config = RunFixture.config("dkd", "2-1").withEvaluation(full);
    RunDirectory run = RunFixture.empty(folder.resolve("run"), config);
    run.write(RunFixture.step(0, List.of("cat", "dog"), RunFixture.FIRST));
    Reports.write(run);
    assertThat(RunFixture.read(run.root().resolve("report.md")))
        .contains("- Scored on: whole test images at their own size", " --evaluate full ")
        .containsPattern("\\| scored region +\\| full +\\|");
    assertThat(RunFixture.read(run.root().resolve("report.csv"))).contains(",512,full,7,0,");
  }

  @Test
  void csvHasALineForEveryStep() {
    List<String> lines = written("csv").lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .startsWith("run,dataset,scenario,setting,method,backbone,crop,scored on,seed,step,")
        .contains("mIoU base,mIoU novel,mIoU all,hIoU,")
        .endsWith("IoU background,IoU cat,IoU dog,IoU cow");
    assertThat(lines.get(1))
        .startsWith(
            "dkd,voc,2-1,overlapped,dkd,resnet101,512,crop,7,0,\"cat, dog\",10,5,45.00,,45.00,,")
        .endsWith(",75.00,60.00,,");
    assertThat(lines.get(2)).contains(",cow,10,5,30.56,50.00,35.42,37.93,");
    assertThat(lines.stream().map(line -> line.replaceAll("\"[^\"]*\"", "").split(",", -1).length))
        .containsOnly(29);
  }

  @Test
  void csvQuotes() {
    RunConfig config = RunFixture.config("a \"quoted\", name", "2-1");
    RunDirectory run = RunFixture.empty(folder.resolve("run"), config);
    run.write(RunFixture.step(0, List.of("cat", "dog"), RunFixture.FIRST));
    Reports.write(run);
    assertThat(RunFixture.read(run.root().resolve("report.csv")))
        .contains("\r\n\"a \"\"quoted\"\", name\",voc,");
  }

  @Test
  void htmlHasTheSameNumbers() {
    assertThat(written("html"))
        .contains("<h1>dkd on voc 2-1, overlapped</h1>")
        .contains("<td class=\"n b\">37.93</td>")
        .contains("<td class=\"n s\" style=\"--v:0.250\">25.00</td>")
        .contains("<td class=\"n\">n/a</td>")
        .contains("title=\"cat taken for background: 50.00 %\">50</td>")
        .contains("alt=\"Line plot of mIoU over steps; after the last step: base 30.56,");
  }

  @Test
  void htmlNeedsNoOtherFile() {
    String html = written("html");
    assertThat(html).doesNotContain("http:", "https:", "url(", "@import", "<script src", "<link");
    var references = Pattern.compile("(?:src|srcset|href)=\"([^\"]{1,5})").matcher(html).results();
    assertThat(references.map(match -> match.group(1)))
        .isNotEmpty()
        .allMatch(start -> start.equals("data:") || start.startsWith("#"));
  }

  /** A browser runs what the policy knows by its hash, and nothing else. */
  @Test
  void itsOwnScriptAloneIsRun() throws Exception {
    String html = written("html");
    Matcher script =
        Pattern.compile("<script type=\"module\">(.*?)</script>", Pattern.DOTALL).matcher(html);
    assertThat(script.find()).isTrue();
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(script.group(1).getBytes(StandardCharsets.UTF_8));
    assertThat(html)
        .contains(
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-"
                + Base64.getEncoder().encodeToString(hash)
                + "'\">")
        .doesNotContain(" onclick=", "javascript:");
    assertThat(script.find()).as("another script").isFalse();
    assertThat(script.reset().results().findFirst().orElseThrow().group(1))
        .doesNotContain("fetch(", "innerHTML", "eval(", "\r");
  }

  @Test
  void textOfFilesIsNoMarkup() {
    RunConfig config = RunFixture.config("<script>x</script> & \"y\" |z|", "2-1");
    RunDirectory run =
        RunDirectory.create(
            folder.resolve("run"), config, List.of("background", "<b>", "a|b", "*c*"));
    run.write(RunFixture.step(0, List.of("<b>", "a|b"), RunFixture.FIRST));
    Reports.write(run);
    assertThat(RunFixture.read(run.root().resolve("report.html")))
        .doesNotContain("<script>", "<b>")
        .contains("&lt;script&gt;x&lt;/script&gt; &amp; &quot;y&quot;", "&lt;b&gt;");
    assertThat(RunFixture.read(run.root().resolve("report.md")))
        .contains("\\<b\\>", "a\\|b", "\\*c\\*");
  }

  @Test
  void aRunThatIsNotFinishedSaysSo() {
    RunDirectory run = RunFixture.empty(folder.resolve("run"), RunFixture.config("dkd", "2-1"));
    run.write(RunFixture.step(0, List.of("cat", "dog"), RunFixture.FIRST));
    Reports.write(run);
    assertThat(RunFixture.read(run.root().resolve("report.md")))
        .contains("- Not finished: dkd: 1 of 2 steps are done")
        .contains("| cow        | novel |    1 |     - |")
        .contains("nothing could be forgotten");
  }

  @Test
  void aRunWithoutAStepHasNoReport() {
    RunDirectory run = RunFixture.empty(folder.resolve("run"), RunFixture.config("dkd", "2-1"));
    assertThatThrownBy(() -> Reports.write(run))
        .isInstanceOf(CissException.class)
        .hasMessage(
            "run %s has no step that is done yet; report on it when its first step is", run.root());
  }

  @Test
  void theCommandRepeatsTheRun() {
    assertThat(written("md"))
        .contains(
            "ciss train --dataset voc --data '/data/with space' --scenario 2-1 --setting overlapped"
                + " --void background --protocol dkd --evaluate crop --method dkd"
                + " --set ac=1.0 --set closedForm=NONE --set kd=5.0 --backbone resnet101"
                + " --output-stride 16 --epochs 60 --batch 32 --crop 512 --lr 0.001 --later-lr"
                + " 1.0E-4 --augmentation dkd --seed 7\n");
  }

  @Test
  void comparesRuns() {
    RunDirectory dkd = RunFixture.whole(folder.resolve("a"), "dkd");
    RunDirectory tuned = RunFixture.whole(folder.resolve("b"), "fine-tuning");
    Path html = folder.resolve("new").resolve("comparison.html");
    assertThat(Reports.compare(List.of(dkd, tuned), html)).isEqualTo(html);
    assertThat(RunFixture.read(html))
        .contains("<h1>dkd against fine-tuning on voc 2-1, overlapped");
    assertThat(RunFixture.read(html.resolveSibling("comparison.md")))
        .contains("| fine-tuning |    1 | **30.56** |  **50.00** | **35.42** | **37.93** |")
        .containsPattern("\\| method +\\| \\*\\*dkd\\*\\* +\\| \\*\\*fine-tuning\\*\\* +\\|");
    assertThat(RunFixture.read(html.resolveSibling("comparison.csv")).lines()).hasSize(5);
  }

  @Test
  void comparesRunsThatAreNotFinished() {
    RunDirectory whole = RunFixture.whole(folder.resolve("a"), "dkd");
    RunDirectory begun =
        RunFixture.empty(folder.resolve("b"), RunFixture.config("fine-tuning", "2-1"));
    begun.write(RunFixture.step(0, List.of("cat", "dog"), RunFixture.FIRST));
    Path html = Reports.compare(List.of(begun, whole), folder.resolve("c.html"));
    assertThat(RunFixture.read(html))
        .contains("fine-tuning: 1 of 2 steps are done")
        .contains("Line plot of mIoU novel over steps; after the last step: fine-tuning -, dkd 50");
  }

  @Test
  void jointTrainingIsALevelNotARival() {
    RunDirectory dkd = RunFixture.whole(folder.resolve("a"), "dkd");
    RunDirectory joint = RunFixture.empty(folder.resolve("b"), RunFixture.config("joint", "2-1"));
    joint.write(RunFixture.step(0, List.of("cat", "dog", "cow"), RunFixture.SECOND));
    Path html = Reports.compare(List.of(dkd, joint), folder.resolve("c.html"));
    assertThat(RunFixture.read(html.resolveSibling("c.md")))
        .doesNotContain("Not finished")
        .contains("| dkd   |    1 | **30.56** |", "| joint |    0 |     30.56 |");
  }

  @Test
  void runsOfOneMethodAreToldApart() {
    RunDirectory one = RunFixture.whole(folder.resolve("one"), "dkd");
    RunDirectory two = RunFixture.whole(folder.resolve("two"), "dkd");
    Path html = Reports.compare(List.of(one, two), folder.resolve("c.html"));
    assertThat(RunFixture.read(html)).contains("<h1>one against two on");
  }

  @Test
  void runsOfAnotherScenarioDoNotCompare() {
    RunDirectory one = RunFixture.whole(folder.resolve("one"), "dkd");
    RunDirectory two = RunFixture.empty(folder.resolve("two"), RunFixture.config("dkd", "1-1"));
    two.write(RunFixture.step(0, List.of("cat"), RunFixture.FIRST));
    refused(one, two, "has scenario 2-1, but", "has 1-1; compare runs of one scenario");
  }

  @Test
  void runsOfAnotherClassOrderDoNotCompare() {
    RunDirectory one = RunFixture.whole(folder.resolve("one"), "dkd");
    RunDirectory two =
        RunDirectory.create(
            folder.resolve("two"),
            RunFixture.config("dkd", "2-1"),
            List.of("background", "dog", "cat", "cow"));
    two.write(RunFixture.step(0, List.of("dog", "cat"), RunFixture.FIRST));
    refused(one, two, "different orders");
  }

  @Test
  void runsOfAnotherSettingDoNotCompare() {
    RunDirectory one = RunFixture.whole(folder.resolve("one"), "dkd");
    RunConfig like = one.config();
    RunConfig disjoint = like.withScenario(like.scenario().withSetting(Setting.DISJOINT));
    RunDirectory two = RunFixture.empty(folder.resolve("two"), disjoint);
    two.write(RunFixture.step(0, List.of("cat", "dog"), RunFixture.FIRST));
    refused(one, two, "has setting overlapped, but", "has disjoint; compare runs of one setting");
  }

  @Test
  void runsOfAnotherProtocolDoNotCompare() {
    RunDirectory one = RunFixture.whole(folder.resolve("one"), "dkd");
    EvaluationConfig ade = new EvaluationConfig(EvaluationProtocol.dkdAde());
    RunDirectory two = RunFixture.empty(folder.resolve("two"), one.config().withEvaluation(ade));
    two.write(RunFixture.step(0, List.of("cat", "dog"), RunFixture.FIRST));
    refused(one, two, "has evaluation protocol", "futureLabel=255", "of one evaluation protocol");
  }

  @Test
  void noRunsNoReport() {
    assertThatThrownBy(() -> Reports.compare(List.of(), folder.resolve("c.html")))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("at least one run");
  }

  private void refused(RunDirectory one, RunDirectory two, String... message) {
    Path html = folder.resolve("c.html");
    assertThatThrownBy(() -> Reports.compare(List.of(one, two), html))
        .isInstanceOfSatisfying(
            CissException.class, e -> assertThat(e.kind()).isEqualTo(CissException.Kind.USAGE))
        .hasMessageContainingAll(message);
    assertThat(html).doesNotExist();
  }

  private String written(String extension) {
    RunDirectory run = RunFixture.whole(folder.resolve("run"), "dkd");
    Reports.write(run);
    return RunFixture.read(run.root().resolve("report." + extension));
  }
}
