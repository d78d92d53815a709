// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** Reading and writing what runs keep, patiently and whole, and what older versions wrote. */
@NullMarked
package org.ciss4j.result.store;

import org.jspecify.annotations.NullMarked;
