// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.watch;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.ciss4j.report.LivePage;

/**
 * Pages of folders that are no runs, which a module above this one adds to {@code ciss watch}.
 * {@code META-INF/services} names its class, which {@link ServiceLoader} finds.
 */
public interface WatchedFolder {
  /** The page of a folder, made from the time it is; empty if it is no folder of this kind. */
  Optional<Function<Instant, LivePage>> page(Path folder);

  /** The page of a folder that one of all kinds has. */
  static Optional<Function<Instant, LivePage>> pageOf(Path folder) {
    return ServiceLoader.load(WatchedFolder.class).stream()
        .flatMap(kind -> kind.get().page(folder).stream())
        .findFirst();
  }
}
