// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Batches of a step: crops, colours, the record reader and the threads that load ahead.
 *
 * <p>{@link org.ciss4j.data.batch.TrainingBatches} and {@link
 * org.ciss4j.data.batch.EvaluationBatches} turn images into arrays through DataVec: a record
 * reader, then image transforms that move an image and its label by the same draw ({@link
 * org.ciss4j.data.batch.ImagePipeline}). Whatever is random comes from {@link
 * org.ciss4j.common.Seeds}, so the number of threads changes no batch.
 */
@NullMarked
package org.ciss4j.data.batch;

import org.jspecify.annotations.NullMarked;
