// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Shows a run, or a study, in a browser while it is trained.
 *
 * <p>{@link org.ciss4j.watch.WatchServer} answers on this machine alone, from the files of the run;
 * training knows nothing of it.
 */
@NullMarked
package org.ciss4j.watch;

import org.jspecify.annotations.NullMarked;
