// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ciss4j.graph.weights.PickleValue.Dict;
import org.ciss4j.graph.weights.PickleValue.Opaque;
import org.ciss4j.graph.weights.PickleValue.Tensor;
import org.ciss4j.graph.weights.PickleValue.Text;

/** Finds the named tensors in what a checkpoint holds. */
final class StateDict {
  /** Where training scripts put the state dict of their model, the first that is there counts. */
  private static final List<String> KEYS =
      List.of(
          "state_dict",
          "model_state_dict",
          "model_state",
          "model",
          "net",
          "network",
          "module",
          "weights",
          "params");

  private static final String ADVICE = "in Python: torch.save(model.state_dict(), FILE)";

  /** What data-parallel training writes in front of every name. */
  private static final String PARALLEL = "module.";

  /** What a module may keep beside its tensors, in any form. */
  private static final String EXTRA = "_extra_state";

  private static final int MOST_NAMES = 8;

  private final OpenFile file;

  private StateDict(OpenFile file) {
    this.file = file;
  }

  /** The tensors by name in their order; names without the prefix of data-parallel training. */
  static Map<String, Tensor> find(OpenFile file, PickleValue root) {
    return withoutPrefix(new StateDict(file).tensors(root));
  }

  private Map<String, Tensor> tensors(PickleValue root) {
    if (!(root instanceof Dict dict)) {
      throw file.wrong("a state dict", PickleValue.describe(root), ADVICE);
    }
    for (String key : KEYS) {
      if (value(dict, key) instanceof Dict inner && hasTensors(inner)) {
        return collect(inner);
      }
    }
    if (!hasTensors(dict)) {
      dict.items().forEach(this::requireNoWeights);
      throw file.wrong(
          "a dict of tensors, or one under " + String.join(", ", KEYS),
          "a dict with " + names(dict),
          ADVICE);
    }
    return collect(dict);
  }

  private PickleValue value(Dict dict, String key) {
    List<PickleValue> found =
        dict.items().stream()
            .filter(item -> item.key() instanceof Text text && text.value().equals(key))
            .map(Dict.Item::value)
            .toList();
    if (found.size() > 1) {
      throw file.damaged("one " + Printable.name(key), found.size() + " of them");
    }
    return found.isEmpty() ? PickleValue.Atom.NONE : found.get(0);
  }

  private static boolean hasTensors(Dict dict) {
    return dict.items().stream().anyMatch(item -> item.value() instanceof Tensor);
  }

  private static String names(Dict dict) {
    if (dict.items().isEmpty()) {
      return "nothing in it";
    }
    return dict.items().stream()
        .limit(MOST_NAMES)
        .map(item -> nameOrDescription(item.key()))
        .collect(
            Collectors.joining(", ", "", dict.items().size() > MOST_NAMES ? " and others" : ""));
  }

  private static String nameOrDescription(PickleValue key) {
    return key instanceof Text text ? Printable.name(text.value()) : PickleValue.describe(key);
  }

  private Map<String, Tensor> collect(Dict dict) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Dict.Item item : dict.items()) {
      if (item.value() instanceof Tensor tensor) {
        if (tensors.put(name(item.key()), tensor) != null) {
          throw file.damaged("one tensor " + PickleValue.describe(item.key()), "two");
        }
      } else {
        requireNoWeights(item);
      }
    }
    return tensors;
  }

  private String name(PickleValue key) {
    if (key instanceof Text text) {
      return text.value();
    }
    throw file.wrong("a text as the name of each tensor", PickleValue.describe(key), ADVICE);
  }

  /** Numbers and the like may be left out, arrays of a kind that is not read here may not. */
  private void requireNoWeights(Dict.Item item) {
    if (item.value() instanceof Opaque opaque
        && (opaque.global().startsWith("torch.") || opaque.global().startsWith("numpy."))
        && !(item.key() instanceof Text text && text.value().endsWith(EXTRA))) {
      throw file.wrong(
          "a dense tensor under " + PickleValue.describe(item.key()),
          PickleValue.describe(opaque),
          "in Python, make it a plain tensor or leave it out, and save again");
    }
  }

  private static Map<String, Tensor> withoutPrefix(Map<String, Tensor> tensors) {
    if (!tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL))) {
      return tensors;
    }
    Map<String, Tensor> plain = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> plain.put(name.substring(PARALLEL.length()), tensor));
    return plain;
  }
}
