// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** A Jupyter kernel for Java that starts with the class path of this build. */
@NullMarked
package org.ciss4j.notebook;

import org.jspecify.annotations.NullMarked;
