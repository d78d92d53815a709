// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.ciss4j.report.Reports;
import org.ciss4j.report.RunFixture;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.plot.LinePlot;
import org.ciss4j.result.RunDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LossSectionTest {
  private static final String FIRST =
      """
      iteration,rate,loss,mBCE,seconds
      0,0.1,4.0,2.0,0.5
      1,0.1,3.0,1.5,0.5
      """;
  private static final String SECOND =
      """
      iteration,rate,loss,mBCE,KD,seconds
      0,0.1,6.0,2.0,0.7,0.5
      1,0.1,5.0,1.0,0.6,0.5
      2,0.1,4.0,1
      """;

  @TempDir Path folder;
  private RunDirectory run;

  @BeforeEach
  void run() {
    run = RunFixture.whole(folder.resolve("run"), "dkd");
  }

  @Test
  void termsGoOnFromStepToStep() {
    RunFixture.losses(run, 0, FIRST);
    RunFixture.losses(run, 1, SECOND);
    List<Block.Figure> figures = figures();
    assertThat(figures)
        .extracting(Block.Figure::caption)
        .containsExactly("objective", "mBCE", "KD");
    assertThat(ys(figures.get(0))).containsExactly(4.0, 3.0, Double.NaN, 6.0, 5.0, Double.NaN);
    assertThat(ys(figures.get(2))).containsExactly(0.7, 0.6, Double.NaN);
    assertThat(points(figures.get(2)).get(0).x()).isEqualTo(2);
    assertThat(figures)
        .allMatch(figure -> ((LinePlot) figure.plot()).boundaries().equals(List.of(2.0)));
    assertThat(figures.get(0).description())
        .isEqualTo("Line plot of objective over iterations: dkd from 4.000 to 5.000");
  }

  @Test
  void longRunsAreSmoothed() {
    String lines =
        IntStream.range(0, 3000)
            .mapToObj(i -> String.format(Locale.ROOT, "%d,0.1,%d,0,0.5", i, i))
            .collect(Collectors.joining("\n"));
    RunFixture.losses(run, 0, "iteration,rate,loss,mBCE,seconds\n" + lines);
    assertThat(points(figures().get(0))).hasSize(301).startsWith(new LinePlot.Point(4.5, 4.5));
  }

  @Test
  void aRunLooksTheSameInAllPlots() {
    RunDirectory tuned = RunFixture.whole(folder.resolve("tuned"), "fine-tuning");
    RunFixture.losses(run, 0, FIRST);
    RunFixture.losses(run, 1, SECOND);
    RunFixture.losses(tuned, 0, FIRST);
    Document.Section section = LossSection.of(Comparison.of(List.of(tuned, run)));
    LinePlot kd = (LinePlot) ((Block.Figures) section.blocks().get(0)).figures().get(2).plot();
    assertThat(kd.legend()).isTrue();
    assertThat(kd.lines()).extracting(LinePlot.Line::name).containsExactly("dkd");
    assertThat(kd.lines()).extracting(LinePlot.Line::look).containsExactly(1);
  }

  @Test
  void noLossesAreNoError() {
    assertThat(LossSection.of(Comparison.of(List.of(run))).blocks())
        .containsExactly(new Block.Text("No losses were recorded."));
  }

  @Test
  void aDamagedFileIsNamed() {
    RunFixture.losses(run, 0, "iteration,rate,loss,seconds\n0,0.1,oops,0.5\n");
    assertThatThrownBy(() -> Reports.write(run))
        .isInstanceOf(CissException.class)
        .hasMessageContainingAll("losses.csv is damaged", "\"oops\"");
  }

  private List<Block.Figure> figures() {
    Document.Section section = LossSection.of(Comparison.of(List.of(run)));
    return ((Block.Figures) section.blocks().get(0)).figures();
  }

  private static List<LinePlot.Point> points(Block.Figure figure) {
    return ((LinePlot) figure.plot()).lines().get(0).points();
  }

  private static List<Double> ys(Block.Figure figure) {
    return points(figure).stream().map(LinePlot.Point::y).toList();
  }
}
