// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.util.Arrays;
import java.util.Optional;
import org.ciss4j.graph.weights.tensor.ElementType;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.torch.PickleValue.Storage;
import org.jspecify.annotations.Nullable;

/** The classes of PyTorch's storages, and what their elements are. */
enum StorageType {
  DOUBLE("DoubleStorage", ElementType.F64),
  FLOAT("FloatStorage", ElementType.F32),
  HALF("HalfStorage", ElementType.F16),
  BFLOAT16("BFloat16Storage", ElementType.BF16),
  LONG("LongStorage", ElementType.I64),
  INT("IntStorage", ElementType.I32),
  SHORT("ShortStorage", ElementType.I16),
  CHAR("CharStorage", ElementType.I8),
  BYTE("ByteStorage", ElementType.U8),
  BOOL("BoolStorage", ElementType.BOOL),
  // These can be stepped over, not read.
  COMPLEX_DOUBLE("ComplexDoubleStorage", 16),
  COMPLEX_FLOAT("ComplexFloatStorage", 8),
  QINT32("QInt32Storage", 4),
  QINT8("QInt8Storage", 1),
  QUINT8("QUInt8Storage", 1),
  QUINT4X2("QUInt4x2Storage", 1),
  QUINT2X4("QUInt2x4Storage", 1);

  private final String className;
  private final @Nullable ElementType elements;
  private final int bytes;

  StorageType(String className, ElementType elements) {
    this(className, elements, elements.bytes());
  }

  StorageType(String className, int bytes) {
    this(className, null, bytes);
  }

  StorageType(String className, @Nullable ElementType elements, int bytes) {
    this.className = className;
    this.elements = elements;
    this.bytes = bytes;
  }

  /** The type with this full name, such as {@code torch.FloatStorage}, on whatever device. */
  static Optional<StorageType> named(String global) {
    String prefix = global.startsWith("torch.cuda.") ? "torch.cuda." : "torch.";
    return Arrays.stream(values())
        .filter(type -> global.equals(prefix + type.className))
        .findFirst();
  }

  /** The type of a storage. */
  static StorageType of(OpenFile file, Storage storage) {
    return named(storage.type())
        .orElseThrow(
            () ->
                file.wrong(
                    "a storage of a known type",
                    Printable.name(storage.type()),
                    "in Python, convert its tensors to float32 and save again"));
  }

  /** What the elements are; empty if ND4J has no such type. */
  Optional<ElementType> elements() {
    return Optional.ofNullable(elements);
  }

  /** The size of an element in bytes. */
  int bytes() {
    return bytes;
  }
}
