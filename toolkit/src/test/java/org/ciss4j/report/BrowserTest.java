// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.report.section.ExhibitSectionsTest;
import org.ciss4j.result.RunDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A report in a real browser, where there is one. */
@Timeout(180)
final class BrowserTest {
  @TempDir static Path folder;
  private static Chromium chromium;
  private static URI page;

  @BeforeAll
  static void open() throws Exception {
    assumeTrue(Chromium.executable().isPresent(), "there is no Chromium on this machine");
    RunDirectory dkd = RunFixture.whole(folder.resolve("a"), "dkd");
    RunDirectory tuned = RunFixture.whole(folder.resolve("b"), "fine-tuning-of-a-long-name");
    for (RunDirectory run : List.of(dkd, tuned)) {
      RunFixture.losses(run, 0, "iteration,rate,loss,mBCE,seconds\n0,0.1,4,2,1\n1,0.1,3,1,1\n");
    }
    page =
        Reports.compare(
                List.of(dkd, tuned),
                labels -> ExhibitSectionsTest.exhibits(),
                folder.resolve("c.html"))
            .toUri();
    chromium = Chromium.start(folder.resolve("profile"));
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"390, false", "390, true", "1280, false", "1280, true"})
  void showsEverythingAndAsksForNothing(int width, boolean dark) throws Exception {
    Chromium.Look look = chromium.look(page, width, dark);
    assertThat(look.complaints()).isEmpty();
    assertThat(look.requests()).containsExactly(page.toString());
    assertThat(look.overflow()).isZero();
    assertThat(chromium.ask("[...document.images].every(i => i.complete && i.naturalWidth > 0)"))
        .isEqualTo("true");
    assertThat(Integer.parseInt(chromium.ask("document.images.length"))).isGreaterThan(4);
    assertThat(chromium.ask("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo(dark ? "rgb(15, 20, 26)" : "rgb(255, 255, 255)");
    assertThat(chromium.ask("document.images[0].currentSrc === document.images[0].src"))
        .isEqualTo(dark ? "false" : "true");
    assertThat(
            chromium.ask(
                "(b => (b.click(), b.parentElement.ariaSort))(document.querySelector('th"
                    + " button'))"))
        .isIn("ascending", "descending");
  }
}
