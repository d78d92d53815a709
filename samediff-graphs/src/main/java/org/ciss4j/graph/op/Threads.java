// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** How many threads graphs run on; all processor cores unless {@link #use} is called. */
public final class Threads {
  private Threads() {}

  /**
   * Lets the graphs that the calling thread runs use so many threads. To be called before anything
   * ran: Java's own pool is made once.
   */
  public static void use(int count) {
    System.setProperty(
        "java.util.concurrent.ForkJoinPool.common.parallelism", String.valueOf(count - 1));
    Nd4j.getBackend(); // which loads what the holder holds
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(count);
  }
}
