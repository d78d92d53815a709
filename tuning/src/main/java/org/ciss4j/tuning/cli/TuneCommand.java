// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.cli.CissCommand;
import org.ciss4j.cli.Subcommand;
import org.ciss4j.cli.option.GivenOptions;
import org.ciss4j.cli.option.RunChoice;
import org.ciss4j.cli.option.ServeOption;
import org.ciss4j.cli.option.StoredOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.run.LiveRun;
import org.ciss4j.cli.run.RunReport;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Columns;
import org.ciss4j.report.section.RepeatCommand;
import org.ciss4j.result.ShellWord;
import org.ciss4j.tuning.Study;
import org.ciss4j.tuning.StudyDirectory;
import org.ciss4j.tuning.StudyPlan;
import org.ciss4j.tuning.StudyResult;
import org.ciss4j.tuning.Trial;
import org.ciss4j.tuning.report.Front;
import org.ciss4j.tuning.report.StudyPage;
import org.ciss4j.tuning.report.StudyReport;
import org.ciss4j.tuning.space.SearchSpace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ciss tune}: searches hyper-parameters. */
@Command(
    name = "tune",
    description = {
      "Searches hyper-parameters: trains many runs and ranks them by their scores on a fifth of"
          + " each step's training images, which are kept from training. Test images are not"
          + " opened.",
      "",
      "Runs that do not differ in their base step share it. A trial that is behind the median of"
          + " the others after a step is given up; one that fails is recorded with its reason."
    },
    footer = {
      "  ciss tune --dataset sample --space \"kd=1..20 log\" --space \"dkd=1..20 log\" --trials 12",
      "  ciss tune --dataset voc --data ~/data --scenario 15-1 --backbone resnet18 --epochs 10"
          + " --space \"kd=1..20 log\" --space posWeight=1,2,4 --strategy genetic --time-limit 8h",
      "  ciss tune --print-config --dataset sample --space \"kd=1..20 log\" > study.yaml",
      "  ciss tune --config study.yaml --out runs/study",
      "  ciss tune --resume runs/study --trials 40",
      "  ciss train --from-study runs/study --out runs/best"
    })
public final class TuneCommand implements Callable<Integer>, Subcommand, StoredOptions {
  private @Nullable Console console;

  @Option(
      names = "--space",
      paramLabel = "NAME=VALUES",
      description = {
        "What is searched; give it several times: \"kd=1..20 log\", kd=1..20 or posWeight=1,2,4.",
        "Every setting of the method has its name as for --set; of DKD's, dkd is dkdPositive and"
            + " dkdNegative at once, and alpha, beta and gamma are kd, dkd and posWeight;",
        "and lr, later-lr, epochs, later-epochs, batch, crop, momentum, weight-decay, power,"
            + " warm-up, augmentation, memory, memory-policy, backbone and output-stride."
      })
  private List<String> space = List.of();

