// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.cli.option.CheckpointOptions;
import org.ciss4j.cli.option.CommonChoice;
import org.ciss4j.cli.option.GivenOptions;
import org.ciss4j.cli.option.StudyOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.SeedsTable;
import org.ciss4j.cli.output.UnlearntRemark;
import org.ciss4j.cli.run.RunReport;
import org.ciss4j.cli.run.SharedBaseRuns;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Columns;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import org.ciss4j.result.ComparisonDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.SeedsComparison;
import org.ciss4j.result.ShellWord;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.train.Experiment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ciss compare}: several methods on the same scenario and data. */
@Command(
    name = "compare",
    description = {
      "Trains several methods on the same scenario and data, prints one table of their scores after"
          + " the last step, and writes one report.",
      "",
      "Methods with the same base step share it. If it was stopped, the same command goes on where"
          + " it was, and so does --resume."
    },
    footer = {
      "  ciss compare --dataset sample --methods fine-tuning,dkd",
      "  ciss compare --dataset voc --data ~/data --scenario 15-1 --methods lwf,mib,dkd --set"
          + " mib.unkd=100 --out runs/15-1",
      "  ciss compare --dataset sample --methods dkd,mib,fine-tuning --seeds 1,2,3 --reference mib",
      "  ciss compare --from-study runs/tune-dkd,runs/tune-mib --seeds 1,2,3 --out runs/tuned",
      "  ciss compare --resume runs/15-1"
    })
public final class CompareCommand implements Callable<Integer> {
  private static final String ALL = "all";

  private static final String PAPER = "paper";

  /** Rows of the tables of DKD's paper, in their order. */
  private static final List<String> OF_PAPER =
      List.of("mib", "sdr", "plop", "ssul", "rcil", "dkd", "recall", "joint");

  private final Console console;

  @Option(
      names = "--seeds",
      paramLabel = "N,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Train each method with each of these seeds instead of --seed, and print mean and"
              + " standard deviation, and how far each method is from --reference. Methods share"
              + " base steps of one seed; with --base-seed all seeds do.")
  private List<Long> seeds = List.of();

  @Option(
      names = "--reference",
      paramLabel = "NAME",
      description =
          "The method that others are compared with, seed by seed, where there are several seeds:"
              + " one of --methods, with _ for : (default: dkd where it takes part).")
  private @Nullable String reference;

  @Option(
      names = "--methods",
      paramLabel = "NAME[:SETTING=VALUE]...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Which, in the order of the table, as in fine-tuning,mib,mib:unkd=100,dkd; ciss train"
              + " --help says what there is. all: every one; paper: those that the tables of DKD's"
              + " paper compare: mib, sdr, plop, ssul, rcil, dkd, recall, joint (default: all). Of"
              + " these two, recall has a part where there is --replay.")
  private List<String> methods = List.of();

  @Option(
      names = "--set",
      paramLabel = "[METHOD.]NAME=VALUE",
      description =
          "Another value for a hyper-parameter of one method, or of all that have it; may be given"
              + " several times.")
  private Map<String, String> settings = Map.of();

