// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.page.Format;
import org.ciss4j.report.page.Html;
import org.ciss4j.report.section.Comparison;
import org.ciss4j.report.section.Curves;
import org.ciss4j.report.section.DriftSection;
import org.ciss4j.report.section.LossSection;
import org.ciss4j.report.section.Run;
import org.ciss4j.report.section.ScoreSection;
import org.ciss4j.report.section.SpeedSection;
import org.ciss4j.report.section.StepLosses;
import org.ciss4j.result.RunDirectory;

/**
 * A page that a server shows while something goes on: of a run as it is now, the curves of its
 * report. Nothing is drawn until it is asked for.
 *
 * @param html the page
 * @param drawings PNG files by address
 */
public record LivePage(String html, Map<String, Supplier<byte[]>> drawings) {
  private static final int LATEST = 20;

  /** Copies the map. */
  public LivePage {
    drawings = Map.copyOf(drawings);
  }

  /**
   * Reads the folder of a run, which need not be there yet.
   *
   * @param now to say how long ago something was written
   * @throws org.ciss4j.common.CissException if a file is damaged or missing
   */
  public static LivePage of(Path run, Instant now) {
    return of(
        RunDirectory.hasBegun(run) ? document(RunDirectory.open(run), now) : notBegun("run", run));
  }

  /** A page of one's own. */
  public static LivePage of(Document document) {
    Map<String, Supplier<byte[]>> drawings = new HashMap<>();
    String version = Integer.toHexString(document.sections().hashCode());
    String html =
        Html.renderLive(
            document,
            (png, ground) -> {
              String address = "/" + drawings.size() / 2 + "-" + ground.label() + ".png";
              drawings.put(address, () -> png.apply(ground));
              // Another address for another picture: browsers keep what they have.
              return address + "?v=" + version;
            });
    return new LivePage(html, drawings);
  }

  /**
   * What there is to say of a folder before anything is in it.
   *
   * @param kind of what will be there: a run, a study
   */
  public static Document notBegun(String kind, Path folder) {
    return new Document(
        "A " + kind + " that has not begun",
        List.of(new Document.Fact("Folder", folder.toString())),
        List.of());
  }

  private static Document document(RunDirectory directory, Instant now) {
    Comparison comparison = Comparison.ofUnfinished(directory);
    Run run = comparison.runs().get(0);
    List<Document.Section> sections = new ArrayList<>();
    if (Curves.iterations(run) > 0) {
      sections.add(LossSection.of(comparison));
      DriftSection.of(comparison).ifPresent(sections::add);
      sections.add(SpeedSection.of(comparison));
    }
    if (!run.steps().isEmpty()) {
      sections.add(0, ScoreSection.of(comparison));
    }
    return new Document(
        Format.text(
            "%s on %s %s, %s",
            run.label(),
            run.config().data().dataset(),
            comparison.scenario().name(),
            run.config().scenario().setting().label()),
        facts(comparison, run, now),
        sections);
  }

  private static List<Document.Fact> facts(Comparison comparison, Run run, Instant now) {
    List<Document.Fact> facts = new ArrayList<>();
    facts.add(new Document.Fact("Folder", run.root().toString()));
    facts.add(new Document.Fact("Steps", steps(comparison, run)));
    if (run.losses().size() > run.steps().size()) {
      StepLosses latest = run.losses().get(run.losses().size() - 1);
      facts.add(new Document.Fact("In training", latest.progress()));
      facts.addAll(pace(run, latest));
    }
    lastWritten(run)
        .ifPresent(time -> facts.add(new Document.Fact("Last written", ago(time, now))));
    return facts;
  }

  /** How many there will be shows when the first is done. */
  private static String steps(Comparison comparison, Run run) {
    int done = run.steps().size();
    return done == 0
        ? "none is done yet"
        : Format.text("%d of %d done", done, comparison.stepsOf(run));
  }

  private static List<Document.Fact> pace(Run run, StepLosses latest) {
    List<Double> seconds = latest.column(StepLosses.SECONDS);
    if (seconds.isEmpty()) {
      return List.of();
    }
    double pace =
        seconds.subList(Math.max(0, seconds.size() - LATEST), seconds.size()).stream()
            .mapToDouble(Double::doubleValue)
            .average()
            .orElseThrow();
    int batch = run.config().training().batchSize();
    return List.of(
        new Document.Fact(
            "Pace",
            Format.text("%.2f s per iteration, up to %.1f images per second", pace, batch / pace)));
  }

  private static Optional<Instant> lastWritten(Run run) {
    return run.losses().isEmpty()
        ? Optional.empty()
        : StepLosses.written(
            new RunDirectory(run.root()), run.losses().get(run.losses().size() - 1).step());
  }

  /** How long ago something was, in words. */
  public static String ago(Instant time, Instant now) {
    long seconds = Math.max(0, Duration.between(time, now).toSeconds());
    return seconds < 120
        ? Format.text("%d seconds ago", seconds)
        : Format.text("%d minutes ago", seconds / 60);
  }
}
