// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/** The element types of weights files that ND4J can hold, by their names in safetensors files. */
public enum ElementType {
  /** One byte; 0 is false, anything else true. */
  BOOL(DataType.BOOL, 1),
  /** Unsigned, 8 bits. */
  U8(DataType.UINT8, 1),
  /** Signed, 8 bits. */
  I8(DataType.INT8, 1),
  /** Unsigned, 16 bits. */
  U16(DataType.UINT16, 2),
  /** Signed, 16 bits. */
  I16(DataType.INT16, 2),
  /** IEEE 754 half precision; read as {@link DataType#FLOAT}. */
  F16(DataType.FLOAT16, 2),
  /** The upper half of a float; read as {@link DataType#FLOAT}. */
  BF16(DataType.BFLOAT16, 2),
  /** Unsigned, 32 bits. */
  U32(DataType.UINT32, 4),
  /** Signed, 32 bits. */
  I32(DataType.INT32, 4),
  /** IEEE 754 single precision. */
  F32(DataType.FLOAT, 4),
  /** Unsigned, 64 bits. */
  U64(DataType.UINT64, 8),
  /** Signed, 64 bits. */
  I64(DataType.INT64, 8),
  /** IEEE 754 double precision. */
  F64(DataType.DOUBLE, 8);

  private final DataType sameBits;
  private final int bytes;

  ElementType(DataType sameBits, int bytes) {
    this.sameBits = sameBits;
    this.bytes = bytes;
  }

  /** The size of an element in a file, in bytes. */
  public int bytes() {
    return bytes;
  }

  /** The type of the arrays that are read: no conversion, but for half precision to float. */
  public DataType dataType() {
    return this == F16 || this == BF16 ? DataType.FLOAT : sameBits;
  }

  /** The type of arrays of weights: as {@link #dataType()}, but doubles become float as well. */
  public DataType singlePrecision() {
    return this == F64 ? DataType.FLOAT : dataType();
  }

  /** Whether arrays of a type hold the same bits as a file. */
  boolean hasBitsOf(DataType arrays) {
    return arrays == sameBits;
  }

  /** The type with this name in a file, such as {@code F32}; empty if it is none of these. */
  public static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** The type that stores such arrays bit by bit; empty for text and the like. */
  public static Optional<ElementType> storing(DataType dataType) {
    return Arrays.stream(values()).filter(type -> type.sameBits == dataType).findFirst();
  }
}
