// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Images and labels: data sets, augmentation and batches.
 *
 * <p>A {@link org.ciss4j.data.SegmentationDataset} reads one labelled image at a time; {@link
 * org.ciss4j.data.StepImages} says which of them a step uses; {@code data.batch} turns them into
 * arrays; {@code data.set} opens data sets in the layouts that people have, {@code data.foreign}
 * imports what other tools wrote, and {@link org.ciss4j.data.DatasetInspection} finds what is wrong
 * with them. Labels leave this package in channel space, as {@link org.ciss4j.scenario.LabelView}
 * defines it.
 */
@NullMarked
package org.ciss4j.data;

import org.jspecify.annotations.NullMarked;
