// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

/** What a figure draws. */
public sealed interface Plot permits LinePlot, ScatterPlot, ParallelPlot {}
