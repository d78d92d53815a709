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

  /** The line of graphs and backends, which lie above the ops and below the networks. */
  private static final String GRAPHS = "graph";

  private static final Map<String, List<String>> MAY_USE = table();

  private Arrows() {}

  private static Map<String, List<String>> table() {
    Map<String, List<String>> table = new LinkedHashMap<>();
    table.put("file", List.of());
    table.put("graph.machine", List.of());
    table.put("graph.option", List.of());
    table.put("graph.memory", List.of("graph.machine"));
    table.put("graph.kernel", List.of("graph.option", "graph.machine", "graph.memory"));
    table.put("graph.exec", List.of("graph.machine", "graph.memory", "graph.kernel"));
    // What an op is, and the few ops that have one form for every backend.
    table.put("graph.op", List.of("graph.option", "graph.machine", "graph.memory", "graph.exec"));
    table.put(
        "graph.cpu",
        List.of(
            "graph.option",
            "graph.machine",
            "graph.memory",
            "graph.kernel",
            "graph.exec",
            "graph.op"));
    table.put("graph.portable", List.of("graph.option", "graph.op"));
    // Graphs and backends: whoever builds networks or trains them sees these two of the above.
    table.put(
        GRAPHS,
        List.of(
            "graph.option",
            "graph.machine",
            "graph.memory",
            "graph.kernel",
            "graph.exec",
            "graph.op",
            "graph.cpu",
            "graph.portable"));
    table.put("graph.ridge", List.of());
    table.put("graph.model", List.of("graph", "graph.option", "graph.machine", "graph.op"));
    table.put("graph.onnx", List.of("graph", "graph.option", "graph.op", "graph.model"));
    table.put("graph.loss", List.of("graph", "graph.option", "graph.op", "graph.model"));
    table.put("graph.weights.tensor", List.of("file", "graph.machine"));
    table.put("graph.weights.torch", List.of("file", "graph.weights.tensor"));
    table.put(
        "graph.weights",
        List.of("file", "graph.model", "graph.weights.tensor", "graph.weights.torch"));
    table.put("common", List.of());
    table.put("scenario", List.of("common"));
    table.put("data.option", List.of("common"));
    table.put("metric", List.of("common", "scenario"));
    table.put("result.store", List.of("file", "common"));
    table.put(
        "result.config",
        List.of("common", "scenario", "metric", "result.store", "graph.option", "data.option"));
    table.put(
        "result", List.of("file", "common", "scenario", "metric", "result.store", "result.config"));
    table.put("data.image", List.of("file", "common", "data.option"));
    table.put("data.label", List.of("common", "scenario", "data.image"));
    table.put("data", List.of("common", "scenario", "data.option", "data.image", "data.label"));
    table.put("data.saliency", List.of("file", "common", "data.image", "data"));
    table.put("data.batch", List.of("common", "scenario", "data.image", "data"));
    table.put(
        "data.set",
        List.of("common", "scenario", "data.option", "data.image", "data.label", "data"));
    table.put(
        "data.foreign",
        List.of("file", "common", "scenario", "data.image", "data.label", "data", "data.set"));
    table.put(
        "learn",
        List.of(
            "common",
            "scenario",
            "result",
            "result.config",
            "data",
            "data.set",
            "graph",
            "graph.option",
            "graph.memory",
            "graph.op",
            "graph.model",
            "graph.loss",
            "graph.ridge"));
    // Scores become labels at image resolution, row by row, by a kernel of the graphs.
    table.put(
        "method.label",
        List.of(
            "common", "scenario", "data", "data.saliency", "learn", "graph.kernel", "graph.model"));
    table.put(
        "method",
        List.of(
            "common",
            "scenario",
            "result.config",
            "data",
            "data.saliency",
            "learn",
            "method.label",
            "graph",
            "graph.option",
            "graph.model",
            "graph.loss",
            "graph.ridge"));
    table.put(
        "train.evaluate",
        List.of(
            "common",
            "scenario",
            "metric",
            "data",
            "data.batch",
            "method.label",
            "graph",
            "graph.kernel",
            "graph.machine",
            "graph.memory",
            "graph.model"));
    table.put(
        "train",
        List.of(
            "file",
            "common",
            "scenario",
            "metric",
            "result",
            "result.store",
            "result.config",
            "data",
            "data.set",
            "data.batch",
            "data.saliency",
            "train.evaluate",
            "learn",
            "method",
            "method.label",
            "graph",
            "graph.option",
            "graph.machine",
            "graph.memory",
            "graph.kernel",
            "graph.exec",
            "graph.op",
            "graph.model",
            "graph.loss",
            "graph.onnx",
            "graph.weights",
            "graph.weights.tensor"));
    table.put(
        "train.grow",
        List.of(
            "common",
            "scenario",
            "metric",
            "result",
            "result.config",
            "data",
            "data.set",
            "data.batch",
            "train.evaluate",
            "learn",
            "method",
            "graph.model",
            "train"));
    // Of data a report takes the counts of classes, which are plain records, and their colours.
    table.put("report.plot", List.of("data.label"));
    table.put("report.page", List.of("common", "metric", "data", "report.plot"));
    table.put(
        "report.section",
        List.of(
            "graph.option",
            "common",
            "scenario",
            "metric",
            "result",
            "result.config",
            "data",
            "data.option",
            "report.plot",
            "report.page"));
    table.put(
        "report",
        List.of(
            "common",
            "scenario",
            "metric",
            "result",
            "result.store",
            "result.config",
            "data",
            "report.plot",
            "report.page",
            "report.section"));
    table.put(
        "tensorboard",
        List.of(
            "common",
            "scenario",
            "metric",
            "result",
            "data",
            "train",
            "report",
            "report.page",
            "report.plot",
            "report.section"));
    table.put("watch", List.of("common", "result", "report"));
    // The facade and the command line see everything below them, and nothing below sees them.
    table.put(FACADE, List.copyOf(table.keySet()));
    table.put("cli.output", List.copyOf(table.keySet()));
    table.put("cli.option", List.copyOf(table.keySet()));
    table.put("cli.run", List.copyOf(table.keySet()));
    table.put("cli", List.copyOf(table.keySet()));
    table.put("tuning.space", List.of("common"));
    table.put("tuning.arbiter", List.of("common", "tuning.space"));
    table.put(
        "tuning",
        List.of(
            FACADE,
            "file",
            "common",
            "scenario",
            "metric",
            "result",
            "result.store",
            "result.config",
            "data",
            "method",
            "train",
            "tuning.space",
            "tuning.arbiter"));
    // Pages are made of the blocks of the toolkit's reports.
    table.put(
        "tuning.report",
        List.of(
            "file",
            "scenario",
            "metric",
            "result",
            "result.config",
            "report",
            "report.plot",
            "report.page",
            "report.section",
            "watch",
            "tuning.space",
            "tuning"));
    table.put("tuning.spark", List.of("common", "tuning"));
    table.put("tuning.cli", List.copyOf(table.keySet()));
    // Runs what people write into cells, whatever that uses.
    table.put("notebook", List.of("result"));
    // Shows what the commands say of themselves.
    table.put("site", List.of("cli"));
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

  /** Whether a line is of a package; that of the graphs themselves is of none below it. */
  private static boolean covers(String line, String packageName) {
    return line.equals(GRAPHS)
        ? packageName.equals(ROOT + "." + GRAPHS)
        : (packageName + ".").startsWith(ROOT + "." + line + ".");
  }

  /** The longest line of the table that covers the package. */
  private static Optional<String> lineOf(String packageName) {
    if (packageName.equals(ROOT)) {
      return Optional.of(FACADE);
    }
    return MAY_USE.keySet().stream()
        .filter(line -> !line.equals(FACADE))
        .filter(line -> covers(line, packageName))
        .reduce((a, b) -> a.length() >= b.length() ? a : b);
  }
}
