// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.Ciss;
import org.ciss4j.report.Chromium;
import org.ciss4j.tuning.StepScore;
import org.ciss4j.tuning.Study;
import org.ciss4j.tuning.StudyPlan;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyReportTest {
  @TempDir Path folder;

  private static StudyResult result() {
    StudyPlan plan =
        Study.of(Ciss.dataset("sample"))
            .space("kd=1..20 log", "dkd=1..20", "posWeight=1,2,4", "signRule=PRODUCT,WEIGHT")
            .plan();
    List<Trial> trials = new ArrayList<>();
    for (int n = 1; n <= 12; n++) {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("kd", Double.toString(1 + 1.5 * n));
      values.put("dkd", Double.toString(20 - n));
      values.put("posWeight", List.of("1", "2", "4").get(n % 3));
      values.put("signRule", n % 2 == 0 ? "PRODUCT" : "WEIGHT");
      trials.add(trial(n, values));
    }
    return new StudyResult(plan, trials);
  }

  private static Trial trial(int n, Map<String, String> values) {
    double score = 0.4 - 0.001 * (n - 7) * (n - 7);
    StepScore first = new StepScore(0.6, Double.NaN, 0.6, Double.NaN);
    StepScore last = new StepScore(0.5, 0.3, 0.45, score);
    return switch (n) {
      case 3 ->
          new Trial(n, values, 1, Trial.Outcome.FAILED, Double.NaN, List.of(), "the loss <is> NaN");
      case 5 ->
          new Trial(
              n,
              values,
              1,
              Trial.Outcome.HOPELESS,
              0.1,
              List.of(first, last),
              "hIoU 10.00 after step 1 is below the median 39.00");
      default -> new Trial(n, values, 1, Trial.Outcome.FINISHED, score, List.of(first, last), "");
    };
  }

  @Test
  void saysWhatIsBestAndHowToTrainIt() throws Exception {
    Path html = StudyReport.write(folder, result());
    assertThat(html).isEqualTo(folder.resolve("report.html"));
    assertThat(Files.readString(html))
        .contains(
            "Study of dkd on sample 3-1, overlapped",
            "Trial 7 has the highest hIoU, 40.00 on held-out images: kd 11.5, dkd 13.0, posWeight"
                + " 2",
            "ciss train --from-study " + folder,
            "--set dkdNegative=13.0 --set dkdPositive=13.0 --set kd=11.5",
            "10 finished, 1 given up as hopeless, 1 failed",
            "failed: the loss &lt;is&gt; NaN",
            "given up: hIoU 10.00 after step 1 is below the median 39.00",
            "kd=1..20 log; dkd=1..20; posWeight=1,2,4; signRule=PRODUCT,WEIGHT")
        .contains(
            "<th scope=\"col\" class=\"n\">kd</th>",
            "<th scope=\"col\" class=\"n\">posWeight</th>",
            "<th scope=\"col\">signRule</th>")
        .contains("hIoU against kd", "hIoU against posWeight", "Parallel coordinates")
        .doesNotContain("--held-out");
  }

  @Test
  void aStudyThatFinishedNothingHasAReportToo() throws Exception {
    StudyResult none = new StudyResult(result().plan(), List.of(result().trials().get(2)));
    assertThat(Files.readString(StudyReport.write(folder, none)))
        .contains("0 finished, 0 given up as hopeless, 1 failed")
        .doesNotContain("Best configuration");
  }

  @Test
  void aBrowserShowsItAndAsksForNothing() throws Exception {
    assumeTrue(Chromium.executable().isPresent(), "there is no Chromium on this machine");
    Path html = StudyReport.write(folder, result());
    try (Chromium chromium = Chromium.start(folder.resolve("profile"))) {
      for (int width : new int[] {390, 1280}) {
        Chromium.Look look = chromium.look(html.toUri(), width, width < 600);
        assertThat(look.complaints()).isEmpty();
        assertThat(look.requests()).containsExactly(html.toUri().toString());
        assertThat(look.overflow()).isZero();
        assertThat(chromium.ask("document.images.length")).isEqualTo("7");
        assertThat(
                chromium.ask("[...document.images].every(i => i.complete && i.naturalWidth > 0)"))
            .isEqualTo("true");
      }
    }
  }
}
