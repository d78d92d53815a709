// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ciss4j.file.AtomicFile;
import org.ciss4j.metric.Percent;
import org.ciss4j.report.Reports;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.section.RepeatCommand;
import org.ciss4j.result.ShellWord;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.tuning.StudyPlan;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;

/**
 * The report of a study: the best configuration and the command that trains it, what each parameter
 * has to do with the score, and all trials.
 */
public final class StudyReport {
  private StudyReport() {}

  /**
   * Writes {@code report.html}, which needs no other file, into the folder of a study, and {@code
   * trials.csv}, a line for each trial.
   *
   * @return the file
   */
  public static Path write(Path study, StudyResult result) {
    Path html = study.resolve("report.html");
    Front front = Front.of(study, result);
    AtomicFile.write(study.resolve("trials.csv"), TrialCsv.text(study, result, front));
    Reports.write(document(study, result, front), html);
    return html;
  }

  private static Document document(Path study, StudyResult result, Front front) {
    List<Document.Section> sections = new ArrayList<>();
    result.best().ifPresent(best -> sections.add(best(study, result, best)));
    CourseSection.of(result).ifPresent(sections::add);
    FrontSection.of(result, front).ifPresent(sections::add);
    List<Axis> axes = Axis.of(result);
    sections.addAll(ParameterSections.of(result, axes));
    sections.add(TrialSection.of(study, result));
    return new Document(title(result), facts(result), sections);
  }

  static String title(StudyResult result) {
    RunConfig config = result.plan().config();
    return Words.text(
        "Study of %s on %s %s, %s",
        config.method().name(),
        config.data().dataset(),
        config.scenario().name(),
        config.scenario().setting().label());
  }

  private static List<Document.Fact> facts(StudyResult result) {
    StudyPlan plan = result.plan();
    RunConfig config = plan.config();
    return List.of(
        new Document.Fact("Searched", String.join("; ", plan.space())),
        new Document.Fact("Strategy", strategy(plan)),
        new Document.Fact(
            "Wanted high", plan.goal().label() + " after the last step" + beside(plan)),
        new Document.Fact(
            "Scored on",
            Words.text(
                "%s %% of each step's training images, kept from training; test images were not"
                    + " opened",
                Words.number(100 * config.evaluation().heldOut()))),
        new Document.Fact("Trials", outcomes(result)),
        new Document.Fact("Backbone", config.model().backbone()),
        new Document.Fact(
            "Seed", plan.ownSeeds() ? "one for each trial" : Long.toString(config.seed())));
  }

  private static String beside(StudyPlan plan) {
    return plan.beside().stream()
        .map(goal -> "; beside it " + (goal.scores() ? goal.label() : "little " + goal.label()))
        .collect(Collectors.joining());
  }

  private static String strategy(StudyPlan plan) {
    return switch (plan.strategy().kind()) {
      case RANDOM, TPE -> plan.strategy().kind().label() + ", seed " + plan.strategy().seed();
      case GRID -> "grid, " + plan.strategy().points() + " values of each range";
      case GENETIC ->
          Words.text(
              "genetic, %d parents, seed %d", plan.strategy().population(), plan.strategy().seed());
    };
  }

  /** How many trials ended how. */
  static String outcomes(StudyResult result) {
    return Words.text(
        "%d finished, %d given up as hopeless, %d failed, %d broken off",
        count(result, Trial.Outcome.FINISHED),
        count(result, Trial.Outcome.HOPELESS),
        count(result, Trial.Outcome.FAILED),
        count(result, Trial.Outcome.BROKEN_OFF));
  }

  private static long count(StudyResult result, Trial.Outcome outcome) {
    return result.trials().stream().filter(trial -> trial.outcome() == outcome).count();
  }

  private static Document.Section best(Path study, StudyResult result, Trial best) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Text(
            Words.text(
                "Trial %d has the highest %s, %s on held-out images: %s.",
                best.number(),
                result.plan().goal().label(),
                Percent.of(best.score()),
                Words.values(best))));
    blocks.add(
        new Block.Text("This trains it on all training images and scores it on test images:"));
    blocks.add(new Block.Command("ciss train --from-study " + ShellWord.quoted(study.toString())));
    Optional<String> command = RepeatCommand.of(result.configOf(best));
    command.ifPresent(
        text -> {
          blocks.add(new Block.Text("So does this, without the folder of the study:"));
          blocks.add(new Block.Command(text));
        });
    return new Document.Section("best", "Best configuration", blocks);
  }
}
