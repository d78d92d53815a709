// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ciss4j.metric.Percent;
import org.ciss4j.report.LivePage;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.section.StepLosses;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.tuning.StudyDirectory;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;
import org.ciss4j.watch.WatchedFolder;

/**
 * A study as it is now, for those who watch it: what is in training, the best trial so far, scores
 * over trials, and all that have ended. It reads the files of the study and changes none.
 */
public final class StudyPage implements WatchedFolder {
  /** For {@link java.util.ServiceLoader}. */
  public StudyPage() {}

  @Override
  public Optional<Function<Instant, LivePage>> page(Path folder) {
    return StudyDirectory.exists(folder) ? Optional.of(now -> of(folder, now)) : Optional.empty();
  }

  /**
   * The page of a study, which need not be there yet.
   *
   * @param now to say how long ago something was written
   * @throws org.ciss4j.common.CissException if a file is damaged
   */
  public static LivePage of(Path study, Instant now) {
    return LivePage.of(
        StudyDirectory.exists(study)
            ? document(StudyDirectory.open(study), now)
            : LivePage.notBegun("study", study));
  }

  private static Document document(StudyDirectory directory, Instant now) {
    StudyResult result = directory.result();
    List<Document.Fact> facts = new ArrayList<>();
    facts.add(new Document.Fact("Folder", directory.root().toString()));
    facts.add(new Document.Fact("Trials", StudyReport.outcomes(result) + most(result)));
    result
        .best()
        .ifPresent(
            best ->
                facts.add(
                    new Document.Fact(
                        "Best so far",
                        Words.text(
                            "trial %d, %s %s: %s",
                            best.number(),
                            result.plan().goal().label(),
                            Percent.of(best.score()),
                            Words.values(best)))));
    facts.addAll(inTraining(directory, result, now));
    List<Document.Section> sections = new ArrayList<>();
    CourseSection.of(result).ifPresent(sections::add);
    sections.add(TrialSection.of(directory.root(), result));
    return new Document(StudyReport.title(result), facts, sections);
  }

  /** A grid is tried to its end, unless a number is named. */
  private static String most(StudyResult result) {
    int most = result.plan().trials();
    return most == Integer.MAX_VALUE ? "" : Words.text("; at most %d", most);
  }

  /** Whether somebody trains it just now, the files do not say; so how old they are is said. */
  private static List<Document.Fact> inTraining(
      StudyDirectory directory, StudyResult result, Instant now) {
    Set<Integer> ended =
        result.trials().stream()
            .filter(trial -> trial.outcome() != Trial.Outcome.BROKEN_OFF)
            .map(Trial::number)
            .collect(Collectors.toSet());
    List<Document.Fact> facts = new ArrayList<>();
    for (Path base : directory.bases()) {
      if (RunDirectory.open(base).result().steps().isEmpty()) {
        facts.add(fact("Base step " + base.getFileName(), base, now));
      }
    }
    for (int number : directory.begun()) {
      if (!ended.contains(number)) {
        facts.add(fact("Trial " + number, directory.trial(number), now));
      }
    }
    return facts;
  }

  private static Document.Fact fact(String name, Path folder, Instant now) {
    RunDirectory run = RunDirectory.open(folder);
    int step = run.result().steps().size();
    String text =
        StepLosses.written(run, step)
            .map(time -> StepLosses.of(run, step).progress() + ", " + LivePage.ago(time, now))
            .orElseGet(() -> Words.text("step %d is about to begin", step));
    return new Document.Fact(name, text);
  }
}
