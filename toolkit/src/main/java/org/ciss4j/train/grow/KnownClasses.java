// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train.grow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ciss4j.data.Batch;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.CandidateBatches;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.train.evaluate.Evaluator;

/**
 * Whether classes that a network knows seem to be in images whose labels do not show them.
 *
 * @param network the network
 * @param names of its channels
 */
record KnownClasses(Evaluator network, List<String> names) {
  /** So much of an image has to be taken for a class, so that it seems to be there. */
  private static final double SHARE = 0.02;

  /** So many images of a step have to seem to show a class. */
  private static final double IMAGES = 0.1;

  /**
   * Looks at some images.
   *
   * @param batches their labels are 0 where they are open
   * @param images how many images there are
   * @return what was found, in words; empty if nothing was
   */
  Optional<String> unlabelled(CandidateBatches batches, int images) {
    int[] seen = new int[names.size()];
    try (BatchStream stream = batches.stream()) {
      while (stream.hasNext()) {
        try (Batch batch = stream.next()) {
          count(batch, seen);
        }
      }
    }
    List<String> found = new ArrayList<>();
    IntStream.range(1, seen.length)
        .filter(c -> seen[c] > IMAGES * images)
        .forEach(c -> found.add(String.format(Locale.ROOT, "%s in %d", names.get(c), seen[c])));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", found) + " of " + images + " images");
  }

  private void count(Batch batch, int[] seen) {
    int[] labels = batch.label().data().asInt();
    int[] said = network.labels(batch.image());
    int pixels = labels.length / batch.size();
    for (int image = 0; image < batch.size(); image++) {
      int[] counts = new int[names.size()];
      for (int i = image * pixels; i < (image + 1) * pixels; i++) {
        if (labels[i] == LabelSpace.BACKGROUND) {
          counts[said[i]]++;
        }
      }
      for (int c = 0; c < counts.length; c++) {
        seen[c] += counts[c] >= SHARE * pixels ? 1 : 0;
      }
    }
  }
}
