// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Images and their labels: what a data set is, which of its images a step uses, and what a batch
 * is.
 *
 * <p>A {@link org.ciss4j.data.SegmentationDataset} reads one labelled image at a time; {@link
 * org.ciss4j.data.StepImages} says which of them a step uses; {@code data.batch} turns them into
 * arrays; {@code data.set} opens data sets in the layouts that people have, {@code data.foreign}
 * imports what other tools wrote, and {@link org.ciss4j.data.DatasetInspection} finds what is wrong
 * with them. Files are decoded in {@code data.image}, words and numbers of labels read in {@code
 * data.label}, maps of what stands out in {@code data.saliency}. Batches have labels in channel
 * space, as {@link org.ciss4j.scenario.LabelView} defines it.
 */
@NullMarked
package org.ciss4j.data;

import org.jspecify.annotations.NullMarked;