  @Mixin private StudyOptions studies = new StudyOptions();
  @Mixin private CommonChoice common = new CommonChoice();
  @Mixin private CheckpointOptions checkpoints = new CheckpointOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the runs and their report (default: one in runs/ named after them).")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Go on with the comparison in this folder. It knows its options; only --data, --saliency"
              + " and --replay, for data that has moved, --cache, --loader-threads and"
              + " --checkpoint-every may be given, and --reference.")
  private @Nullable Path resume;

  @Spec private @Nullable CommandSpec spec;

  CompareCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss compare} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("compare", args));
  }

  @Override
  public Integer call() {
    Path begun = resume;
    if (begun != null) {
      return goOn(begun);
    }
    return studies.areNamed() ? compare(studies.best(spec, this::changed)) : compareMethods();
  }

  private int compareMethods() {
    Map<String, Ciss> runs = chosen();
    leftOut().forEach(console::note);
    common.remark(runs.values().iterator().next()).ifPresent(console::note);
    return compare(runs);
  }

  private int compare(Map<String, Ciss> runs) {
    RunConfig first = runs.values().iterator().next().config();
    String name =
        first.directoryName().replace("_" + first.method().name() + "_", "_") + "_comparison";
    Path folder = out == null ? Path.of("runs", name) : out;
    Map<String, RunConfig> configs = new LinkedHashMap<>();
    runs.forEach((method, run) -> configs.put(method, run.config()));
    ComparisonDirectory.Plan plan = plan(configs);
    return train(ComparisonDirectory.createOrOpen(folder, plan), runs(plan, runs));
  }

  private ComparisonDirectory.Plan plan(Map<String, RunConfig> methods) {
    if (!seeds.isEmpty()) {
      return ComparisonDirectory.Plan.ofSeeds(
          methods,
          seeds,
          reference == null ? SeedsComparison.standardReference(methods.keySet()) : reference);
    }
    if (reference != null) {
      throw CissException.usage(
          "--reference is for several seeds; say which with --seeds 1,2,3, or leave it out");
    }
    return new ComparisonDirectory.Plan(methods);
  }

  /** By the names of their folders. */
  private Map<String, Ciss> runs(ComparisonDirectory.Plan plan, Map<String, Ciss> methods) {
    if (plan.seeds().isEmpty()) {
      return methods;
    }
    Map<String, Ciss> runs = new LinkedHashMap<>();
    plan.runs().forEach((name, config) -> runs.put(name, again(Ciss.of(config))));
    return runs;
  }

  private int goOn(Path folder) {
    GivenOptions.requireWithResume(
        spec,
        "a comparison goes on as it began, but came %s; leave it out, or begin another one without"
            + " --resume",
        "--reference");
    ComparisonDirectory directory = ComparisonDirectory.open(folder);
    Map<String, Ciss> runs = new LinkedHashMap<>();
    directory.plan().runs().forEach((name, config) -> runs.put(name, again(Ciss.of(config))));
    return train(reference == null ? directory : comparedWith(directory, reference), runs);
  }

  private static ComparisonDirectory comparedWith(ComparisonDirectory directory, String reference) {
    if (directory.plan().seeds().isEmpty()) {
      throw CissException.usage(
          "--reference is for several seeds, and %s has one; leave it out", directory.root());
    }
    return new ComparisonDirectory(directory.root(), directory.plan().withReference(reference));
  }

  private int train(ComparisonDirectory directory, Map<String, Ciss> runs) {
    String again = "ciss compare --resume " + ShellWord.quoted(directory.root().toString());
    List<String> names = List.copyOf(runs.keySet());
    List<RunResult> results = new SharedBaseRuns(console, directory.root(), again).train(runs);
    if (directory.plan().seeds().isEmpty()) {
      console.result(table(names, results));
      UnlearntRemark.of(names, results).ifPresent(console::note);
      RunReport.writeIn(directory.root(), console, directory.runs());
      return 0;
    }
    Map<String, RunResult> byName = new LinkedHashMap<>();
    IntStream.range(0, names.size()).forEach(i -> byName.put(names.get(i), results.get(i)));
    SeedsComparison seedsResult = directory.seeds(byName);
    directory.write(seedsResult);
    console.result(SeedsTable.of(seedsResult));
    RunReport.writeIn(directory.root(), console, directory.runsOfFirstSeed(), seedsResult);
    return 0;
  }

  /** The runs that the options describe, by method. */
  private Map<String, Ciss> chosen() {
    Ciss any = checkpoints.applyTo(common.chosen());
    Map<String, Ciss> runs = new LinkedHashMap<>();
    UnaryOperator<Method> start = standard -> common.scheduled(any, standard);
    for (Map.Entry<String, Method> method : methods(start).entrySet()) {
      runs.put(method.getKey(), any.method(method.getValue()));
    }
    common.data().requireReader(runs.values());
    runs.values().forEach(run -> Experiment.of(run.config()).requireReplayed());
    return runs;
  }

  /** The methods that were named, with their settings, by the names of their runs. */
  private Map<String, Method> methods(UnaryOperator<Method> start) {
    List<String> entries = entries().stream().flatMap(this::expanded).toList();
    Map<String, Method> named = new LinkedHashMap<>();
    for (String entry : entries) {
      String folder = folder(entry);
      if (named.put(folder, method(entry, start)) != null) {
        throw CissException.usage(
            "method %s is named twice, or another would lie in the same folder %s; name it once",
            entry, folder);
      }
    }
    settings.keySet().stream()
        .filter(setting -> named.values().stream().noneMatch(method -> isOf(method, setting)))
        .findFirst()
        .ifPresent(
            setting -> {
              throw CissException.usage(
                  "none of the methods %s has a setting '%s'; ciss train --help lists them",
                  String.join(", ", entries), setting);
            });
    return named;
  }

  /** A name that is one folder on every system. */
  static String folder(String entry) {
    return entry.replaceAll("[^\\p{L}\\p{N}.=+@-]", "_");
  }

  private Stream<String> expanded(String entry) {
    List<String> group = group(entry);
    return group.isEmpty() ? Stream.of(entry) : group.stream().filter(this::isPossible);
  }

  /** Methods that have this name together; empty for the name of one. */
  private static List<String> group(String name) {
    return switch (name) {
      case ALL -> Methods.names();
      case PAPER -> OF_PAPER;
      default -> List.of();
    };
  }

  /** Whether nothing is missing for a method. */
  private boolean isPossible(String name) {
    return common.data().replays() || !Methods.named(name).replaysFolder();
  }

  /** What groups have and this comparison has not, a line each. */
  private List<String> leftOut() {
    return entries().stream()
        .flatMap(entry -> group(entry).stream())
        .distinct()
        .filter(name -> !isPossible(name))
        .map(
            name ->
                name
                    + " is left out: it replays a folder of images; name one with --replay DIR"
                    + " (ciss data replay makes one)")
        .toList();
  }

  private List<String> entries() {
    return methods.isEmpty() ? List.of(ALL) : methods;
  }

  /** A method with the settings of all, and its own behind its name. */
  private Method method(String entry, UnaryOperator<Method> start) {
    List<String> parts = List.of(entry.split(":", -1));
    Map<String, String> own = new LinkedHashMap<>();
    for (String setting : parts.subList(1, parts.size())) {
      String[] words = setting.split("=", 2);
      if (words.length < 2) {
        throw CissException.usage(
            "'%s' in --methods is no setting; write it as in mib:unkd=100", setting);
      }
      own.put(words[0], words[1]);
    }
    return Methods.with(withSettings(start.apply(Methods.named(parts.get(0)))), own);
  }

  private static boolean isOf(Method method, String setting) {
    return Methods.hyperParameters(method).has(ofMethod(method, setting));
  }

  /** The setting without the name of the method before it. */
  private static String ofMethod(Method method, String setting) {
    String prefix = method.name() + ".";
    return setting.startsWith(prefix) ? setting.substring(prefix.length()) : setting;
  }

  private Method withSettings(Method method) {
    Map<String, String> own =
        settings.entrySet().stream()
            .filter(setting -> isOf(method, setting.getKey()))
            .sorted(Map.Entry.comparingByKey(Comparator.comparing(key -> key.contains("."))))
            .collect(
                Collectors.toMap(
                    setting -> ofMethod(method, setting.getKey()),
                    Map.Entry::getValue,
                    (ofAll, ofThis) -> ofThis));
    return Methods.with(method, own);
  }

  /** A run that a study has found, with what may be said beside it. */
  private Ciss changed(Ciss best) {
    return checkpoints.applyTo(common.changed(best));
  }

  /** With what may be said of runs that go on. */
  private Ciss again(Ciss ciss) {
    return checkpoints.applyTo(common.moved(ciss));
  }

  private static String table(List<String> names, List<RunResult> results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("method", "base", "novel", "all", "hIoU"));
    for (int i = 0; i < names.size(); i++) {
      List<String> row = new ArrayList<>(List.of(names.get(i)));
      row.addAll(results.get(i).last().scores().mIoU().percent());
      rows.add(row);
    }
    return Columns.aligned(rows, 1).collect(Collectors.joining(System.lineSeparator()));
  }
}
