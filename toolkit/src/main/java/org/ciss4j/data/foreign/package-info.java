// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * What other tools write, read into the labels of ours: polygons of LabelMe, COCO's instances and
 * panoptic segments, masks in colours, and masks with other numbers. Each reader gives a {@link
 * org.ciss4j.data.foreign.ForeignData}, which is written in the layout of a folder.
 */
@NullMarked
package org.ciss4j.data.foreign;

import org.jspecify.annotations.NullMarked;
