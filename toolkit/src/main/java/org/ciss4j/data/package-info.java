// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Images and labels: data sets, augmentation and batches.
 *
 * <p>A {@link org.ciss4j.data.SegmentationDataset} reads one labelled image at a time; {@link
 * org.ciss4j.data.StepImages} says which of them a step uses; {@link
 * org.ciss4j.data.TrainingBatches} and {@link org.ciss4j.data.EvaluationBatches} turn them into
 * arrays through DataVec: a record reader, then image transforms that move an image and its label
 * by the same draw ({@link org.ciss4j.data.ImagePipeline}). Data sets on disk are {@link
 * org.ciss4j.data.FileDataset}s, opened by a class for each layout; {@link
 * org.ciss4j.data.DatasetInspection} finds what is wrong with them. Labels leave this package in
 * channel space, as {@link org.ciss4j.scenario.LabelView} defines it. Whatever is random comes from
 * {@link org.ciss4j.scenario.Seeds}, so the number of threads changes no batch.
 */
@NullMarked
package org.ciss4j.data;

import org.jspecify.annotations.NullMarked;
