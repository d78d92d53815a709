// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Where in a file its tensors were found.
 *
 * @param dict path of the dict that holds them, such as {@code state_dict.model}; empty for the
 *     file itself
 * @param beside other dicts of tensors that stand beside it and are not read, such as {@code ema}
 * @param takenOff what all names have lost, such as {@code module._orig_mod.}; empty if nothing
 */
public record Whereabouts(String dict, List<String> beside, String takenOff) {
  /** Tensors that are at the root of a file, under their own names. */
  public static final Whereabouts ROOT = new Whereabouts("", List.of(), "");

  /** Copies the list. */
  public Whereabouts {
    beside = List.copyOf(beside);
  }

  /** The same, where names have lost more. */
  public Whereabouts without(String more) {
    return new Whereabouts(dict, beside, takenOff + more);
  }

  /** What of it is worth saying, in a line each. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!beside.isEmpty()) {
      String place = dict.isEmpty() ? "the root of the file" : quoted(dict);
      lines.add("read from " + place + ", and not from " + quoted(beside));
    } else if (!dict.isEmpty()) {
      lines.add("read from " + quoted(dict));
    }
    if (!takenOff.isEmpty()) {
      lines.add("names without their " + quoted(takenOff));
    }
    return List.copyOf(lines);
  }

  private static String quoted(String name) {
    return Printable.name(name);
  }

  private static String quoted(List<String> names) {
    return String.join(", ", names.stream().map(Printable::name).toList());
  }
}
