// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which package of ciss4j may use which: the arrows of the design, from the ground up. A package
 * covers its sub-packages, so {@code graph.op.conv} obeys the line of {@code graph.op}.
 */
final class Arrows {
  static final String ROOT = "org.ciss4j";

  /** The line of the classes directly in the root package. */
  private static final String FACADE = "";

  private static final Map<String, List<String>> MAY_USE = table();

  private Arrows() {}

  private static Map<String, List<String>> table() {
    Map<String, List<String>> table = new LinkedHashMap<>();
    table.put("file", List.of());
    table.put("graph.op", List.of());
    table.put("graph.model", List.of("graph.op"));
    table.put("graph.onnx", List.of("graph.op", "graph.model"));
    table.put("graph.ridge", List.of());
    table.put("graph.loss", List.of("graph.op", "graph.model"));
    // Of the ops the memory of this machine, and nothing else.
    table.put("graph.weights", List.of("file", "graph.op", "graph.model"));
    table.put("scenario", List.of());
    table.put("metric", List.of("scenario"));
    table.put("result", List.of("file", "scenario", "metric"));
    table.put("data.image", List.of("file", "scenario"));
    table.put("data.label", List.of("scenario", "data.image"));
    table.put("data.saliency", List.of("file", "scenario", "data.image"));
    table.put("data", List.of("scenario", "data.image", "data.label", "data.saliency"));
    table.put("data.foreign", List.of("file", "scenario", "data.image", "data.label", "data"));
    table.put(
        "learn",
        List.of(
            "scenario", "result", "data", "graph.op", "graph.model", "graph.loss", "graph.ridge"));
    // Of the ops a method names the rule that splits logits, which is one of its hyper-parameters.
    table.put(
        "method",
        List.of(
            "scenario",
            "result",
            "data",
            "learn",
            "graph.op",
            "graph.model",
            "graph.loss",
            "graph.ridge"));
    table.put(
        "train",
        List.of(
            "file",
            "scenario",
            "metric",
            "result",
            "data",
            "data.saliency",
            "learn",
            "method",
            "graph.op",
            "graph.model",
            "graph.loss",
            "graph.onnx",
            "graph.weights"));
    // Of data a report takes the counts of classes, which are plain records, and their colours.
    table.put("report", List.of("scenario", "metric", "result", "data", "data.label"));
    table.put("tensorboard", List.of("scenario", "metric", "result", "data", "train", "report"));
    table.put("watch", List.of("scenario", "result", "report"));
    // The facade and the command line see everything below them, and nothing below sees them.
    table.put(FACADE, List.copyOf(table.keySet()));
    table.put("cli", List.copyOf(table.keySet()));
    table.put("tuning.space", List.of("scenario"));
    table.put("tuning.arbiter", List.of("scenario", "tuning.space"));
    table.put(
        "tuning",
        List.of(
            FACADE,
            "file",
            "scenario",
            "metric",
            "result",
            "data",
            "method",
            "train",
            "tuning.space",
            "tuning.arbiter"));
    // Pages are made of the blocks of the toolkit's reports.
    table.put(
        "tuning.report",
        List.of("scenario", "metric", "result", "report", "tuning.space", "tuning"));
    table.put("tuning.spark", List.of("scenario", "tuning"));
    table.put("tuning.cli", List.copyOf(table.keySet()));
    // Runs what people write into cells, whatever that uses.
    table.put("notebook", List.of("result"));
    // What a user writes.
    table.put("examples", List.copyOf(table.keySet()));
    return table;
  }

  /** Holds for a class whose package is in the table and that uses only what its line allows. */
  static ArchCondition<JavaClass> point() {
    return new ArchCondition<>("follow the table of packages in Arrows") {
      @Override
      public void check(JavaClass user, ConditionEvents events) {
        Optional<String> line = lineOf(user.getPackageName());
        if (line.isEmpty()) {
          events.add(
              SimpleConditionEvent.violated(
                  user,
                  user.getName() + " is in a package that the table in Arrows does not name"));
          return;
        }
        for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
          checkArrow(line.get(), dependency, events);
        }
      }
    };
  }

  private static void checkArrow(String from, Dependency dependency, ConditionEvents events) {
    String targetPackage = dependency.getTargetClass().getBaseComponentType().getPackageName();
    if (!isOurs(targetPackage)) {
      return;
    }
    String to = lineOf(targetPackage).orElse(targetPackage);
    List<String> allowed = MAY_USE.getOrDefault(from, List.of());
    if (!to.equals(from) && !allowed.contains(to)) {
      String message = "%s may use %s of ciss4j, not %s: %s";
      events.add(
          SimpleConditionEvent.violated(
              dependency,
              message.formatted(
                  from, allowed.isEmpty() ? "nothing" : allowed, to, dependency.getDescription())));
    }
  }

  private static boolean isOurs(String packageName) {
    return packageName.equals(ROOT) || packageName.startsWith(ROOT + ".");
  }

  /** The longest line of the table that covers the package. */
  private static Optional<String> lineOf(String packageName) {
    if (packageName.equals(ROOT)) {
      return Optional.of(FACADE);
    }
    return MAY_USE.keySet().stream()
        .filter(line -> !line.equals(FACADE))
        .filter(line -> (packageName + ".").startsWith(ROOT + "." + line + "."))
        .reduce((a, b) -> a.length() >= b.length() ? a : b);
  }
}
