// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * The memory that this process may use, Java heap included.
 *
 * @param bytes at most
 * @param source what says so, in words
 */
public record MachineMemory(long bytes, String source) {

  /** The least of what the machine has, what a container may use, and what JavaCPP allows. */
  public static MachineMemory here() {
    List<MachineMemory> limits = new ArrayList<>();
    limits.add(new MachineMemory(Pointer.totalPhysicalBytes(), "the memory of this machine"));
    new Cgroups(Path.of("/"))
        .memoryLimit()
        .ifPresent(
            bytes -> limits.add(new MachineMemory(bytes, "the limit of this container or group")));
    limits.add(
        new MachineMemory(
            Pointer.maxPhysicalBytes(), "the limit maxPhysicalBytes of JavaCPP that is set"));
    return limits.stream()
        .filter(limit -> limit.bytes > 0)
        .min(Comparator.comparingLong(MachineMemory::bytes))
        .orElse(new MachineMemory(Long.MAX_VALUE, "no limit that is known"));
  }
}
