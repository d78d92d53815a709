// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.page.Format;
import org.ciss4j.result.SeedsComparison;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.Scenario;
import org.jspecify.annotations.Nullable;

/** What a report says: a line here for every section. */
public final class Contents {
  private Contents() {}

  /**
   * All that there is to say of runs.
   *
   * @param seeds of methods with several seeds, of which the comparison has one; null for none
   */
  public static Document of(
      Comparison comparison, Exhibits exhibits, @Nullable SeedsComparison seeds) {
    List<Document.Section> sections = new ArrayList<>();
    if (seeds != null) {
      sections.add(SeedsSection.of(seeds));
    }
    sections.add(ScoreSection.of(comparison));
    PublishedSection.of(comparison).ifPresent(sections::add);
    AblationSection.of(comparison).ifPresent(sections::add);
    sections.addAll(ExhibitSections.of(exhibits));
    sections.add(ClassSection.of(comparison));
    sections.add(ForgettingSection.of(comparison));
    sections.add(LossSection.of(comparison));
    DriftSection.of(comparison).ifPresent(sections::add);
    sections.add(SpeedSection.of(comparison));
    sections.add(ConfusionSection.of(comparison));
    LineageSection.of(comparison).ifPresent(sections::add);
    WeightsSection.of(comparison).ifPresent(sections::add);
    sections.add(ConfigurationSection.of(comparison));
    return new Document(title(comparison), facts(comparison), sections);
  }

  private static String title(Comparison comparison) {
    RunConfig config = comparison.config();
    List<String> labels = comparison.runs().stream().map(Run::label).toList();
    String runs = String.join(labels.size() == 2 ? " against " : ", ", labels);
    return Format.text(
        "%s on %s %s, %s",
        runs,
        config.data().dataset(),
        config.scenario().name(),
        config.scenario().setting().label());
  }

  private static List<Document.Fact> facts(Comparison comparison) {
    List<Document.Fact> facts = new ArrayList<>();
    facts.add(new Document.Fact("Data set", comparison.config().data().dataset()));
    facts.add(new Document.Fact("Scenario", scenario(comparison.scenario())));
    facts.add(new Document.Fact("Setting", comparison.config().scenario().setting().label()));
    facts.add(fact("Method", comparison, config -> config.method().name()));
    facts.add(fact("Backbone", comparison, config -> config.model().backbone()));
    facts.add(fact("Resolution", comparison, Contents::resolution));
    facts.add(fact("Scored on", comparison, Contents::scored));
    facts.add(
        new Document.Fact(
            "Background",
            comparison.protocol().backgroundInBase()
                ? "is one of the base classes, in mIoU base and in mIoU all"
                : "is in no mIoU"));
    facts.add(fact("Seed", comparison, config -> Long.toString(config.seed())));
    List<String> unfinished = unfinished(comparison);
    if (!unfinished.isEmpty()) {
      facts.add(new Document.Fact("Not finished", String.join("; ", unfinished)));
    }
    return facts;
  }

  private static String scenario(Scenario scenario) {
    int steps = scenario.stepCount();
    String sizes =
        steps == 1
            ? Format.text("%d classes in one step", scenario.classOrder().size())
            : Format.text(
                "%d base classes, then %d in %d %s",
                scenario.baseClasses().size(),
                scenario.novelClasses().size(),
                steps - 1,
                steps == 2 ? "step" : "steps");
    return scenario.name() + " (" + sizes + ")";
  }

  private static String resolution(RunConfig config) {
    int crop = config.training().crop();
    return Format.text("%d × %d pixels", crop, crop);
  }

  private static String scored(RunConfig config) {
    EvaluationConfig evaluation = config.evaluation();
    String images = evaluation.onHeldOut() ? "training images held out" : "test images";
    return switch (evaluation.region()) {
      case FULL -> Format.text("whole %s at their own size", images);
      case CROP ->
          Format.text(
              "the central %1$d × %1$d pixels of %2$s whose shorter side is resized to %1$d",
              config.training().crop(), images);
    };
  }

  /** One value if all runs have the same, else each one with its run. */
  private static Document.Fact fact(
      String name, Comparison comparison, Function<RunConfig, String> property) {
    List<String> values =
        comparison.runs().stream().map(run -> property.apply(run.config())).distinct().toList();
    return new Document.Fact(name, String.join("; ", values));
  }

  private static List<String> unfinished(Comparison comparison) {
    return comparison.runs().stream()
        .filter(run -> !comparison.isWhole(run))
        .map(
            run ->
                Format.text(
                    "%s: %d of %d steps are done",
                    run.label(), run.steps().size(), comparison.stepsOf(run)))
        .toList();
  }
}
