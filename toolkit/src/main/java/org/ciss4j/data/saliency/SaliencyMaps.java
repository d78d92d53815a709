// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.saliency;

import java.nio.file.Path;
import org.ciss4j.data.ExtraMaps;

/** Maps of which pixels stand out: above 0 where something does. */
public final class SaliencyMaps {
  /** What methods ask for them by. */
  public static final String NAME = "saliency";

  private SaliencyMaps() {}

  /** Maps that are computed of the images. */
  public static ExtraMaps computed() {
    return new SpectralResidual();
  }

  /**
   * Maps of a folder.
   *
   * @param folder need not be there until maps are wanted
   */
  public static ExtraMaps of(Path folder) {
    return new SaliencyFolder(folder);
  }
}