  @Mixin private SearchOptions search = new SearchOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the study, empty or missing (default: one in runs/ named after it).")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Go on with the study in this folder; no trial that has ended is lost. It knows its"
              + " options; only --trials, --time-limit, --serve and --runner may be given.")
  private @Nullable Path resume;

  @Mixin private ServeOption serve = new ServeOption();

  @Option(
      names = "--print-config",
      description =
          "Print all options of the study, defaults too, as a file for --config, and do nothing.")
  private boolean printConfig;

  @Mixin private FarmOptions farm = new FarmOptions();
  @Mixin private RunChoice run = new RunChoice();

  @Spec private @Nullable CommandSpec spec;

  /** For {@link java.util.ServiceLoader}; the command itself is made by {@link #commandLine}. */
  public TuneCommand() {}

  /** Runs {@code ciss tune} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("tune", args));
  }

  @Override
  public CommandLine commandLine(Console told) {
    console = told;
    return new CommandLine(this);
  }

  @Override
  public Integer call() {
    Path begun = resume;
    if (begun != null) {
      requireNothingStored();
      Study study = search.limits(Study.like(begun));
      return report(begun, watch(begun, study, true));
    }
    if (printConfig) {
      console().result(StudyWords.file(described().plan()));
      return 0;
    }
    if (space.isEmpty()) {
      throw CissException.usage(
          "nothing is named to be searched; say what with --space, such as --space \"kd=1..20"
              + " log\"");
    }
    Study study = described();
    run.remark(Ciss.of(study.plan().config())).ifPresent(console()::note);
    Path folder = out == null ? standard(study.plan()) : out;
    return report(folder, watch(folder, study, false));
  }

  /** The study that the options make, which may have no space yet. */
  private Study described() {
    Study study = Study.of(run.searched());
    return search.applyTo(space.isEmpty() ? study : study.space(SearchSpace.parse(space)));
  }

  @Override
  public Optional<List<String>> stored(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder != null && file.endsWith("study.json")
        ? Optional.of(StudyWords.of(StudyDirectory.open(folder).plan()))
        : Optional.empty();
  }

  private static Path standard(StudyPlan plan) {
    return Path.of("runs", plan.config().directoryName().replaceFirst("_s-?\\d+$", "_study"));
  }

  private StudyResult watch(Path folder, Study study, boolean again) {
    return serve.during(
        () -> search(folder, study, again), now -> StudyPage.of(folder, now), console());
  }

  private StudyResult search(Path folder, Study study, boolean again) {
    return LiveRun.watch(
        console(),
        live -> {
          TrialTable table = new TrialTable(folder, study.plan(), live);
          live.result(table.head());
          Study watched = study.stop(live.stop()).command(live.command());
          StudyResult result =
              farm.on(
                  watched,
                  placed -> again ? placed.goOn(folder, table) : placed.run(folder, table));
          if (live.stop().requested()) {
            live.goOnWith("ciss tune --resume " + ShellWord.quoted(folder.toString()));
          }
          return result;
        });
  }

  private int report(Path folder, StudyResult result) {
    console().result("");
    console().result(result.toString().stripTrailing());
    tellFront(folder, result);
    result.best().ifPresent(best -> tellBest(folder, result, best));
    RunReport.afterWork(
        console(),
        "ciss tune --resume " + ShellWord.quoted(folder.toString()),
        () -> StudyReport.write(folder, result));
    return 0;
  }

  /** Several objectives have no best trial, but some that none beats in everything. */
  private void tellFront(Path folder, StudyResult result) {
    if (result.plan().beside().isEmpty() || result.ranking().isEmpty()) {
      return;
    }
    Front front = Front.of(folder, result);
    List<String> names = SearchSpace.parse(result.plan().space()).names();
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("trial", names, front.titles()));
    for (Front.Point point : front.unbeaten()) {
      rows.add(
          row(
              Integer.toString(point.trial().number()),
              names.stream().map(name -> point.trial().values().getOrDefault(name, "")).toList(),
              front.texts(point)));
    }
    console().result("");
    console().result("No other trial beats these in everything that is wanted:");
    Columns.aligned(rows, 0).forEach(console()::result);
  }

  private static List<String> row(String trial, List<String> values, List<String> wanted) {
    return Stream.of(List.of(trial), values, wanted).flatMap(List::stream).toList();
  }

  private void tellBest(Path folder, StudyResult result, Trial best) {
    console().result("");
    console()
        .result(
            String.format(
                Locale.ROOT,
                "Best%s: trial %d, %s %.2f on held-out images. Train it on all training images"
                    + " with",
                result.plan().beside().isEmpty() ? "" : " in the first objective",
                best.number(),
                result.plan().goal().label(),
                100 * best.score()));
    console().result("  ciss train --from-study " + ShellWord.quoted(folder.toString()));
    Optional<String> command = RepeatCommand.of(result.configOf(best));
    command.ifPresent(
        text -> {
          console().result("which is");
          console().result("  " + text);
        });
  }

  private void requireNothingStored() {
    GivenOptions.requireOnly(
        spec,
        Set.of(
            "--resume",
            "--trials",
            "--time-limit",
            "--serve",
            "--runner",
            "--spark-master",
            "--quiet",
            "--stacktrace"),
        "a study goes on as it began, but came %s; leave it out, or begin another study without"
            + " --resume");
  }

  private Console console() {
    if (console == null) {
      throw new IllegalStateException("commandLine() was not called");
    }
    return console;
  }
}
