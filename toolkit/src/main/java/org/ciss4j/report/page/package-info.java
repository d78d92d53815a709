// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** What a page is made of, and how it looks as HTML and as Markdown. */
@NullMarked
package org.ciss4j.report.page;

import org.jspecify.annotations.NullMarked;
