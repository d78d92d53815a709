// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import org.bytedeco.javacpp.BytePointer;

/**
 * Native memory of a thread for what a call needs only while it runs, such as weights in another
 * layout. All calls share it: it is as large as the largest of them wants.
 */
public final class Scratch {
  /** What oneDNN's vector code likes best. */
  static final long ALIGNMENT = 64;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private BytePointer memory = new BytePointer();
  private long size;

  private Scratch() {}

  /** At least so many bytes of this thread's memory; their content is arbitrary. */
  public static BytePointer memory(long bytes) {
    return OF_THREAD.get().grown(bytes);
  }

  private BytePointer grown(long bytes) {
    if (size < bytes) {
      memory.close();
      memory = new BytePointer(bytes + ALIGNMENT);
      size = bytes;
    }
    return memory.getPointer(aligned(memory.address()) - memory.address());
  }

  /** The next address or offset that is a multiple of the alignment. */
  static long aligned(long position) {
    return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
