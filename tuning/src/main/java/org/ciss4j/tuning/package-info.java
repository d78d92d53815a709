// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Studies: the search of hyper-parameters, each trial a run that is scored on held-out training
 * images.
 *
 * <p>{@link org.ciss4j.tuning.Study} is the way in. A study is a folder; what ended is never lost,
 * and the same folder goes on after a kill.
 */
@NullMarked
package org.ciss4j.tuning;

import org.jspecify.annotations.NullMarked;
