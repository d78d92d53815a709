// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ciss4j.Ciss;
import org.ciss4j.cli.option.BackboneOptions;
import org.ciss4j.cli.option.DataOptions;
import org.ciss4j.cli.option.EvaluationOptions;
import org.ciss4j.cli.option.GivenOptions;
import org.ciss4j.cli.option.MethodOptions;
import org.ciss4j.cli.option.RunOptions;
import org.ciss4j.cli.option.ScenarioOptions;
import org.ciss4j.cli.option.ViewOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.EvaluationJson;
import org.ciss4j.cli.output.Json;
import org.ciss4j.cli.output.Watch;
import org.ciss4j.metric.Percent;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.train.Experiment;
import org.ciss4j.train.FolderScores;
import org.ciss4j.train.Provenances;
import org.ciss4j.train.RunControl;
import org.ciss4j.train.Scoring;
import org.ciss4j.train.evaluate.TestTimeAugmentation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ciss evaluate}: scores a network of a run again, or one of a weights file. */
@Command(
    name = "evaluate",
    description = {
      "Scores a network, and prints mIoU and the IoU of each class.",
      "",
      "With --run, the network that a run kept; says whether the scores equal what the run found,"
          + " and changes nothing in its folder. With --weights, the network of a file, such as a"
          + " checkpoint of DKD's official code: the other options say what it was trained for.",
      "",
      "A run is scored on its own data, which --data finds where it has moved, or on any other"
          + " folder with images/, masks/ and labels.txt: its classes are matched by name, and all"
          + " its images are scored, or those of its val.txt."
    },
    footer = {
      "  ciss evaluate --run runs/first",
      "  ciss evaluate --run runs/first --evaluate full",
      "  ciss evaluate --run runs/first --scales 0.75,1,1.25 --flip",
      "  ciss evaluate --run runs/first --step 0 --data /mnt/data",
      "  ciss evaluate --run runs/three --data test --json",
      "  ciss evaluate --weights dkd_15-1_step5.pth --dataset voc --data ~/data --scenario 15-1"
          + " --step 5 --backbone resnet101"
    })
public final class EvaluateCommand implements Callable<Integer> {
  /** What may be said of a run: nothing else that says what a network was trained for. */
  private static final Set<String> WITH_RUN =
      Set.of(
          "--run",
          "--step",
          "--data",
          "--evaluate",
          "--scales",
          "--flip",
          "--json",
          "--quiet",
          "--stacktrace");

  private final Console console;

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Option(
      names = "--step",
      paramLabel = "T",
      description = "Which step, from 0 (default: the last one; of a run, that is done).")
  private @Nullable Integer step;

  @Mixin private DataOptions data = new DataOptions();
  @Mixin private ScenarioOptions scenario = new ScenarioOptions();
  @Mixin private MethodOptions method = new MethodOptions();
  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();
  @Mixin private BackboneOptions backbone = new BackboneOptions();

  @Option(
      names = "--crop",
      paramLabel = "N",
      description = "Height and width of the centres of images that are scored, in pixels.")
  private @Nullable Integer crop;

  @Mixin private ViewOptions views = new ViewOptions();

