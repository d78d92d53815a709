// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ciss4j.cli.output.Console;
import org.ciss4j.report.LivePage;
import org.ciss4j.watch.WatchServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a browser shows what is trained while it is. */
public final class ServeOption {
  @Option(
      names = "--serve",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "7717",
      description =
          "Show what is trained in the browser meanwhile, on 127.0.0.1 alone, as ciss watch does"
              + " (port if none is named: ${FALLBACK-VALUE}; 0 for any that is free).")
  private @Nullable Integer port;

  /** Whether that was asked for. */
  public boolean isGiven() {
    return port != null;
  }

  /**
   * Does the work, and shows a page while that goes on if it was asked for.
   *
   * @param page made from the time it is
   */
  public <T> T during(Supplier<T> work, Function<Instant, LivePage> page, Console console) {
    if (port == null) {
      return work.get();
    }
    try (WatchServer server = WatchServer.start(page, port)) {
      console.note("Open " + server.address() + " in a browser to watch.");
      return work.get();
    }
  }
}
