// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.report.RunFixture;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.plot.LinePlot;
import org.ciss4j.result.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NovelPlotsTest {
  @TempDir Path folder;

  /** Two base classes, then one at a time; a class has 2 pixels, of which 1 is found in all. */
  private Comparison runs(int novel, String... names) {
    List<String> classes = IntStream.rangeClosed(0, novel + 2).mapToObj(i -> "c" + i).toList();
    List<RunDirectory> runs =
        java.util.stream.Stream.of(names)
            .map(
                name ->
                    RunDirectory.create(
                        folder.resolve(name), RunFixture.config(name, "2-1"), classes))
            .toList();
    for (RunDirectory run : runs) {
      for (int step = 0; step <= novel; step++) {
        run.write(RunFixture.step(step, List.of("c" + (step + 2)), confusion(step + 3)));
      }
    }
    return Comparison.of(runs);
  }

  private static ConfusionMatrix confusion(int channels) {
    return ConfusionMatrix.of(
        IntStream.range(0, channels)
            .mapToObj(
                row ->
                    LongStream.range(0, channels)
                        .map(c -> (c == row ? 1 : 0) + (c == 0 ? 1 : 0))
                        .toArray())
            .toArray(long[][]::new));
  }

  @Test
  void aRunHasAllInOnePlot() {
    List<Block.Figure> figures = NovelPlots.of(runs(2, "dkd"));
    assertThat(figures).hasSize(1);
    assertThat(((LinePlot) figures.get(0).plot()).lines())
        .extracting(LinePlot.Line::name)
        .containsExactly("base", "c3", "c4");
    List<LinePlot.Point> points = ((LinePlot) figures.get(0).plot()).lines().get(2).points();
    assertThat(points.subList(0, 2))
        .containsExactly(new LinePlot.Point(0, Double.NaN), new LinePlot.Point(1, Double.NaN));
    assertThat(points.get(2).y()).isCloseTo(50, within(0.001));
  }

  @Test
  void severalRunsHaveAPlotForEachClass() {
    List<Block.Figure> figures = NovelPlots.of(runs(2, "dkd", "fine-tuning"));
    assertThat(figures)
        .extracting(Block.Figure::caption)
        .containsExactly("IoU of c3 over steps", "IoU of c4 over steps");
    assertThat(((LinePlot) figures.get(1).plot()).lines())
        .extracting(LinePlot.Line::name)
        .containsExactly("dkd", "fine-tuning");
  }

  @Test
  void manyClassesAreTakenTogetherByStep() {
    List<Block.Figure> figures = NovelPlots.of(runs(13, "dkd"));
    assertThat(figures).hasSize(13);
    assertThat(figures.get(12).caption()).isEqualTo("IoU of the classes of step 13 over steps");
  }

  @Test
  void oneNovelClassHasItsPlotAlready() {
    assertThat(NovelPlots.of(runs(1, "dkd"))).isEmpty();
  }
}
