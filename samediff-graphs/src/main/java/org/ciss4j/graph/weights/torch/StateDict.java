// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ciss4j.graph.weights.tensor.OpenFile;
import org.ciss4j.graph.weights.tensor.Printable;
import org.ciss4j.graph.weights.tensor.Whereabouts;
import org.ciss4j.graph.weights.tensor.Wrappers;
import org.ciss4j.graph.weights.torch.PickleValue.Dict;
import org.ciss4j.graph.weights.torch.PickleValue.Opaque;
import org.ciss4j.graph.weights.torch.PickleValue.Tensor;
import org.ciss4j.graph.weights.torch.PickleValue.Text;
import org.jspecify.annotations.Nullable;

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

  /** What a module may keep beside its tensors, in any form. */
  private static final String EXTRA = "_extra_state";

  /** Dicts whose names begin like this hold what an optimiser keeps, which is no model. */
  private static final String OPTIMISER = "optim";

  private static final int MOST_NAMES = 8;

  /** Deeper than any checkpoint nests its dicts; a hostile one would nest them without end. */
  private static final int DEEPEST = 8;

  private final OpenFile file;

  /** What is known of dicts, as one may be found along many ways. */
  private final IdentityHashMap<Dict, Boolean> holdTensors = new IdentityHashMap<>();

  private StateDict(OpenFile file) {
    this.file = file;
  }

  /** The tensors by name in their order, and where they were. */
  record Found(Map<String, Tensor> tensors, Whereabouts whereabouts) {}

  /** Finds the tensors; their names are without what wrappers of the model put into them. */
  static Found find(OpenFile file, PickleValue root) {
    return new StateDict(file).find(root);
  }

  private Found find(PickleValue root) {
    if (!(root instanceof Dict dict)) {
      throw file.wrong("a state dict", PickleValue.describe(root), ADVICE);
    }
    List<String> path = new ArrayList<>();
    List<String> beside = new ArrayList<>();
    for (Dict.Item inner = innerDict(dict);
        inner != null && path.size() < DEEPEST;
        inner = innerDict(dict)) {
      beside.addAll(besides(dict, String.join(".", path), inner.value()));
      path.add(nameOf(inner));
      dict = (Dict) inner.value();
    }
    String place = String.join(".", path);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    if (isStateDict(dict)) {
      beside.addAll(besides(dict, place, dict));
      collect(dict, "", tensors);
    } else {
      Set<PickleValue> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      dictsOfTensors(dict).forEach(part -> collectAll(part, "", tensors, seen, DEEPEST));
    }
    if (tensors.isEmpty()) {
      dict.items().forEach(this::requireNoWeights);
      throw file.wrong(
          "a dict of tensors, or one under " + String.join(", ", KEYS),
          "a dict with " + names(dict),
          ADVICE);
    }
    Wrappers.Plain<Tensor> plain = Wrappers.takeOff(tensors);
    return new Found(plain.values(), new Whereabouts(place, beside, plain.takenOff()));
  }

  /**
   * The dict of a dict in which the model is: the first that is named so, or the only one where the
   * dict is no model itself; null if there is none.
   */
  private Dict.@Nullable Item innerDict(Dict dict) {
    for (String key : KEYS) {
      Dict.Item item = item(dict, key);
      if (item != null && holdsTensors(item, DEEPEST)) {
        return item;
      }
    }
    List<Dict.Item> all = dictsOfTensors(dict);
    return all.size() == 1 && !isStateDict(dict) ? all.get(0) : null;
  }

  /** The paths of dicts of tensors in a dict, but for one. */
  private List<String> besides(Dict dict, String path, PickleValue taken) {
    return dictsOfTensors(dict).stream()
        .filter(other -> other.value() != taken)
        .map(other -> joined(path, nameOf(other)))
        .toList();
  }

  /**
   * Whether the tensors of a dict are a model. Parameters have names of several parts; others, such
   * as a score beside dicts of tensors, are no model.
   */
  private boolean isStateDict(Dict dict) {
    return hasTensors(dict)
        && (dictsOfTensors(dict).isEmpty()
            || dict.items().stream()
                .anyMatch(
                    item -> item.value() instanceof Tensor && nameOrNothing(item).contains(".")));
  }

  private List<Dict.Item> dictsOfTensors(Dict dict) {
    return dict.items().stream().filter(item -> holdsTensors(item, DEEPEST)).toList();
  }

  /** Whether it is a dict of tensors of a model, itself or further in. */
  private boolean holdsTensors(Dict.Item item, int depth) {
    if (depth == 0 || !isPart(item) || !(item.value() instanceof Dict dict)) {
      return false;
    }
    Boolean known = holdTensors.putIfAbsent(dict, false);
    if (known != null) {
      return known;
    }
    boolean holds =
        hasTensors(dict) || dict.items().stream().anyMatch(inner -> holdsTensors(inner, depth - 1));
    holdTensors.put(dict, holds);
    return holds;
  }

  /** Whether its name may be a part of the name of a parameter. */
  private static boolean isPart(Dict.Item item) {
    return item.key() instanceof Text text
        && !text.value().toLowerCase(Locale.ROOT).startsWith(OPTIMISER);
  }

  private static String nameOf(Dict.Item item) {
    return ((Text) item.key()).value();
  }

  private static String nameOrNothing(Dict.Item item) {
    return item.key() instanceof Text text ? text.value() : "";
  }

  private static String joined(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private Dict.@Nullable Item item(Dict dict, String key) {
    List<Dict.Item> found =
        dict.items().stream()
            .filter(item -> item.key() instanceof Text text && text.value().equals(key))
            .toList();
    if (found.size() > 1) {
      throw file.damaged("one " + Printable.name(key), found.size() + " of them");
    }
    return found.isEmpty() ? null : found.get(0);
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
        .map(StateDict::nameAndObject)
        .collect(
            Collectors.joining(", ", "", dict.items().size() > MOST_NAMES ? " and others" : ""));
  }

  private static String nameAndObject(Dict.Item item) {
    String name =
        item.key() instanceof Text text
            ? Printable.name(text.value())
            : PickleValue.describe(item.key());
    return item.value() instanceof Opaque object
        ? name + " (" + PickleValue.describe(object) + ")"
        : name;
  }

  /** The tensors of a dict, and of those in it, by their paths; of each dict once. */
  private void collectAll(
      Dict.Item part, String path, Map<String, Tensor> tensors, Set<PickleValue> seen, int depth) {
    if (depth > 0 && seen.add(part.value())) {
      String place = joined(path, nameOf(part));
      Dict dict = (Dict) part.value();
      collect(dict, place, tensors);
      dictsOfTensors(dict).forEach(inner -> collectAll(inner, place, tensors, seen, depth - 1));
    }
  }

  private void collect(Dict dict, String path, Map<String, Tensor> tensors) {
    for (Dict.Item item : dict.items()) {
      if (item.value() instanceof Tensor tensor) {
        if (tensors.put(joined(path, name(item.key())), tensor) != null) {
          throw file.damaged("one tensor " + PickleValue.describe(item.key()), "two");
        }
      } else {
        requireNoWeights(item);
      }
    }
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
}
