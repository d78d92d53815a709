// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.ciss4j.Ciss;
import org.ciss4j.common.CissException;
import org.ciss4j.result.config.DataConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.ScenarioConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Studies whose best runs are compared. */
public final class StudyOptions {
  @Option(
      names = "--from-study",
      paramLabel = "DIR,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Compare what ciss tune found to be best in each of these folders, as in"
              + " runs/tune-dkd,runs/tune-mib, instead of --methods; rows are named after the"
              + " folders. Trained on all training images, scored on test images.")
  private List<Path> studies = List.of();

  /** Whether any study is named. */
  public boolean areNamed() {
    return !studies.isEmpty();
  }

  /**
   * The best run of each study, by the name of its folder.
   *
   * @param spec of the command that was called
   * @param changed a run with what the other options change
   * @throws CissException of kind usage if a folder has no study with a best run, if two have one
   *     name, if their scenarios differ, or if an option is named that a study knows
   */
  public Map<String, Ciss> best(@Nullable CommandSpec spec, UnaryOperator<Ciss> changed) {
    GivenOptions.requireWithStored(
        spec,
        "--from-study",
        "studies say what is trained, but came %s; leave it out, or compare without --from-study",
        "--seeds",
        "--seed",
        "--base-seed",
        "--reference",
        "--out",
        "--protocol",
        "--held-out",
        "--evaluate");
    Map<String, Ciss> runs = new LinkedHashMap<>();
    for (Path study : studies) {
      Ciss run = changed.apply(Ciss.bestOf(study));
      if (runs.put(name(study), run) != null) {
        throw CissException.usage(
            "two studies would be called %s; name each once, or rename a folder", name(study));
      }
      requireSameScenario(studies.get(0), runs.values().iterator().next(), study, run);
    }
    return runs;
  }

  private static String name(Path study) {
    return study.toAbsolutePath().normalize().getFileName().toString();
  }

  private static void requireSameScenario(Path first, Ciss one, Path study, Ciss other) {
    Map<String, Object> expected = task(one.config());
    Map<String, Object> got = task(other.config());
    for (Map.Entry<String, Object> fact : expected.entrySet()) {
      Object value = got.get(fact.getKey());
      if (!fact.getValue().equals(value)) {
        throw CissException.usage(
            "only studies of one task can be compared, but the %s of %s is %s, and that of %s is"
                + " %s; leave one of them out",
            fact.getKey(), first, fact.getValue(), study, value);
      }
    }
  }

  /** What a run is to learn and be scored on, whatever its method. */
  private static Map<String, Object> task(RunConfig config) {
    Map<String, Object> task = new LinkedHashMap<>();
    DataConfig data = config.data();
    task.put("data set", data.dataset());
    task.put("data", data.folders());
    task.put("rule for unknown classes", data.unknownClasses());
    task.put("list of training images", Objects.requireNonNullElse(data.trainList(), "standard"));
    ScenarioConfig scenario = config.scenario();
    task.put("scenario", scenario.name());
    task.put("choice of classes", scenario.classes());
    task.put("class order", scenario.classOrder());
    task.put("setting", scenario.setting().label());
    task.put("seed of splits", scenario.rules().splitSeed());
    task.put("evaluation", config.evaluation());
    return task;
  }
}
