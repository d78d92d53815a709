// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.metric.Scores;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.HeatMapPng;
import org.ciss4j.report.plot.ChartPng;
import org.ciss4j.report.plot.Ground;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.StepResult;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a run has in its files, its report and its live page are there, and soon. */
final class UnusualRunsTest {
  /** Drawings that hung did so for ever; a machine that is busy may take long. */
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5e19",
        "-1e300",
        "1.7976931348623157E308",
        "Infinity",
        "-Infinity",
        "NaN",
        "4.9E-324",
        "0",
        "-0.0"
      })
  void losses(String loss) {
    RunDirectory run = RunFixture.whole(folder.resolve("run"), "dkd");
    String head = "iteration,rate,loss,mBCE,drift,seconds,waited\n";
    RunFixture.losses(run, 0, head + line(0, "0.5") + line(1, loss) + line(2, loss));
    RunFixture.losses(run, 1, head + line(0, loss));
    isReported(run);
  }

  private static String line(int iteration, String value) {
    return iteration + "," + value + ("," + value).repeat(3) + ",0.5,0.1\n";
  }

  @Test
  void numbersThatAreNoneEverywhere() {
    RunDirectory run = RunFixture.whole(folder.resolve("run"), "dkd");
    RunFixture.losses(
        run,
        0,
        """
        iteration,rate,loss,mBCE,seconds,waited
        0,NaN,NaN,NaN,NaN,NaN
        1,Infinity,-Infinity,Infinity,Infinity,Infinity
        2,1e308,1e308,1e308,1e308,0
        """);
    isReported(run);
  }

  @Test
  void noPixelAtAll() {
    RunDirectory run = RunFixture.empty(folder.resolve("run"), RunFixture.config("dkd", "2-1"));
    run.write(RunFixture.step(0, List.of("cat", "dog"), ConfusionMatrix.of(new long[3][3])));
    isReported(run);
  }

  @ParameterizedTest
  @ValueSource(ints = {52, 200, 20_000})
  void longNames(int letters) {
    String name = "n".repeat(letters);
    isReported(run(List.of("background", name + "a", name + "b", name + "c")));
  }

  @Test
  void namesWithMarkup() {
    List<String> names =
        List.of(
            "background",
            "<script>alert(1)</script>",
            "a|b `c` ]]> &amp; \"d\" 'e'",
            "\u00fc\ud83d\ude00%s{}");
    RunDirectory run = run(names);
    isReported(run);
    assertThat(RunFixture.read(run.root().resolve("report.html")))
        .doesNotContain("<script>alert")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void asManyClassesAsThereAre() {
    isReported(run(IntStream.rangeClosed(0, 254).mapToObj(i -> "class " + i).toList()));
  }

  @Test
  void namesAreCutWhereTheyWouldTakeTheRoomOfWhatTheyName() throws IOException {
    ConfusionMatrix matrix = ConfusionMatrix.of(new long[][] {{9, 0}, {0, 9}});
    BufferedImage image =
        ImageIO.read(
            new ByteArrayInputStream(
                HeatMapPng.draw(
                    new Block.Confusion("", List.of("w".repeat(200), "w".repeat(201)), matrix),
                    Ground.LIGHT)));
    long inked =
        IntStream.range(0, image.getWidth() * image.getHeight())
            .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) >>> 24 == 255)
            .count();
    assertThat(inked).isGreaterThan((long) image.getWidth() * image.getHeight() / 5);
  }

  @Test
  void numbersAreWrittenShort() {
    assertThat(
            Stream.of(0.0, 0.005, 12345.678, 1e6, 1e7, -1.5e15, 1e-12)
                .map(value -> ChartPng.tick(value, new java.math.MathContext(4))))
        .containsExactly("0", "0.005", "12350", "1000000", "1E+7", "-1.5E+15", "1E-12");
  }

  private RunDirectory run(List<String> names) {
    RunDirectory run =
        RunDirectory.create(
            folder.resolve("run"), RunFixture.config("dkd", names.size() - 2 + "-1"), names);
    run.write(step(0, names.subList(0, names.size() - 1), 1));
    run.write(step(1, names, names.size() - 1));
    return run;
  }

  private static StepResult step(int step, List<String> seen, int firstNew) {
    long[][] counts = new long[seen.size()][seen.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i][i] = 3;
      counts[i][0] += 1;
    }
    ConfusionMatrix confusion = ConfusionMatrix.of(counts);
    int base = step == 0 ? seen.size() - 1 : seen.size() - 2;
    return new StepResult(
        step,
        seen.subList(firstNew, seen.size()),
        10,
        5,
        confusion,
        Scores.of(confusion, base, EvaluationProtocol.dkd()));
  }

  private static void isReported(RunDirectory run) {
    Assertions.assertTimeoutPreemptively(
        LONG,
        () -> {
          Reports.write(run);
          LivePage live = LivePage.of(run.root(), Instant.EPOCH);
          live.drawings().values().forEach(drawing -> assertThat(drawing.get()).isNotEmpty());
        });
    assertThat(RunFixture.read(run.root().resolve("report.html"))).endsWith("</html>\n");
  }
}
