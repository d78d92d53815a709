// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.common.Seeds;
import org.ciss4j.result.MemoryImage;

/** Which images of earlier steps are remembered, to be replayed in later ones. */
@FunctionalInterface
public interface Rehearsal {
  /**
   * Chooses what a later step replays. What is chosen is kept in the run, so that a run that goes
   * on does not choose again.
   *
   * @param candidates images of the step before, and those that it replayed, by name, with the
   *     classes that they are known to show as data set ids
   * @param oldClasses the classes to remember
   * @param size how many images the user wants to be remembered, or fewer
   * @param seeds decide whatever is random; the order of the candidates does not
   * @return in the order in which they were chosen, each once
   */
  List<MemoryImage> choose(
      Map<String, Set<Integer>> candidates, List<Integer> oldClasses, int size, Seeds seeds);

  /** As many images for each class, as in the codes of SSUL and DKD. */
  static Rehearsal balanced() {
    return MemorySampler::sample;
  }
}
