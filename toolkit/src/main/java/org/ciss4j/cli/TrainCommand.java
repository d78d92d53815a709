// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ciss4j.Ciss;
import org.ciss4j.cli.option.CheckpointOptions;
import org.ciss4j.cli.option.ConfigFile;
import org.ciss4j.cli.option.GivenOptions;
import org.ciss4j.cli.option.RunChoice;
import org.ciss4j.cli.option.ServeOption;
import org.ciss4j.cli.option.TrainingOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.run.LiveRun;
import org.ciss4j.cli.run.RunReport;
import org.ciss4j.common.CissException;
import org.ciss4j.method.Methods;
import org.ciss4j.report.LivePage;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.SeedsDirectory;
import org.ciss4j.result.SeedsResult;
import org.ciss4j.tensorboard.TensorBoardLog;
import org.ciss4j.train.RunListener;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ciss train}: trains and scores all steps of a scenario. */
@Command(
    name = "train",
    description = {
      "Trains a network step by step, scores it after each, and prints the table of mIoU.",
      "",
      "The data is checked before training starts. Networks, losses and scores are kept in the"
          + " folder of the run, with a report."
    },
    footer = {
      "  ciss train --dataset sample --scenario 2-1 --epochs 5",
      "  ciss train --dataset voc --data ~/data --scenario 15-5 --setting disjoint",
      "  ciss train --backbone resnet101 --weights resnet101-63fe2227.pth --dataset voc --data"
          + " ~/data",
      "  ciss train --method dkd --set kd=1 --set ac=0 --out runs/no-ac",
      "  ciss train --print-config --method dkd > run.yaml",
      "  ciss train --config run.yaml --epochs 30",
      "  ciss train --resume runs/no-ac",
      "  ciss train --dataset sample --seeds 1,2,3 --out runs/three",
      "  ciss train --from-study runs/study --out runs/best",
      "  ciss train --dataset sample --tensorboard --out runs/seen   (tensorboard --logdir runs)",
      "",
      "Defaults by data set:"
    })
