// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights.tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What programs that wrap a model put into the names of its parameters. */
public final class Wrappers {
  /** What data-parallel training writes in front of every name. A model may have such a part. */
  private static final String PARALLEL = "module.";

  /** Of torch.compile, sharding and recomputation, in any place; no model has such parts. */
  private static final List<String> ANYWHERE =
      List.of(
          "_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module.", "_forward_module.");

  private Wrappers() {}

  /**
   * Values by their names without wrappers.
   *
   * @param takenOff what the names have lost, in order; empty if nothing
   */
  public record Plain<T>(Map<String, T> values, String takenOff) {}

  /** Takes wrappers off all names; nothing changes where two names would become one. */
  public static <T> Plain<T> takeOff(Map<String, T> values) {
    Plain<T> plain = new Plain<>(values, "");
    while (true) {
      Plain<T> next = once(plain);
      if (next.values.size() < values.size()) {
        return new Plain<>(values, "");
      }
      if (next.takenOff.equals(plain.takenOff)) {
        return plain;
      }
      plain = next;
    }
  }

  private static <T> Plain<T> once(Plain<T> plain) {
    Map<String, T> values = plain.values;
    if (!values.isEmpty() && values.keySet().stream().allMatch(n -> n.startsWith(PARALLEL))) {
      return renamed(plain, PARALLEL, true);
    }
    for (String wrapper : ANYWHERE) {
      if (values.keySet().stream().anyMatch(name -> isIn(name, wrapper))) {
        return renamed(plain, wrapper, false);
      }
    }
    return plain;
  }

  private static boolean isIn(String name, String wrapper) {
    return name.startsWith(wrapper) || name.contains("." + wrapper);
  }

  private static <T> Plain<T> renamed(Plain<T> plain, String wrapper, boolean inFront) {
    Map<String, T> renamed = new LinkedHashMap<>();
    plain.values.forEach(
        (name, value) ->
            renamed.put(
                inFront ? name.substring(wrapper.length()) : without(name, wrapper), value));
    return new Plain<>(renamed, plain.takenOff + wrapper);
  }

  private static String without(String name, String wrapper) {
    return ("." + name).replace("." + wrapper, ".").substring(1);
  }
}
