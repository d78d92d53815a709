// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ciss4j.Ciss;
import org.ciss4j.common.CissException;
import org.ciss4j.report.Chromium;
import org.ciss4j.report.LivePage;
import org.ciss4j.result.RunDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WatchServerTest {
  private static final List<String> NAMES =
      List.of("background", "disc", "square", "triangle", "cross");

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Path run;
  private WatchServer server;

  @BeforeEach
  void start() {
    run = folder.resolve("run");
    server = WatchServer.start(now -> LivePage.of(run, now), 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A run in the middle of its first step. */
  private void begin() throws IOException {
    RunDirectory directory = RunDirectory.create(run, Ciss.dataset("sample").config(), NAMES);
    directory.step(0).make();
    Files.writeString(
        directory.step(0).losses(),
        "iteration,rate,loss,mbce,seconds,waited\n0,0.02,4,2,0.5,0\n1,0.01,3,1,0.5,0\n");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(server.address().resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The first line of the answer to a request in one's own words. */
  private String status(String request) throws IOException {
    URI address = server.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      try (InputStream answer = socket.getInputStream()) {
        String text = new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
        return text.lines().findFirst().orElse("");
      }
    }
  }

  private String host() {
    return "127.0.0.1:" + server.address().getPort();
  }

  @Test
  void isOnThisMachineAlone() {
    assertThat(server.address().getHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void waitsForARunThatIsNotThereYet() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("A run that has not begun");
    assertThat(run).doesNotExist();
  }

  /** Not as if nothing had begun. */
  @Test
  void aRunWhoseConfigurationIsLostIsSaid() throws Exception {
    begin();
    Path config = run.resolve("config.json");
    Files.delete(config);
    assertThat(get("/").statusCode()).isEqualTo(500);
    assertThat(get("/").body()).contains("has no config.json");
    Files.createDirectory(config);
    assertThat(get("/").statusCode()).isEqualTo(500);
    assertThat(get("/").body()).contains("has no config.json");
  }

  @Test
  void showsARunInTraining() throws Exception {
    begin();
    HttpResponse<String> page = get("/");
    assertThat(page.body())
        .contains("dkd on sample 3-1, overlapped", "none is done yet", "step 0, 2 iterations done")
        .contains("0.50 s per iteration", "seconds ago", "objective", "learning rate");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none';");
    Matcher picture =
        Pattern.compile("src=\"(/0-light\\.png\\?v=[0-9a-f]+)\"").matcher(page.body());
    assertThat(picture.find()).isTrue();
    HttpResponse<String> png = get(picture.group(1));
    assertThat(png.statusCode()).isEqualTo(200);
    assertThat(png.headers().firstValue("Content-Type")).contains("image/png");
    assertThat(png.body()).contains("PNG");
    assertThat(get("/watch.js").body()).contains("fetch(");
  }

  @Test
  void refusesOtherHosts() throws Exception {
    begin();
    for (String other : List.of("evil.example", "evil.example:" + server.address().getPort(), "")) {
      assertThat(status("GET / HTTP/1.1\r\nHost: " + other + "\r\nConnection: close\r\n\r\n"))
          .as(other)
          .contains(" 403 ");
    }
    assertThat(status("GET / HTTP/1.0\r\n\r\n")).contains(" 403 ");
    assertThat(status("GET / HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n"))
        .contains(" 200 ");
  }

  @Test
  void servesNoFile() throws Exception {
    begin();
    for (String path :
        List.of(
            "/config.json",
            "/../config.json",
            "/%2e%2e/%2e%2e/etc/passwd",
            "//etc/passwd",
            "/step_0/losses.csv",
            "/9-light.png",
            "/watch.js/..")) {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n";
      assertThat(status(request)).as(path).contains(" 404 ");
    }
    assertThat(
            status(
                "POST / HTTP/1.1\r\nHost: "
                    + host()
                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
        .contains(" 405 ");
  }

  @Test
  void saysWhatIsDamaged() throws Exception {
    begin();
    Files.writeString(run.resolve("config.json"), "{");
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(500);
    assertThat(page.body()).contains("config.json");
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    assertThatThrownBy(
            () -> WatchServer.start(now -> LivePage.of(run, now), server.address().getPort()))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("cannot be had");
  }

  @Test
  void aBrowserSeesTheRunGoOn() throws Exception {
    assumeTrue(Chromium.executable().isPresent(), "there is no Chromium on this machine");
    begin();
    try (Chromium chromium = Chromium.start(folder.resolve("profile"))) {
      for (int width : new int[] {390, 1280}) {
        Chromium.Look look = chromium.look(server.address(), width, width == 390);
        chromium.await("[...document.images].every(i => i.complete && i.naturalWidth > 0)");
        assertThat(look.overflow()).isZero();
      }
      assertThat(Integer.parseInt(chromium.ask("document.images.length"))).isGreaterThan(2);
      Files.writeString(
          new RunDirectory(run).step(0).losses(), "2,0.01,2,1,0.5,0\n", StandardOpenOption.APPEND);
      chromium.await("document.body.textContent.includes('3 iterations done')");
      assertThat(chromium.complaints()).isEmpty();
      assertThat(chromium.requests()).allMatch(url -> url.startsWith(server.address().toString()));
    }
  }
}
