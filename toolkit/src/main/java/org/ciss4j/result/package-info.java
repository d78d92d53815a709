// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * What was asked of a run and what came out: facts without behaviour, and the folder they are kept
 * in.
 *
 * <p>A run directory holds {@code config.json}, and per step a folder {@code step_<t>} with the
 * model, the losses of every iteration, the confusion matrix and the scores; where images are
 * replayed, {@code memory.json} names them. Reports are rendered from it alone, without natives.
 */
@NullMarked
package org.ciss4j.result;

import org.jspecify.annotations.NullMarked;
