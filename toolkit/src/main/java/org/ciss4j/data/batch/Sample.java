// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

/**
 * One image of a batch in the making.
 *
 * @param id its name
 * @param seed decides all that is random about it
 * @param labelTable channel of each of the 256 labels of the data set
 */
public record Sample(String id, long seed, byte[] labelTable) {}
