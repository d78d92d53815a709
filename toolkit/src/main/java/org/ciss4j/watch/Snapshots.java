// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.watch;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ciss4j.report.LivePage;
import org.jspecify.annotations.Nullable;

/** A page and its drawings, made when they are asked for and kept for a moment. */
final class Snapshots {
  /** How long a page is kept, whoever asks for it how often. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  private final Function<Instant, LivePage> source;
  private final Clock clock;
  private final Map<String, byte[]> drawn = new HashMap<>();
  private @Nullable LivePage page;
  private Instant made = Instant.EPOCH;

  Snapshots(Function<Instant, LivePage> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** The page as it is now, or was a moment ago. */
  synchronized byte[] html() {
    return page().html().getBytes(StandardCharsets.UTF_8);
  }

  /** A drawing of the page that was given last; empty if it has none of this address. */
  synchronized Optional<byte[]> drawing(String address) {
    LivePage current = page == null ? page() : page;
    Supplier<byte[]> drawing = current.drawings().get(address);
    return drawing == null
        ? Optional.empty()
        : Optional.of(drawn.computeIfAbsent(address, key -> drawing.get()));
  }

  private LivePage page() {
    Instant now = clock.instant();
    LivePage current = page;
    if (current == null || Duration.between(made, now).compareTo(PAUSE) >= 0) {
      current = source.apply(now);
      page = current;
      made = now;
      drawn.clear();
    }
    return current;
  }
}
