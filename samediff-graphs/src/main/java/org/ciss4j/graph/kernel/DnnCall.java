// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.ciss4j.graph.machine.Threads;

/**
 * A oneDNN primitive with its arguments. Where the primitive wants another memory layout than the
 * caller's, the call reorders on the way in and out. Build it with {@link #input} and {@link
 * #output}, then {@link #execute} it with one pointer per argument in the order of declaration.
 * Safe for several threads: executions of one call take turns.
 */
public final class DnnCall {
  private final primitive nativePrimitive;
  private final primitive_desc_base description;
  private final String implementation;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final List<Given> callerSide = new ArrayList<>();
  private final List<Reorder> before = new ArrayList<>();
  private final List<Reorder> after = new ArrayList<>();
  private final List<Inner> inner = new ArrayList<>();
  private final List<Pointer> owned = new ArrayList<>();
  private long scratchBytes;
  private boolean alone;

  /**
   * The cache, and everybody who is about to execute; the last one to leave frees the native
   * memory.
   */
  private final AtomicInteger users = new AtomicInteger(1);

  /**
   * A call without arguments yet.
   *
   * @param description what the primitive was made from; freed together with the call
   */
  public DnnCall(primitive nativePrimitive, primitive_desc_base description) {
    this.nativePrimitive = nativePrimitive;
    this.description = description;
    this.implementation = description.impl_info_str().getString();
    memory.desc scratchpad = description.scratchpad_desc();
    if (scratchpad.get_size() > 0) {
      arguments.put(DNNL_ARG_SCRATCHPAD, innerMemory(scratchpad));
    }
  }

  /** Copies from one layout to another. Arguments: from, to. */
  public static DnnCall reordering(memory.desc from, memory.desc to) {
    reorder.primitive_desc plan =
        new reorder.primitive_desc(OneDnn.ENGINE, from, OneDnn.ENGINE, to);
    return new DnnCall(new reorder(plan), plan).input(DNNL_ARG_FROM, from).output(DNNL_ARG_TO, to);
  }

  /**
   * Declares an argument that is read: the caller has it as {@code given}, the primitive reads
   * {@code wanted}.
   */
  public DnnCall input(int argument, memory.desc given, memory.desc wanted) {
    memory caller = callerMemory(given);
    if (same(given, wanted)) {
      arguments.put(argument, caller);
    } else {
      memory other = innerMemory(wanted);
      arguments.put(argument, other);
      before.add(reorder(caller, other));
    }
    return this;
  }

  /**
   * Declares an argument that is written: the caller wants {@code wanted}, the primitive writes
   * {@code given}.
   */
  public DnnCall output(int argument, memory.desc wanted, memory.desc given) {
    memory caller = callerMemory(wanted);
    if (same(given, wanted)) {
      arguments.put(argument, caller);
    } else {
      memory other = innerMemory(given);
      arguments.put(argument, other);
      after.add(reorder(other, caller));
    }
    return this;
  }

  /** As {@link #input}, where the layouts are equal by construction. */
  public DnnCall input(int argument, memory.desc layout) {
    return input(argument, layout, layout);
  }

  /** As {@link #output}, where the layouts are equal by construction. */
  public DnnCall output(int argument, memory.desc layout) {
    return output(argument, layout, layout);
  }

  /** Has the calling thread execute without others, as it was compiled. */
  DnnCall alone() {
    alone = true;
    return this;
  }

  /** What oneDNN calls the code that runs. */
  String implementation() {
    return implementation;
  }

  /** Announces one execution; until it is done, the call is not freed. */
  DnnCall acquire() {
    users.incrementAndGet();
    return this;
  }

  /** Ends the use by the cache or by an execution. */
  void release() {
    if (users.decrementAndGet() == 0) {
      owned.forEach(Pointer::close);
      arguments.close();
      nativePrimitive.close();
      description.close();
    }
  }

  /** Bytes of the argument declared last, instead of an execution: once per {@link #acquire}. */
  long lastArgumentBytes() {
    try {
      return callerSide.get(callerSide.size() - 1).bytes;
    } finally {
      release();
    }
  }

  /** How the caller has the argument of this number, counted in the order of declaration. */
  public memory.desc layout(int number) {
    return callerSide.get(number).layout;
  }

  /**
   * Runs the primitive on the given memory, one pointer per declared argument, and waits until it
   * is done. Once per {@link #acquire}.
   */
  public void execute(Pointer... data) {
    try {
      executeInTurn(data);
    } finally {
      Reference.reachabilityFence(data);
      release();
    }
  }

  private synchronized void executeInTurn(Pointer... data) {
    if (data.length != callerSide.size()) {
      throw new IllegalArgumentException(
          "expected " + callerSide.size() + " arguments, got " + data.length);
    }
    for (int i = 0; i < data.length; i++) {
      long bytes = data[i].capacity() * data[i].sizeof();
      Given given = callerSide.get(i);
      if (bytes != given.bytes) {
        throw new IllegalArgumentException(
            "argument " + i + " has " + bytes + " bytes instead of " + given.bytes);
      }
      given.argument.set_data_handle(data[i]);
    }
    BytePointer scratch = Scratch.memory(scratchBytes);
    inner.forEach(i -> i.part.set_data_handle(scratch.getPointer(i.offset)));
    if (alone) {
      Threads.alone(this::executeAll);
    } else {
      executeAll();
    }
  }

  private void executeAll() {
    before.forEach(Reorder::execute);
    nativePrimitive.execute(OneDnn.STREAM, arguments);
    after.forEach(Reorder::execute);
    OneDnn.STREAM._wait();
  }

  private memory callerMemory(memory.desc layout) {
    memory result = new memory(layout, OneDnn.ENGINE, (Pointer) null);
    callerSide.add(new Given(result, layout, layout.get_size()));
    owned.add(result);
    return result;
  }

  private memory innerMemory(memory.desc layout) {
    memory result = new memory(layout, OneDnn.ENGINE, (Pointer) null);
    owned.add(result);
    inner.add(new Inner(result, scratchBytes));
    scratchBytes = Scratch.aligned(scratchBytes + layout.get_size());
    return result;
  }

  private Reorder reorder(memory from, memory to) {
    IntMemoryMap map = new IntMemoryMap();
    map.put(DNNL_ARG_FROM, from);
    map.put(DNNL_ARG_TO, to);
    reorder primitive = new reorder(from, to);
    owned.add(map);
    owned.add(primitive);
    return new Reorder(primitive, map);
  }

  /** Whether two layouts are one. */
  public static boolean same(memory.desc a, memory.desc b) {
    return org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal(a.get(), b.get()) == 1;
  }

  /** An argument that the caller has. */
  private record Given(memory argument, memory.desc layout, long bytes) {}

  /** Memory that is only used during an execution, at an offset of the thread's scratch memory. */
  private record Inner(memory part, long offset) {}

  private record Reorder(reorder primitive, IntMemoryMap arguments) {
    void execute() {
      primitive.execute(OneDnn.STREAM, arguments);
    }
  }
}
