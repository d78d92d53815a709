// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes pickles by hand, instruction by instruction. */
public final class PickleBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A pickle of protocol 2. */
  public static PickleBytes protocol2() {
    return new PickleBytes().op(0x80).op(2);
  }

  /** A part of a pickle. */
  public static PickleBytes part() {
    return new PickleBytes();
  }

  /** Instructions without operands, or bytes of operands. */
  public PickleBytes op(int... codes) {
    for (int code : codes) {
      bytes.write(code);
    }
    return this;
  }

  /** Instructions by their characters. */
  public PickleBytes ops(String codes) {
    bytes.writeBytes(codes.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  public PickleBytes add(PickleBytes more) {
    bytes.writeBytes(more.bytes());
    return this;
  }

  PickleBytes repeat(int count, String codes) {
    return ops(codes.repeat(count));
  }

  public PickleBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ops("X").int4(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  /** A whole number of up to 8 bytes. */
  public PickleBytes number(long value) {
    return op(0x8a, 8).int8(value);
  }

  public PickleBytes global(String module, String name) {
    return ops("c" + module + "\n" + name + "\n");
  }

  /** A tuple of numbers. */
  PickleBytes tuple(long... values) {
    ops("(");
    for (long value : values) {
      number(value);
    }
    return ops("t");
  }

  /** A storage with key {@code 0}. */
  PickleBytes storage(String type, long elements) {
    return ops("(")
        .text("storage")
        .global("torch", type)
        .text("0")
        .text("cpu")
        .number(elements)
        .ops("tQ");
  }

  /** A tensor over storage {@code 0}. */
  public PickleBytes tensor(String type, long elements, long offset, long[] size, long[] stride) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .ops("(")
        .storage(type, elements)
        .number(offset)
        .tuple(size)
        .tuple(stride)
        .op(0x89)
        .ops("NtR");
  }

  /** A tensor of two floats, 8 bytes. */
  public PickleBytes tensor() {
    return tensor("FloatStorage", 2, 0, new long[] {2}, new long[] {1});
  }

  /** A dict whose keys are texts; values are instructions that leave one on the stack. */
  public PickleBytes dict(Map<String, PickleBytes> items) {
    ops("}(");
    items.forEach((key, value) -> text(key).add(value));
    return ops("u");
  }

  PickleBytes int4(long value) {
    return littleEndian(value, Integer.BYTES);
  }

  PickleBytes int8(long value) {
    return littleEndian(value, Long.BYTES);
  }

  private PickleBytes littleEndian(long value, int count) {
    for (int i = 0; i < count; i++) {
      bytes.write((int) (value >> (Byte.SIZE * i)));
    }
    return this;
  }

  public byte[] bytes() {
    return bytes.toByteArray();
  }
}
