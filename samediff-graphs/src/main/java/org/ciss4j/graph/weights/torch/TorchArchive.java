// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.io.IOException;
import org.ciss4j.graph.weights.torch.PickleValue.Storage;

/** What {@code torch.save} wrote, in either of its formats. */
interface TorchArchive {
  /** The value that was saved. */
  PickleValue root();

  /** Where a storage begins, in bytes from the start of the file. All of its elements are there. */
  long position(Storage storage) throws IOException;
}
