// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph;

import java.util.List;
import org.ciss4j.graph.cpu.FastOps;
import org.ciss4j.graph.machine.Platform;
import org.ciss4j.graph.machine.Threads;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.portable.PortableOps;

/**
 * What computes: the ops that graphs are laid of, and the update of parameters. Buffers are not its
 * own: arrays are ND4J's, and what looks at them outside of graphs (decisions on labels, looks for
 * NaN) has ND4J bring them to the host.
 */
public enum Backend {
  /** Ops of our own on the CPU's memory, on oneDNN and plain Java. */
  CPU {
    @Override
    public Ops ops() {
      return FastOps.INSTANCE;
    }

    @Override
    public boolean update(List<Nesterov> updates) {
      return Nesterov.updateOnCpu(updates);
    }

    @Override
    public boolean reckonsMemory() {
      return true;
    }
  },

  /**
   * The same made of ND4J's own ops, for every device and for files that run without us. The few
   * ops that have one form ({@link Ops#backgroundMask}, {@link Ops#nearestLabels}, {@link
   * Ops#scrambledVectors}) read the CPU's memory on this one, too.
   */
  PORTABLE {
    @Override
    public Ops ops() {
      return PortableOps.INSTANCE;
    }

    @Override
    public boolean update(List<Nesterov> updates) {
      return Nesterov.updateAnywhere(updates);
    }

    @Override
    public boolean reckonsMemory() {
      return false;
    }
  };

  /** The CPU's where ND4J computes on the CPU, the portable one elsewhere. */
  public static Backend ofMachine() {
    Threads.requireUsable();
    return Platform.isCpu() ? CPU : PORTABLE;
  }

  /** The ops that a graph is laid of. */
  public abstract Ops ops();

  /**
   * Moves parameters; the arrays of each update are contiguous floats of one length.
   *
   * @return whether all parameters are finite numbers after it
   */
  public abstract boolean update(List<Nesterov> updates);

  /** Whether a dry run tells the memory that a graph needs, as where each op says what it takes. */
  public abstract boolean reckonsMemory();
}
