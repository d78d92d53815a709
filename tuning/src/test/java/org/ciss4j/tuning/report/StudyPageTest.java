// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ciss4j.Ciss;
import org.ciss4j.common.CissException;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.tuning.Goal;
import org.ciss4j.tuning.StepScore;
import org.ciss4j.tuning.Study;
import org.ciss4j.tuning.StudyDirectory;
import org.ciss4j.tuning.StudyPlan;
import org.ciss4j.tuning.Trial;
import org.ciss4j.watch.WatchServer;
import org.ciss4j.watch.WatchedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyPageTest {
  private static final StudyPlan PLAN =
      Study.of(Ciss.dataset("sample")).space("kd=1..20").goal(Goal.HIOU, Goal.TIME).plan();

  @TempDir Path folder;

  /** Trial 1 has ended, trial 2 is in its first step, and a base step has begun. */
  private Path study() throws Exception {
    Path study = folder.resolve("study");
    Files.createDirectories(study);
    JsonFile.writeSealed(study.resolve("study.json"), PLAN);
    StudyDirectory directory = StudyDirectory.open(study);
    StepScore score = new StepScore(0.5, 0.25, 0.4, 1 / 3.0);
    Trial first =
        new Trial(
            1,
            Map.of("kd", "<b>7</b>"),
            1,
            Trial.Outcome.FINISHED,
            score.hIoU(),
            List.of(score),
            "");
    Files.writeString(study.resolve("trials.jsonl"), JsonFile.line(first) + "\n{\"half");
    RunDirectory second =
        RunDirectory.create(directory.trial(2), PLAN.config(), List.of("background", "disc"));
    second.step(0).make();
    Files.writeString(second.step(0).losses(), "iteration,loss,seconds\n1,0.5,1\n2,0.4,1\n");
    RunDirectory.create(
        study.resolve("bases").resolve("1"), PLAN.config(), List.of("background", "disc"));
    return study;
  }

  @Test
  void saysWhatHasEndedWhatIsInTrainingAndWhatIsBest() throws Exception {
    String html = StudyPage.of(study(), Instant.now().plusSeconds(7)).html();
    assertThat(html)
        .contains("Study of dkd on sample 3-1, overlapped")
        .contains("1 finished, 0 given up as hopeless, 0 failed, 0 broken off; at most 20")
        .contains("trial 1, hIoU 33.33: kd &lt;b&gt;7&lt;/b&gt;")
        .contains("<dt>Trial 2</dt><dd>step 0, 2 iterations done, ")
        .containsPattern("[789] seconds ago")
        .contains("<dt>Base step 1</dt><dd>step 0 is about to begin</dd>")
        .contains("Score over trials", "hIoU of each trial", "best hIoU so far")
        .doesNotContain("<dt>Trial 1</dt>", "<b>7");
  }

  @Test
  void aStudyThatHasNotBegunHasAPageAndNoOtherFolder() throws Exception {
    Path study = folder.resolve("later");
    assertThat(StudyPage.of(study, Instant.now()).html()).contains("A study that has not begun");
    assertThat(WatchedFolder.pageOf(study)).isEmpty();
    assertThat(study).doesNotExist();
    assertThat(WatchedFolder.pageOf(study())).isPresent();
  }

  @Test
  void damageIsSaid() throws Exception {
    Path study = study();
    Files.writeString(study.resolve("trials.jsonl"), "{}\n");
    assertThatThrownBy(() -> StudyPage.of(study, Instant.now()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("trials.jsonl is damaged");
  }

  /** The server that ciss watch and ciss tune --serve start, which refuses other hosts. */
  @Test
  void aServerShowsIt() throws Exception {
    Path study = study();
    HttpClient client = HttpClient.newHttpClient();
    try (WatchServer server = WatchServer.start(WatchedFolder.pageOf(study).orElseThrow(), 0)) {
      URI address = server.address();
      assertThat(address.getHost()).isEqualTo("127.0.0.1");
      HttpResponse<String> page = get(client, address);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Study of dkd", "src=\"/0-light.png?v=");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none';");
      assertThat(get(client, address.resolve("/0-light.png")).headers().firstValue("Content-Type"))
          .contains("image/png");
      assertThat(get(client, address.resolve("/study.json")).statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> get(HttpClient client, URI address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}
