// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium that is asked through its DevTools protocol how a page does in it. */
public final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ADDRESS = Pattern.compile("listening on ws://([^/]+)/");
  private static final long PATIENCE = 60;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  /**
   * What a page did.
   *
   * @param complaints errors and warnings of the console
   * @param requests addresses that were asked for, data aside
   * @param overflow by how many CSS pixels the page is wider than the window
   */
  public record Look(List<String> complaints, List<String> requests, int overflow) {}

  private Chromium(Process process, String address) throws Exception {
    this.process = process;
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://" + address + "/json/list")).build();
    String tabs = client.send(list, HttpResponse.BodyHandlers.ofString()).body();
    String tab = JSON.readTree(tabs).get(0).get("webSocketDebuggerUrl").asText();
    socket = client.newWebSocketBuilder().buildAsync(URI.create(tab), listener()).get();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** The browser of this machine, if there is one. */
  public static Optional<Path> executable() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts the browser.
   *
   * @param profile an empty folder for its files
   */
  public static Chromium start(Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                executable().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Chromium(process, address(process));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String address(Process process) throws IOException {
    // Not closed: the browser goes on writing.
    var reader =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      Matcher matcher = ADDRESS.matcher(line);
      if (matcher.find()) {
        Thread drain = new Thread(() -> drain(reader));
        drain.setDaemon(true);
        drain.start();
        return matcher.group(1);
      }
    }
    throw new IOException("Chromium ended without opening its port");
  }

  private static void drain(BufferedReader reader) {
    try {
      String line;
      do {
        line = reader.readLine();
      } while (line != null);
    } catch (IOException e) {
      return; // The browser has ended.
    }
  }

  /** Opens a page in a window of this size and colour scheme. */
  public Look look(URI page, int width, boolean dark) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 844, "deviceScaleFactor", 1, "mobile", width < 600));
    Map<String, String> scheme =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    call("Page.navigate", Map.of("url", "about:blank"));
    events.clear();
    call("Page.navigate", Map.of("url", page.toString()));
    await("document.readyState === 'complete' && location.href !== 'about:blank'");
    int room = Math.min(width, Integer.parseInt(ask("document.documentElement.clientWidth")));
    int used = Integer.parseInt(ask("document.documentElement.scrollWidth"));
    return new Look(complaints(), requests(), used - room);
  }

  /** The value of an expression in the page, as text. */
  public String ask(String expression) throws Exception {
    return call("Runtime.evaluate", Map.of("expression", expression))
        .path("result")
        .path("value")
        .asText();
  }

  /** Waits until an expression is true. */
  public void await(String expression) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!ask(expression).equals("true")) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("never true: " + expression + "; " + complaints());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** What the console complained of since the last look. */
  public List<String> complaints() {
    return events.stream()
        .filter(
            event ->
                List.of("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
                    .contains(event.path("method").asText()))
        .map(event -> event.path("params").toString())
        .toList();
  }

  /** What was asked for since the last look. */
  public List<String> requests() {
    return events.stream()
        .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
        .map(event -> event.path("params").path("request").path("url").asText())
        .filter(url -> !url.startsWith("data:"))
        .toList();
  }

  private JsonNode call(String method, Map<String, ?> params) throws Exception {
    int id = calls.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    String text = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", params));
    socket.sendText(text, true).get(PATIENCE, TimeUnit.SECONDS);
    JsonNode message = answer.get(PATIENCE, TimeUnit.SECONDS);
    if (message.has("error")) {
      throw new IllegalStateException(method + ": " + message.get("error"));
    }
    return message.path("result");
  }

  private WebSocket.Listener listener() {
    List<CharSequence> parts = new ArrayList<>();
    return new WebSocket.Listener() {
      @Override
      public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        parts.add(data.toString());
        if (last) {
          String text = String.join("", parts);
          parts.clear();
          receive(text);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
      }
    };
  }

  private void receive(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      if (message.has("id")) {
        answers.remove(message.get("id").asInt()).complete(message);
      } else {
        events.add(message);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
