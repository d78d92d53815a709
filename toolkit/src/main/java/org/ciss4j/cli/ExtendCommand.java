// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ciss4j.Ciss;
import org.ciss4j.Extension;
import org.ciss4j.cli.option.CheckpointOptions;
import org.ciss4j.cli.option.DataOptions;
import org.ciss4j.cli.option.EvaluationOptions;
import org.ciss4j.cli.option.ExifConverter;
import org.ciss4j.cli.option.GivenOptions;
import org.ciss4j.cli.option.ParsedConverter;
import org.ciss4j.cli.option.TrainingOptions;
import org.ciss4j.cli.output.Console;
import org.ciss4j.cli.output.GainTable;
import org.ciss4j.cli.run.LiveRun;
import org.ciss4j.cli.run.RunReport;
import org.ciss4j.common.CissException;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.result.OutputFolder;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ciss extend}: has a finished run learn classes that nobody knew when it was trained. */
@Command(
    name = "extend",
    description = {
      "Has a finished run learn new classes from a folder of images, and scores old and new ones.",
      "",
      "The folder has images/, masks/ and labels.txt, with numbers of its own: classes are matched"
          + " by name, and those that the run does not know are new. The new run, in a folder of"
          + " its own, has all steps of the other and one more; the other stays as it is."
    },
    footer = {
      "  ciss train --dataset folder --data first --scenario joint --out runs/one",
      "  ciss extend runs/one --data second --out runs/two",
      "  ciss extend runs/two --data third --method dkd --epochs 20 --out runs/three",
      "  ciss evaluate --run runs/three --data test",
      "  ciss extend --resume runs/three"
    })
public final class ExtendCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "RUN", arity = "0..1", description = "Folder of a run that is finished.")
  private @Nullable Path run;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the new images: images/, masks/ and labels.txt.")
  private @Nullable Path data;

  @Option(
      names = "--test",
      paramLabel = "DIR",
      description =
          "Folder of labelled images of old and new classes, to score all steps on: those of its"
              + " val.txt or, without lists, all (default: the test images of --data).")
  private @Nullable Path test;

  @Option(
      names = "--known",
      paramLabel = "NAME",
      converter = KnownConverter.class,
      description = {
        "labelled: classes that the run knows are labelled where labels.txt names them, and count;",
        "background: they are not labelled, or their labels are not to be looked at;",
        "auto: labelled if labels.txt names one of them (default: auto)."
      })
  private Extension.Known known = Extension.Known.AUTO;

  @Option(
      names = "--old-data",
      paramLabel = "DIR",
      description =
          "Folder of labelled images of classes that the run knows; may be given several times."
              + " For analytic, after a run that has not kept its sums (default: the data that the"
              + " run was trained on, if that is still there).")
  private List<Path> oldData = List.of();

  @Option(
      names = "--own-answers",
      description =
          "Instead of that, take what the run's network says of the new images; classes that they"
              + " do not show are lost then.")
  private boolean ownAnswers;

  @Option(
      names = "--train-list",
      paramLabel = "NAME",
      description = "List of training images, without .txt (default: train).")
  private @Nullable String trainList;

  @Option(
      names = "--exif",
      paramLabel = "RULE",
      converter = ExifConverter.class,
      description =
          "What to make of the orientation that a camera noted in a photograph: apply, ignore, or"
              + " auto, which turns it if its mask has the size of the turned one (default: auto).")
  private ExifRule exif = ExifRule.AUTO;

  @Option(
      names = "--saliency",
      paramLabel = "DIR",
      description =
          "Folder with a PNG for each new image, named after it and above 0 where something stands"
              + " out, for a method that asks for it (default: computed by OpenCV).")
  private @Nullable Path saliency;

  @Option(
      names = "--replay",
      paramLabel = "DIR",
      description =
          "Folder with a sub-folder for each class that the run knows, by its name, of images to"
              + " replay, for a method that asks for it; they need no labels.")
  private @Nullable Path replay;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "How the new classes are learnt: any method of ciss train that learns step by step"
              + " (default: analytic).")
  private String method = "analytic";

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Another value for a hyper-parameter of the method; may be given several times (default:"
              + " as in the run, if that has the same method).")
  private Map<String, String> settings = Map.of();

  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();
  @Mixin private TrainingOptions training = new TrainingOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder of the new run, empty or missing (default: one in runs/ named after it).")
  private @Nullable Path out;

  @Mixin private CheckpointOptions checkpoints = new CheckpointOptions();

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Go on with the extended run in this folder, which was stopped or killed; as ciss train"
              + " --resume. Data that has moved since is named by --data, --saliency and --replay.")
  private @Nullable Path resume;

  @Spec private @Nullable CommandSpec spec;

  ExtendCommand(Console console) {
    this.console = console;
  }

  /** Runs {@code ciss extend} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CissCommand.runSubcommand("extend", args));
  }

  @Override
  public Integer call() {
    Path begun = resume;
    if (begun == null) {
      return extended();
    }
    if (run != null) {
      throw CissException.usage(
          "a run goes on as it began, but came %s; leave it out, or extend it without --resume",
          run);
    }
    GivenOptions.requireWithResume(
        spec,
        "a run goes on as it began, but came %s; leave it out, or extend another without --resume");
    Ciss moved =
        DataOptions.moved(
            Ciss.like(begun), data == null ? List.of() : List.of(data), saliency, replay);
    Ciss ciss = training.withLoading(checkpoints.applyTo(moved));
    return report(LiveRun.watch(console, ciss, (like, heard) -> like.goOn(begun, heard)), begun);
  }

  private int extended() {
    if (run == null || data == null) {
      throw CissException.usage(
          "name the run to extend and the folder of the new images: ciss extend RUN --data DIR");
    }
    if (out != null) {
      OutputFolder.requireFree(out);
    }
    Extension extension = extension(run, data);
    Ciss ciss = extension.result();
    Path folder = out == null ? Path.of("runs", ciss.config().directoryName()) : out;
    return report(
        LiveRun.watch(console, ciss, (result, heard) -> extension.train(result, folder, heard)),
        folder);
  }

  private Extension extension(Path from, Path folder) {
    Extension extension =
        Ciss.extend(from)
            .data(folder)
            .known(known)
            .exif(exif)
            .oldData(oldData)
            .method(method, settings)
            .with(
                result ->
                    checkpoints.applyTo(training.applyTo(evaluation.applyTo(withFolders(result)))));
    extension = test == null ? extension : extension.testData(test);
    extension = trainList == null ? extension : extension.trainList(trainList);
    return ownAnswers ? extension.withOwnAnswers() : extension;
  }

  private Ciss withFolders(Ciss result) {
    Ciss with = saliency == null ? result : DataOptions.withSaliency(result, saliency);
    return replay == null ? with : DataOptions.withReplay(with, replay);
  }

  private int report(RunResult result, Path folder) {
    console.result(result.toString().stripTrailing());
    console.result("");
    console.result(GainTable.of(result));
    RunReport.writeIn(folder, console, List.of(RunDirectory.open(folder)));
    return 0;
  }

  private static final class KnownConverter extends ParsedConverter<Extension.Known> {
    KnownConverter() {
      super(Extension.Known::parse);
    }
  }
}
