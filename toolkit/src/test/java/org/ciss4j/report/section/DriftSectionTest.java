// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.ciss4j.report.Reports;
import org.ciss4j.report.RunFixture;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.plot.LinePlot;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.MethodConfig;
import org.ciss4j.result.config.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tells runs of DKD with and without its parts from each other. */
final class DriftSectionTest {
  private static final String LATER =
      """
      iteration,rate,loss,mbce,drift_pos,drift_neg,drift,seconds,waited
      0,0.1,6.0,2.0,0,0,0,0.5,0
      1,0.1,5.0,1.0,0.25,0.5,0.75,0.5,0
      """;

  @TempDir Path folder;

  private RunDirectory run(String name, String distilled, String ac) {
    MethodConfig method =
        new MethodConfig(
            "dkd",
            java.util.Map.of(
                "kd", "5.0", "dkdPositive", distilled, "dkdNegative", distilled, "ac", ac));
    RunConfig config = RunFixture.config("dkd", "2-1").withMethod(method);
    RunDirectory run = RunFixture.empty(folder.resolve(name), config);
    run.write(RunFixture.step(0, List.of("cat", "dog"), RunFixture.FIRST));
    run.write(RunFixture.step(1, List.of("cow"), RunFixture.SECOND));
    return run;
  }

  @Test
  void driftHasAPlotForEachScore() {
    RunDirectory with = run("with", "5.0", "1.0");
    RunDirectory without = run("without", "0.0", "1.0");
    RunFixture.losses(with, 1, LATER);
    RunFixture.losses(without, 1, LATER);
    Document.Section section = DriftSection.of(Comparison.of(List.of(with, without))).orElseThrow();
    List<Block.Figure> figures = ((Block.Figures) section.blocks().get(0)).figures();
    assertThat(figures)
        .extracting(Block.Figure::caption)
        .containsExactly("‖z⁺ₜ − z⁺ₜ₋₁‖", "‖z⁻ₜ − z⁻ₜ₋₁‖", "‖zₜ − zₜ₋₁‖");
    assertThat(((LinePlot) figures.get(2).plot()).lines())
        .extracting(LinePlot.Line::name)
        .containsExactly("dkd", "dkd without DKD");
    assertThat(((LinePlot) figures.get(2).plot()).lines().get(1).points().get(1))
        .isEqualTo(new LinePlot.Point(1, 0.75));
  }

  @Test
  void driftIsNoLoss() {
    RunDirectory run = run("run", "5.0", "1.0");
    RunFixture.losses(run, 1, LATER);
    Document.Section section = LossSection.of(Comparison.of(List.of(run)));
    assertThat(((Block.Figures) section.blocks().get(0)).figures())
        .extracting(Block.Figure::caption)
        .containsExactly("objective", "mbce");
  }

  @Test
  void nothingRecordedNoSection() {
    assertThat(DriftSection.of(Comparison.of(List.of(run("run", "5.0", "1.0"))))).isEmpty();
  }

  @Test
  void theAblationIsTable3() {
    List<RunDirectory> runs =
        List.of(
            run("a", "0.0", "0.0"),
            run("b", "5.0", "0.0"),
            run("c", "0.0", "1.0"),
            run("d", "5.0", "1.0"));
    Path html = Reports.compare(runs, folder.resolve("r.html"));
    assertThat(html).content().contains("<h2 id=\"ablation\">Ablation</h2>");
    assertThat(RunFixture.read(folder.resolve("r.md")))
        .containsSubsequence(
            "| mBCE + KD        | ✓         |     |      |     30.56 |",
            "| dkd without init | ✓         | ✓   |      |     30.56 |",
            "| dkd without DKD  | ✓         |     | ✓    |     30.56 |",
            "| dkd              | ✓         | ✓   | ✓    |     30.56 |");
  }

  @Test
  void oneVariantIsNoAblation() {
    Comparison comparison = Comparison.of(List.of(run("a", "5.0", "1.0"), run("b", "5.0", "1.0")));
    assertThat(AblationSection.of(comparison)).isEmpty();
  }
}
