// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train.evaluate;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ciss4j.data.Batch;
import org.ciss4j.data.Progress;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.CandidateBatches;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.LabelView;
import org.jspecify.annotations.Nullable;

/**
 * Which classes images are known to show: those of their labels and, on pixels labelled as nothing,
 * those that a network is sure of.
 *
 * @param network labels pixels that it is sure of, all others with 0; null to go by labels alone
 * @param view from channels to classes
 */
public record CandidateClasses(@Nullable Evaluator network, LabelView view) {

  /**
   * Looks at images.
   *
   * @param progress told of images
   * @return by name, as data set ids; an image that shows no class has an empty set
   */
  public Map<String, Set<Integer>> of(CandidateBatches batches, Progress progress, int total) {
    Map<String, Set<Integer>> classes = new TreeMap<>();
    try (BatchStream stream = batches.stream()) {
      while (stream.hasNext()) {
        try (Batch batch = stream.next()) {
          add(classes, batch);
          progress.update(classes.size(), total);
        }
      }
    }
    return classes;
  }

  private void add(Map<String, Set<Integer>> classes, Batch batch) {
    int[] labels = batch.label().data().asInt();
    int[] sure = network == null ? new int[labels.length] : network.labels(batch.image());
    int pixels = labels.length / batch.size();
    for (int n = 0; n < batch.size(); n++) {
      Set<Integer> met = new TreeSet<>();
      for (int i = n * pixels; i < (n + 1) * pixels; i++) {
        int channel = labels[i] == LabelSpace.BACKGROUND ? sure[i] : labels[i];
        if (channel != LabelSpace.BACKGROUND && channel != LabelSpace.VOID) {
          met.add(view.classAt(channel));
        }
      }
      classes.put(batch.ids().get(n), met);
    }
  }
}