public final class TrainCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private RunChoice run = new RunChoice();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the run, empty or missing (default: one in runs/ named after it).")
  private @Nullable Path out;

  @Option(
      names = "--seeds",
      paramLabel = "N,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Train a run for each of these seeds instead of --seed, into a folder seed_N each, and"
              + " print mean and standard deviation.")
  private List<Long> seeds = List.of();

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Go on with the run in this folder, which was stopped or killed, from its latest"
              + " checkpoint. It knows its options; only --data, --saliency and --replay, for data"
              + " that has moved, --cache, --loader-threads, --checkpoint-every, --serve and"
              + " --tensorboard may be given.")
  private @Nullable Path resume;

  @Option(
      names = "--from-study",
      paramLabel = "DIR",
      description =
          "Train what ciss tune found to be best, on all training images. Options of the training"
              + " and its evaluation may change it.")
  private @Nullable Path study;

  @Mixin private CheckpointOptions checkpoints = new CheckpointOptions();

  @Mixin private ServeOption serve = new ServeOption();

  @Option(
      names = "--print-config",
      description =
          "Print all options of the run, defaults too, as a file for --config, and do nothing.")
  private boolean printConfig;

  @Option(
      names = "--tensorboard",
      description =
          "Write losses, rates, scores and example pictures for TensorBoard as well, into"
              + " tensorboard/ in the folder of the run.")
  private boolean tensorboard;

  @Spec private @Nullable CommandSpec spec;

  TrainCommand(Console console) {
    this.console = console;
  }

  /** The command, its help with the defaults of each data set. */
  static CommandLine commandLine(Console console) {
    CommandLine commandLine = new CommandLine(new TrainCommand(console));
    UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
    String[] examples = usage.footer();
    // Made when it is read: it takes all methods, and as long as all other commands together.
    commandLine
        .getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_FOOTER,
            help -> {
              usage.footer(
                  Stream.of(examples, TrainingOptions.defaults(), settings())
                      .flatMap(Stream::of)
                      .toArray(String[]::new));
              return help.footer();
            });
    return commandLine;
  }

  /** What {@code --set} can change, with the standard values. */
  private static String[] settings() {
    Stream<String> lines =
        Methods.names().stream()
            .map(Methods::named)
            .map(
                method ->
                    "  "
                        + method.name()
                        + ": "
                        + Methods.hyperParameters(method).toString().replaceAll("[{}\"]", ""));
    return Stream.concat(Stream.of("", "Settings for --set by method:"), lines)
        .map(line -> line.replace(",", ", ").replace(":", "=").replaceFirst("=", ":"))
        .toArray(String[]::new);
  }

  /** Runs {@code ciss train} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("train", args));
  }

  @Override
  public Integer call() {
    Path begun = resume;
    if (begun != null) {
      requireNothingStored();
      if (SeedsDirectory.exists(begun)) {
        requireOneRun();
        return goOnSeeds(begun);
      }
      return report(served(begun, () -> goOn(begun)), begun);
    }
    Ciss ciss = checkpoints.applyTo(chosen());
    if (printConfig) {
      console.result(ConfigFile.text(ciss.config()));
      return 0;
    }
    if (study == null) {
      run.remark(ciss).ifPresent(console::note);
    }
    String name = ciss.config().directoryName();
    if (!seeds.isEmpty()) {
      requireOneRun();
      String ofAll = name.replaceFirst("_s-?\\d+$", "_seeds");
      return trainSeeds(ciss, out == null ? Path.of("runs", ofAll) : out);
    }
    Path folder = out == null ? Path.of("runs", name) : out;
    return report(served(folder, () -> trained(ciss, folder)), folder);
  }

  private int report(RunResult result, Path folder) {
    console.result(result.toString().stripTrailing());
    RunReport.writeIn(folder, console, List.of(RunDirectory.open(folder)));
    return 0;
  }

  private RunResult served(Path folder, Supplier<RunResult> work) {
    return serve.during(work, now -> LivePage.of(folder, now), console);
  }

  private void requireOneRun() {
    if (tensorboard) {
      throw CissException.usage(
          "--tensorboard is of one run, but there are several seeds; leave it out, or train each"
              + " seed by itself with --seed");
    }
    if (serve.isGiven()) {
      throw CissException.usage(
          "--serve shows one run, but there are several seeds; leave it out, and watch the folder"
              + " of each with ciss watch");
    }
  }

  private int trainSeeds(Ciss ciss, Path folder) {
    return reportSeeds(
        LiveRun.watch(console, ciss, (run, heard) -> run.trainSeeds(folder, seeds, heard)), folder);
  }

  private int goOnSeeds(Path folder) {
    Ciss ciss = again(Ciss.likeSeeds(folder));
    return reportSeeds(
        LiveRun.watch(console, ciss, (run, heard) -> run.goOnSeeds(folder, heard)), folder);
  }

  private int reportSeeds(Optional<SeedsResult> result, Path folder) {
    result.ifPresent(
        table -> {
          console.result(table.toString().stripTrailing());
          RunReport.writeIn(folder, console, SeedsDirectory.open(folder).runs());
        });
    return 0;
  }

  private RunResult goOn(Path folder) {
    Ciss ciss = again(Ciss.like(folder));
    return LiveRun.watch(
        console, ciss, (run, heard) -> logged(folder, heard, also -> run.goOn(folder, also)));
  }

  private RunResult trained(Ciss ciss, Path folder) {
    return LiveRun.watch(
        console, ciss, (run, heard) -> logged(folder, heard, also -> run.train(folder, also)));
  }

  /** Does the work, and writes for TensorBoard what is heard if that was asked for. */
  private RunResult logged(Path folder, RunListener heard, Function<RunListener, RunResult> work) {
    if (!tensorboard) {
      return work.apply(heard);
    }
    try (TensorBoardLog log = new TensorBoardLog(folder, heard)) {
      return work.apply(log);
    }
  }

  /** With what may be said of a run that goes on. */
  private Ciss again(Ciss ciss) {
    return checkpoints.applyTo(run.moved(ciss));
  }

  /** The run that the options describe, or the best one of a study with what they change. */
  private Ciss chosen() {
    if (study == null) {
      return run.chosen();
    }
    GivenOptions.requireWithStored(
        spec,
        "--from-study",
        "a study says what is best to train, but came %s; leave it out, or train without"
            + " --from-study",
        "--out",
        "--seeds",
        "--seed",
        "--epochs",
        "--batch",
        "--crop",
        "--lr",
        "--later-lr",
        "--augmentation",
        "--colour-jitter",
        "--memory",
        "--memory-policy",
        "--protocol",
        "--held-out",
        "--evaluate",
        "--serve",
        "--tensorboard",
        "--print-config");
    return run.changed(Ciss.bestOf(study));
  }

  /** A run knows what it is about; only its data may have moved, and be cached otherwise. */
  private void requireNothingStored() {
    GivenOptions.requireWithResume(
        spec,
        "a run goes on as it began, but came %s; leave it out, or begin another run without"
            + " --resume",
        "--serve",
        "--tensorboard");
  }
}
