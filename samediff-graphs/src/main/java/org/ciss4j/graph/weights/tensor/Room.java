// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.graph.machine.MachineMemory;

/**
 * Whether the tensors of a file have room in memory. A file may be as large as it says and still
 * hold nothing (file systems do not store runs of zeros), and native code crashes where an array
 * cannot be had.
 */
public final class Room {
  private Room() {}

  /** Refuses what ND4J or this machine cannot hold; nothing is allocated. */
  public static void require(OpenFile file, List<TensorInfo> tensors) {
    double bytes = 0; // a sum that cannot overflow
    for (TensorInfo tensor : tensors) {
      if (tensor.elements() > Integer.MAX_VALUE) {
        throw file.wrong(
            "at most 2^31 - 1 elements in " + Printable.name(tensor.name()),
            tensor.shape().toString(),
            "split the tensor");
      }
      bytes += (double) tensor.elements() * Math.max(Float.BYTES, tensor.type().bytes());
    }
    if (bytes > most()) {
      throw file.wrong(
          "tensors that need at most the " + most() + " bytes of memory there are",
          String.format(Locale.ROOT, "%.0f bytes", bytes),
          "use a machine with more memory");
    }
  }

  /** The memory of the machine, or what of it the options of the JVM allow. */
  private static long most() {
    long here = MachineMemory.here().bytes();
    return Pointer.maxBytes() > 0 ? Math.min(Pointer.maxBytes(), here) : here;
  }
}
