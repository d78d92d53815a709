// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * The documents of the project as a static site that needs no network: pages, commands and Javadoc
 * with one search.
 */
@NullMarked
package org.ciss4j.site;

import org.jspecify.annotations.NullMarked;