  @Option(names = "--json", description = "Print the scores as JSON.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /** Where the network is. */
  private static final class Source {
    @Option(names = "--run", paramLabel = "DIR", description = "Folder that ciss train wrote.")
    private @Nullable Path run;

    @Option(
        names = "--weights",
        paramLabel = "FILE",
        description = "File of a whole network (.pth, .safetensors).")
    private @Nullable Path weights;
  }

  EvaluateCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss evaluate} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("evaluate", args));
  }

  @Override
  public Integer call() {
    if (source.run != null) {
      requireNothingStored();
      evaluate(RunDirectory.open(source.run));
    } else {
      evaluate(Objects.requireNonNull(source.weights, "picocli asks for one of the two"));
    }
    return 0;
  }

  /** A run knows what it was trained for; only its data may have moved, and be scored otherwise. */
  private void requireNothingStored() {
    GivenOptions.requireOnly(
        spec,
        WITH_RUN,
        "a run is scored as it was trained, but came %s; leave it out, or name a network with"
            + " --weights");
  }

  private void evaluate(RunDirectory directory) {
    int wanted = RunOptions.step(directory, step);
    List<Path> folders = data.folders();
    RunConfig stored = directory.config();
    boolean oneOfSeveral = folders.size() == 1 && stored.data().folders().size() > 1;
    RunConfig moved = oneOfSeveral ? stored : data.moved(Ciss.of(stored)).config();
    RunConfig config = moved.withEvaluation(evaluation.withRegion(moved.evaluation()));
    if (oneOfSeveral
        || (folders.size() == 1 && FolderScores.isOther(directory, moved, folders.get(0)))) {
      evaluate(directory, config, wanted, folders.get(0));
      return;
    }
    if (folders.size() > 1) {
      new Provenances(Experiment.of(config), directory, RunControl.standard()).requireSameData();
    }
    StepResult result =
        Watch.run(
            console,
            "nothing was changed",
            listener -> new Scoring(views.shown(), listener).of(directory, config, wanted));
    print(new RunResult(config, directory.classNames(), List.of(result)));
    if (json) {
      return;
    }
    compare(directory, wanted, result);
    if (!scored(config).equals(scored(stored))
        || !views.shown().equals(TestTimeAugmentation.NONE)) {
      console.result("Stored are scores on " + scored(stored) + ".");
    }
  }

  /** Scores on other data than the run's own, whose classes are matched by name. */
  private void evaluate(RunDirectory directory, RunConfig config, int wanted, Path folder) {
    StepResult result =
        Watch.run(
            console,
            "nothing was changed",
            listener ->
                FolderScores.of(directory, config, wanted, folder, views.shown(), listener));
    RunConfig shown =
        config
            .withData(config.data().withFolder(folder.toString()))
            .withEvaluation(FolderScores.evaluation(config.evaluation()));
    print(new RunResult(shown, directory.classNames(), List.of(result)));
  }

  private void evaluate(Path weights) {
    Ciss ciss = trained();
    List<String> names = Experiment.of(ciss.config()).channelNames();
    int wanted = step == null ? Experiment.of(ciss.config()).trained().stepCount() - 1 : step;
    StepResult result =
        Watch.run(
            console,
            "nothing was changed",
            listener -> ciss.evaluateWeights(weights, wanted, views.shown(), listener));
    print(new RunResult(ciss.config(), names, List.of(result)));
  }

  /** What the network of the file was trained as. */
  private Ciss trained() {
    data.requireNoTraining();
    scenario.requireNoTraining();
    Ciss ciss = scenario.applyTo(data);
    ciss = backbone.applyTo(evaluation.applyTo(method.applyTo(ciss)));
    EvaluationConfig scoring = ciss.config().evaluation();
    scenario.requireDrawn(scoring.onHeldOut());
    if (!scoring.onHeldOut()) {
      data.requireNoTrainList();
    }
    return crop == null ? ciss : ciss.crop(crop);
  }

  private void print(RunResult table) {
    if (json) {
      console.result(Json.text(EvaluationJson.of(table, views.shown())));
      return;
    }
    console.result(table.toString());
    console.result(classes(table));
    String shown = views.shown().toString();
    console.result(
        "Scored on "
            + scored(table.config())
            + (shown.isEmpty() ? "" : ", each shown " + shown)
            + ".");
  }

  private static String scored(RunConfig config) {
    String images = config.evaluation().onHeldOut() ? "training images held out" : "test images";
    int crop = config.training().crop();
    return switch (config.evaluation().region()) {
      case CROP ->
          String.format(Locale.ROOT, "the central %d x %d pixels of %s", crop, crop, images);
      case FULL -> "whole " + images + " at their own size";
    };
  }

  private static String classes(RunResult table) {
    StepResult result = table.last();
    String rows =
        IntStream.range(0, result.scores().iou().size())
            .mapToObj(
                channel ->
                    String.format(
                        Locale.ROOT,
                        "%-16s %7s %12d",
                        table.classNames().get(channel),
                        Percent.of(result.scores().iou().get(channel)),
                        result.confusion().truthCount(channel)))
            .collect(Collectors.joining(System.lineSeparator()));
    return String.format(Locale.ROOT, "%-16s %7s %12s%n%s%n", "class", "IoU", "pixels", rows);
  }

  /** Says whether the scores are those that are stored, and what may be the reason if not. */
  private void compare(RunDirectory directory, int step, StepResult found) {
    StepResult stored = directory.result().steps().get(step);
    if (Arrays.deepEquals(stored.confusion().counts(), found.confusion().counts())) {
      console.result("The same as stored: every count of pixels is equal.");
      return;
    }
    console.result(
        String.format(
            Locale.ROOT,
            "Not the same as stored: there mIoU is base %s, novel %s, all %s.",
            Percent.of(stored.scores().base()),
            Percent.of(stored.scores().novel()),
            Percent.of(stored.scores().all())));
    Provenances.computedOtherwise(directory, step)
        .forEach(difference -> console.result("  stored: " + difference));
  }
}
