// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.torch.PickleValue.Atom;
import org.ciss4j.graph.weights.torch.PickleValue.Dict;
import org.ciss4j.graph.weights.torch.PickleValue.Global;
import org.ciss4j.graph.weights.torch.PickleValue.Opaque;
import org.ciss4j.graph.weights.torch.PickleValue.Sequence;
import org.ciss4j.graph.weights.torch.PickleValue.Storage;
import org.ciss4j.graph.weights.torch.PickleValue.Tensor;
import org.ciss4j.graph.weights.torch.PickleValue.Text;
import org.ciss4j.graph.weights.torch.PickleValue.Whole;

/**
 * The functions that {@code torch.save} writes for tensors and dicts: a closed list. All others are
 * never called, what they would have made is an {@link Opaque}.
 */
final class TorchCalls implements PickleMachine.Calls {
  private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
  private static final String OLD_TENSOR = "torch._utils._rebuild_tensor";
  private static final int HIGHEST_RANK = 32; // of ND4J

  /**
   * Of all tensors together: one that is made a million times over is a program's, not a model's.
   */
  private static final int MOST_DIMENSIONS = 1 << 20;

  private final OpenFile file;
  private int dimensionsLeft = MOST_DIMENSIONS;
  private final Map<String, Storage> storages = new LinkedHashMap<>();

  TorchCalls(OpenFile file) {
    this.file = file;
  }

  /** The storages that were spoken of, by key. */
  Map<String, Storage> storages() {
    return Collections.unmodifiableMap(storages);
  }

  @Override
  public PickleValue call(Global function, Sequence arguments) {
    List<PickleValue> values = arguments.values();
    return switch (function.name()) {
      case TENSOR, OLD_TENSOR -> tensor(values);
      case "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "torch.Size" ->
          values.isEmpty() ? new Opaque(function.name()) : values.get(0);
      case "torch._tensor._rebuild_from_type_v2" -> withAttributes(values);
      case "collections.OrderedDict" -> dict(values);
      default -> new Opaque(function.name());
    };
  }

  /** A tensor to which somebody gave attributes: function, class, arguments, attributes. */
  private PickleValue withAttributes(List<PickleValue> arguments) {
    if (arguments.size() > 2
        && arguments.get(0) instanceof Global function
        && (function.name().equals(TENSOR) || function.name().equals(OLD_TENSOR))
        && arguments.get(2) instanceof Sequence inner) {
      return tensor(inner.values());
    }
    return new Opaque("torch._tensor._rebuild_from_type_v2");
  }

  /** Storage, offset, size and stride; more, such as whether it is trained, does not matter. */
  private PickleValue tensor(List<PickleValue> arguments) {
    if (arguments.size() < 4
        || !(arguments.get(0) instanceof Storage storage)
        || !(arguments.get(1) instanceof Whole offset)
        || !(arguments.get(2) instanceof Sequence size)
        || !(arguments.get(3) instanceof Sequence stride)) {
      throw file.damaged("a tensor made of storage, offset, size and stride", "something else");
    }
    dimensionsLeft -= 1 + size.values().size();
    if (dimensionsLeft < 0) {
      throw file.damaged("tensors of at most " + MOST_DIMENSIONS + " dimensions in all", "more");
    }
    return new Tensor(storage, offset.value(), counts(size, "size"), counts(stride, "stride"));
  }

  private List<Long> counts(Sequence sequence, String what) {
    if (sequence.values().size() > HIGHEST_RANK) {
      throw file.damaged(
          "at most " + HIGHEST_RANK + " numbers as " + what + " of a tensor",
          Integer.toString(sequence.values().size()));
    }
    return sequence.values().stream().map(value -> count(value, what)).toList();
  }

  private long count(PickleValue value, String what) {
    if (value instanceof Whole whole && whole.value() >= 0) {
      return whole.value();
    }
    throw file.damaged(
        "numbers of 0 to 2^63 - 1 as " + what + " of a tensor", PickleValue.describe(value));
  }

  /** Python 3 starts from nothing and sets items, Python 2 gave a list of pairs. */
  private PickleValue dict(List<PickleValue> arguments) {
    Dict dict = new Dict();
    if (!arguments.isEmpty() && arguments.get(0) instanceof Sequence pairs) {
      for (PickleValue pair : pairs.values()) {
        if (!(pair instanceof Sequence item) || item.values().size() != 2) {
          throw file.damaged("pairs of key and value", PickleValue.describe(pair));
        }
        dict.items().add(new Dict.Item(item.values().get(0), item.values().get(1)));
      }
    }
    return dict;
  }

  @Override
  public PickleValue persistent(PickleValue identifier) {
    if (identifier instanceof Sequence sequence
        && !sequence.values().isEmpty()
        && sequence.values().get(0) instanceof Text kind) {
      List<PickleValue> values = sequence.values();
      if (kind.value().equals("storage") && values.size() >= 5) {
        return storage(values);
      }
      // The source text of a module's class, which old versions kept beside it.
      if (kind.value().equals("module") && values.size() >= 2) {
        return values.get(1);
      }
    }
    throw file.damaged("an identifier of a storage", PickleValue.describe(identifier));
  }

  private Storage storage(List<PickleValue> identifier) {
    if (!(identifier.get(1) instanceof Global type)
        || !(identifier.get(2) instanceof Text key)
        || !(identifier.get(4) instanceof Whole elements)
        || elements.value() < 0) {
      throw file.damaged("class, key, device and length of a storage", "something else");
    }
    Storage whole = new Storage(type.name(), key.value(), elements.value(), 0, elements.value());
    Storage first = storages.putIfAbsent(key.value(), whole);
    if (first != null && !first.equals(whole)) {
      throw file.damaged(
          "one type and length of storage " + Printable.name(key.value()), "two of them");
    }
    return identifier.size() > 5 ? view(whole, identifier.get(5)) : whole;
  }

  /** Old versions shared memory by views of storages: key, offset and length. */
  private Storage view(Storage whole, PickleValue metadata) {
    if (metadata == Atom.NONE) {
      return whole;
    }
    if (metadata instanceof Sequence view
        && view.values().size() == 3
        && view.values().get(1) instanceof Whole offset
        && view.values().get(2) instanceof Whole length
        && offset.value() >= 0
        && length.value() >= 0
        && offset.value() <= whole.elements() - length.value()) {
      return new Storage(
          whole.type(), whole.key(), whole.elements(), offset.value(), length.value());
    }
    throw file.damaged(
        "a view inside of storage " + Printable.name(whole.key()), PickleValue.describe(metadata));
  }
}
