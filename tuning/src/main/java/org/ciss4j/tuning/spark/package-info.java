// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** Trials as tasks of Apache Spark, which the class path has if it is to be used. */
@NullMarked
package org.ciss4j.tuning.spark;

import org.jspecify.annotations.NullMarked;
