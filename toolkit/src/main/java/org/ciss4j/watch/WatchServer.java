// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.ciss4j.common.CissException;
import org.ciss4j.report.LivePage;

/**
 * Shows a run, or what a {@link WatchedFolder} has a page of, on 127.0.0.1. Nobody else's machine
 * reaches it, and no web page either: a request that names another host, as a page of another site
 * would, is refused. It reads nothing but the files of what it shows, whose names no request can
 * say, and changes nothing.
 *
 * <p>It is polite to a training that goes on: one thread draws what a browser asks for, and nothing
 * twice within {@link Snapshots#PAUSE}.
 */
public final class WatchServer implements AutoCloseable {
  /** The port that is tried first. */
  public static final int PORT = 7717;

  private static final int MOST_PORT = 65_535;

  private static final String SCRIPT = "/watch.js";
  private static final String POLICY =
      "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; script-src 'self';"
          + " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  private final HttpServer server;
  private final ExecutorService executor;
  private final Snapshots snapshots;
  private final Set<String> hosts;

  private WatchServer(HttpServer server, Snapshots snapshots) {
    this.server = server;
    this.snapshots = snapshots;
    this.executor = Executors.newSingleThreadExecutor(WatchServer::thread);
    int port = server.getAddress().getPort();
    this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    server.createContext("/", this::handle);
    server.setExecutor(executor);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "ciss-watch");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts to answer with a page.
   *
   * @param page made from the time it is, by one thread
   * @param port 0 for any that is free
   * @throws CissException of kind usage if the port is taken, or none at all
   */
  public static WatchServer start(Function<Instant, LivePage> page, int port) {
    if (port < 0 || port > MOST_PORT) {
      throw CissException.usage(
          "port %d is none; name one of 1 to %d, or 0 for any that is free", port, MOST_PORT);
    }
    try {
      InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer http = HttpServer.create(new InetSocketAddress(here, port), 0);
      WatchServer server = new WatchServer(http, new Snapshots(page, Clock.systemUTC()));
      http.start();
      return server;
    } catch (IOException e) {
      throw CissException.usage(
              "port %d cannot be had (%s); name another, or 0 for any", port, e.getMessage())
          .withCause(e);
    }
  }

  /** Where the page is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : answer.body().length);
      if (!head) {
        exchange.getResponseBody().write(answer.body());
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null || !hosts.contains(host)) {
      return Answer.text(403, "this server is for " + address() + " alone\n");
    }
    if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      return Answer.text(405, "only GET\n");
    }
    try {
      return content(exchange.getRequestURI().getPath());
    } catch (CissException e) {
      return Answer.text(500, e.getMessage() + "\n");
    } catch (RuntimeException e) {
      return Answer.text(500, "it cannot be shown just now: " + e.getMessage() + "\n");
    }
  }

  /** Addresses are looked up, never taken for names of files. */
  private Answer content(String path) {
    if ("/".equals(path)) {
      return new Answer(200, "text/html; charset=utf-8", snapshots.html());
    }
    if (SCRIPT.equals(path)) {
      return new Answer(200, "text/javascript; charset=utf-8", script());
    }
    Optional<byte[]> drawing = snapshots.drawing(String.valueOf(path));
    return drawing
        .map(png -> new Answer(200, "image/png", png))
        .orElseGet(() -> Answer.text(404, "there is no such page\n"));
  }

  private static byte[] script() {
    try (InputStream stream =
        Objects.requireNonNull(WatchServer.class.getResourceAsStream("watch.js"))) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops answering. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private record Answer(int status, String type, byte[] body) {
    static Answer text(int status, String text) {
      return new Answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
