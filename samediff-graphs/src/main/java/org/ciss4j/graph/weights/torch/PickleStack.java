// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stack of a pickle machine with its marks, and its memo. */
final class PickleStack {
  private final PickleInput input;
  private final int mostMemos;
  private final List<PickleValue> values = new ArrayList<>();
  private int[] marks = new int[16];
  private int markCount;
  private @Nullable PickleValue[] memo = new PickleValue[64];
  private int memoCount;

  /** An empty stack whose errors name a place of this input. */
  PickleStack(PickleInput input, int mostMemos) {
    this.input = input;
    this.mostMemos = mostMemos;
  }

  void push(PickleValue value) {
    values.add(value);
  }

  PickleValue pop() {
    requireValues(1);
    return values.remove(values.size() - 1);
  }

  PickleValue top() {
    requireValues(1);
    return values.get(values.size() - 1);
  }

  void mark() {
    if (markCount == marks.length) {
      marks = Arrays.copyOf(marks, 2 * markCount);
    }
    marks[markCount++] = values.size();
  }

  /** Takes a number of values off, the lowest first. */
  List<PickleValue> pop(int count) {
    requireValues(count);
    List<PickleValue> top = values.subList(values.size() - count, values.size());
    List<PickleValue> popped = new ArrayList<>(top);
    top.clear();
    return popped;
  }

  /** Takes off what is above the last mark, and the mark. */
  List<PickleValue> popMark() {
    if (markCount == 0) {
      throw input.wrong("a mark on the stack", "none");
    }
    List<PickleValue> popped = pop(values.size() - marks[markCount - 1]);
    markCount--;
    return popped;
  }

  /** What {@code POP} does: the last mark goes if nothing is above it. */
  void drop() {
    if (markCount > 0 && marks[markCount - 1] == values.size()) {
      markCount--;
    } else {
      pop();
    }
  }

  /** Keeps the top value under the next free number. */
  void memoize() {
    put(memoCount);
  }

  /** Keeps the top value under a number. */
  void put(long index) {
    PickleValue value = top();
    if (index < 0 || index >= mostMemos) {
      throw input.wrong("a memo number below " + mostMemos, Long.toString(index));
    }
    int slot = (int) index;
    if (slot >= memo.length) {
      memo = Arrays.copyOf(memo, Math.max(slot + 1, 2 * memo.length));
    }
    if (memo[slot] == null) {
      memoCount++;
    }
    memo[slot] = value;
  }

  /** Pushes what was kept under a number. */
  void get(long index) {
    PickleValue value = index >= 0 && index < memo.length ? memo[(int) index] : null;
    if (value == null) {
      throw input.wrong("a memo number that was set", Long.toString(index));
    }
    push(value);
  }

  private void requireValues(int count) {
    int floor = markCount == 0 ? 0 : marks[markCount - 1];
    if (values.size() - floor < count) {
      throw input.wrong("a value on the stack", "none");
    }
  }
}
