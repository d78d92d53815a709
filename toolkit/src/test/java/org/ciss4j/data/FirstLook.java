// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ciss4j.data.batch.BatchMaker;
import org.ciss4j.data.batch.Crop;
import org.ciss4j.data.batch.ImagePipeline;
import org.ciss4j.data.batch.Sample;
import org.ciss4j.data.set.VocDataset;

/**
 * A process whose very first work is to decode and crop photographs, in several threads at once.
 */
final class FirstLook {
  private static final int THREADS = 4;

  private FirstLook() {}

  /** Ends well if all threads do; the argument is a folder in the layout of VOC. */
  public static void main(String[] args) throws Exception {
    SegmentationDataset dataset = VocDataset.open(Path.of(args[0]));
    BatchMaker maker =
        new BatchMaker(dataset, ImagePipeline.of(Crop.random(64)), Normalization.IMAGENET);
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> looks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      boolean crops = i % 2 == 0;
      looks.add(
          threads.submit(
              () -> {
                barrier.await();
                return crops
                    ? maker.make(List.of(new Sample("a", 1, new byte[256])), 0)
                    : dataset.read("b");
              }));
    }
    threads.shutdown();
    for (Future<?> look : looks) {
      look.get();
    }
  }
}
