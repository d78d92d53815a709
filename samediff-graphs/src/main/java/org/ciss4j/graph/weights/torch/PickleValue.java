// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.util.ArrayList;
import java.util.List;
import org.ciss4j.graph.weights.tensor.Printable;

/**
 * What a pickle holds: data, and inert stand-ins for all that Python would run code to make.
 *
 * <p>Lists and dicts may hold themselves, or one value along exponentially many ways. So nothing
 * here walks through values: no equality, hash or text of containers.
 */
sealed interface PickleValue {
  /** Values of which nobody needs more than their kind. */
  enum Atom implements PickleValue {
    NONE,
    TRUE,
    FALSE,
    /** A number that is no whole one of 64 bits. */
    NUMBER,
    /** Text that is too long for a name, or escaped. */
    TEXT,
    BYTES,
    SET
  }

  /** A whole number of 64 bits. */
  record Whole(long value) implements PickleValue {}

  /** A text, short enough for a name. */
  record Text(String value) implements PickleValue {}

  /** A class or function by its full name, such as {@code collections.OrderedDict}. */
  record Global(String name) implements PickleValue {}

  /** What a class or function that is not known here would have made; nothing was called. */
  record Opaque(String global) implements PickleValue {}

  /** A list or a tuple. */
  final class Sequence implements PickleValue {
    private final List<PickleValue> values;

    /** A sequence that becomes the owner of this list. */
    Sequence(List<PickleValue> values) {
      this.values = values;
    }

    List<PickleValue> values() {
      return values;
    }
  }

  /** A dict; keys are as they came, some perhaps twice. */
  final class Dict implements PickleValue {
    private final List<Item> items = new ArrayList<>(0);

    List<Item> items() {
      return items;
    }

    /** A key and its value. */
    record Item(PickleValue key, PickleValue value) {}
  }

  /**
   * A run of elements that several tensors may share.
   *
   * @param type the full name of its class, such as {@code torch.FloatStorage}
   * @param key its name in the file
   * @param elements their number
   * @param firstElement where a view of the storage begins; 0 for the storage itself
   * @param viewElements the number of elements that a view shows
   */
  record Storage(String type, String key, long elements, long firstElement, long viewElements)
      implements PickleValue {}

  /**
   * A tensor: a view of a storage. Counts are in elements, not yet checked against the storage.
   *
   * @param offset the first element
   * @param size the dimensions
   * @param stride the distance of neighbours along each of the dimensions
   */
  record Tensor(Storage storage, long offset, List<Long> size, List<Long> stride)
      implements PickleValue {
    public Tensor {
      size = List.copyOf(size);
      stride = List.copyOf(stride);
    }
  }

  /** A value in a few words, for messages. */
  static String describe(PickleValue value) {
    if (value instanceof Text text) {
      return "the text " + Printable.name(text.value());
    }
    if (value instanceof Whole whole) {
      return "the number " + whole.value();
    }
    if (value instanceof Global global) {
      return "the name " + Printable.name(global.name());
    }
    if (value instanceof Opaque opaque) {
      return "an object of " + Printable.name(opaque.global());
    }
    if (value instanceof Sequence sequence) {
      return "a sequence of " + sequence.values().size();
    }
    if (value instanceof Dict dict) {
      return "a dict of " + dict.items().size();
    }
    if (value instanceof Storage || value instanceof Tensor) {
      return value instanceof Tensor ? "a tensor" : "a storage";
    }
    return value == Atom.NONE ? "nothing (None)" : "the atom " + value;
  }
}
